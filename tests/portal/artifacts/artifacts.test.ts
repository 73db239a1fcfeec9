/** What a portal publishes is read back through the schemas it publishes beside it. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { DATA_FILES, isDataFile } from '../../../schemas/addresses.ts';
import { publishedSchemas } from '../../../schemas/published.ts';
import type { Artifact } from '../../../src/portal/artifacts/artifact.ts';
import { createArtifacts } from '../../../src/portal/artifacts/artifacts.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../../../src/rules/engine/example-files.ts';
import { doc, type Files } from '../../support/content.ts';
import { portalOf } from '../../support/portal.ts';

const files: Files = {
  'a.md': doc(
    'doc.a',
    '[[sop.media.publish#step-upload-video]] ![i](i.png)\n',
    'aliases: [doc.old]\n',
  ),
  'i.png': 'image',
  'unused.png': 'unused',
  'media/sop.md': EXAMPLE_SOP,
  'tasks/flow.md': exampleWorkflow(),
  'legacy.md': '# Legacy\n\n[gone](gone.md)\n',
};

function artifactsOf(content: Files): Map<string, Artifact> {
  return new Map(
    createArtifacts(portalOf(content), 'content').map((artifact) => [artifact.path, artifact]),
  );
}

function jsonOf(artifacts: Map<string, Artifact>, path: string) {
  const artifact = artifacts.get(path);
  return artifact && 'content' in artifact ? JSON.parse(artifact.content) : undefined;
}

test.each([
  ['api/portal.json', 'portal.schema.json'],
  ['api/registry.json', 'registry.schema.json'],
  ['api/templates/index.json', 'template-index.schema.json'],
  ['api/templates/flow.json', 'workflow-template.schema.json'],
  ['api/report.json', 'report.schema.json'],
])('%s keeps to %s', (path, schemaFile) => {
  const schema = publishedSchemas().find(({ file }) => file === schemaFile)?.schema ?? false;
  const ajv = new Ajv2020({ allErrors: true });
  const isValid = ajv.validate(schema, jsonOf(artifactsOf(files), path));
  expect(ajv.errors ?? []).toEqual([]);
  expect(isValid).toBe(true);
});

test('every schema is published, with a description for every property', () => {
  const artifacts = artifactsOf(files);
  const silent: string[] = [];
  const look = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties' && !path.endsWith('/properties')) {
        for (const [name, property] of Object.entries(
          value as Record<string, { description?: string }>,
        )) {
          if (!property.description && name !== 'line' && name !== 'column')
            silent.push(`${path}/${name}`);
        }
      }
      look(value, `${path}/${key}`);
    }
  };
  for (const { file } of publishedSchemas()) {
    const schema = jsonOf(artifacts, `api/schemas/${file}`);
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
    look(schema, file);
  }
  expect(silent).toEqual([]);
});

test('the registry answers who links and who sends people where', () => {
  const { documents } = jsonOf(artifactsOf(files), 'api/registry.json');
  const sop = documents.find(({ id }: { id: string }) => id === 'sop.media.publish');
  expect(sop).toMatchObject({
    url: '/docs/sop.media.publish/',
    domain: 'media',
    usedByTasks: [{ template: 'flow', refId: 'publish', stepId: 'publish-video' }],
    backlinks: [{ id: 'doc.a' }, { id: 'task-template.flow' }],
  });
  expect(sop.steps.map(({ anchor }: { anchor: string }) => anchor)).toEqual([
    'step-upload-video',
    'step-publish-video',
  ]);
});

test('a task carries its instruction down to the step', () => {
  const template = jsonOf(artifactsOf(files), 'api/templates/flow.json');
  expect(template.taskDefinitions[0].instruction).toMatchObject({
    docId: 'sop.media.publish',
    stepId: 'publish-video',
    url: '/docs/sop.media.publish/#step-publish-video',
    stepHash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  });
});

test('a former id redirects', () => {
  const artifact = artifactsOf(files).get('_redirects');
  expect(artifact).toMatchObject({
    content: '/docs/doc.old/ /docs/doc.a/ 308\n/docs/doc.old.md /docs/doc.a.md 308\n',
  });
});

test('the same content gives the same bytes', () => {
  expect([...artifactsOf(files)]).toEqual([...artifactsOf(files)]);
});

test('ids and titles alone are there for whoever looks for the nearest', () => {
  const ids = jsonOf(artifactsOf(files), 'api/ids.json');
  expect(ids).toContainEqual(['doc.a', 'Title of doc.a']);
  expect(ids).toHaveLength(4);
});

test.each([
  ['work where there are workflows', files, {}, { timeZone: 'UTC', home: 'work' }],
  ['documents where there are none', { 'a.md': doc('doc.a') }, {}, { home: 'docs' }],
  ['what the configuration says', files, { home: 'docs' as const }, { home: 'docs' }],
])('people begin with %s', (_what, content, config, expected) => {
  const settings = { title: 'Handbook', language: 'de', ...config };
  const artifacts = createArtifacts(portalOf(content, settings), 'content');
  const portal = artifacts.find(({ path }) => path === 'api/portal.json');
  expect(JSON.parse(portal && 'content' in portal ? portal.content : '')).toMatchObject({
    schemaVersion: 1,
    title: 'Handbook',
    language: 'de',
    ...expected,
  });
});

test('the server of a build without pages is told of the portal as well', () => {
  expect(isDataFile(DATA_FILES.portal)).toBe(true);
});
