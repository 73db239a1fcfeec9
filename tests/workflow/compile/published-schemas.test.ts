/** What others consume keeps to the JSON Schemas they are given, as a validator of their own sees it. */
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { portalConfig } from '../../../schemas/config.ts';
import { plan as planSchema } from '../../../schemas/plan.ts';
import { publishedSchemas } from '../../../schemas/published.ts';
import { authoredTemplate } from '../../../schemas/task-template.ts';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { createArtifacts } from '../../../src/portal/artifacts/artifacts.ts';
import { compilePortal } from '../../../src/portal/compile-portal.ts';
import { readSources } from '../../../src/source/read-sources.ts';
import { compileTemplate } from '../../../src/workflow/compile/compile-template.ts';
import { planWorkflow } from '../../../src/workflow/plan/plan.ts';
import { TODAY } from '../../support/content.ts';
import {
  compileRuntimeTemplate,
  compileSmall,
  RUNTIME_TEMPLATES,
  readRuntimeTemplate,
  resolvers,
} from '../runtime-template.ts';

function validatorOf(schemaFile: string): ValidateFunction {
  const schema = publishedSchemas().find(({ file }) => file === schemaFile)?.schema;
  if (!schema) throw new Error(`There is no ${schemaFile}.`);
  return new Ajv2020({ allErrors: true }).compile(schema);
}

/** The templates of the content as they are written to `api/templates/`. */
function emittedTemplates(): [string, WorkflowTemplate][] {
  const portal = compilePortal({
    sources: readSources(join(import.meta.dirname, '../../../content')),
    config: portalConfig.parse({}),
    today: TODAY,
  });
  return createArtifacts(portal, 'content').flatMap((artifact) =>
    /^api\/templates\/(?!index\.json)/.test(artifact.path) && 'content' in artifact
      ? [[artifact.path, JSON.parse(artifact.content)]]
      : [],
  );
}

const forValues = compileSmall([{ offsetDays: 0, time: '17:00', validation: 'The editor nods.' }], {
  forEach: ['client'],
  anchor: { label: 'Day', timeZone: 'Europe/Berlin' },
});

/** Neither phases nor keys of ours alone, and most of what else a template can say. */
const unphased = authoredTemplate.parse({
  type: 'unphased',
  anchor: { label: 'Day', timeZone: 'each' },
  trigger: { type: 'automatic', schedule: '0 6 * * 1', timeZone: 'each' },
  forEach: ['developer'],
  runTitle: 'About {tool}',
  inputs: [{ name: 'tool', label: 'Tool', type: 'text', required: true }],
  requiresApproval: true,
  references: [{ name: 'README', url: 'assistants/podcast/README.md' }],
  extensions: { artifactRefs: [{ kind: 'folder' }], owner: null },
  tasks: [
    {
      refId: 'write',
      description: 'Write about {tool}',
      offsetDays: 0,
      time: '06:00',
      systems: ['random.org'],
      form: [{ name: 'risk', label: 'Risk', type: 'choice', choices: ['low', 'high'] }],
      extensions: { assistantJobRefs: ['a'] },
    },
    {
      refId: 'judge',
      description: 'Judge it',
      offsetDays: 1,
      dependsOn: ['write'],
      approval: { of: ['write'] },
      notBy: ['write'],
      humanGate: { reason: 'Risk.', when: { refId: 'write', field: 'risk', anyOf: ['high'] } },
    },
  ],
});

const templates: [string, WorkflowTemplate][] = [
  ...emittedTemplates(),
  ...RUNTIME_TEMPLATES.map((name): [string, WorkflowTemplate] => [
    `the runtime template ${name}`,
    compileRuntimeTemplate(readRuntimeTemplate(name)),
  ]),
  ['a template with values, a time and a sentence', forValues],
  [
    'a template without phases',
    compileTemplate({ templateId: 'task-template.x', name: 'X', template: unphased, ...resolvers }),
  ],
];

describe.each(templates)('%s', (_name, template) => {
  const values = Object.fromEntries((template.forEach ?? []).map((name) => [name, 'acme']));
  const bundle = planWorkflow(template, { anchor: '2026-07-22', for: values });

  test.each([
    ['workflow-template.schema.json', template],
    ['plan.schema.json', bundle],
  ])('keeps to %s', (schemaFile, value) => {
    const validate = validatorOf(schemaFile);
    validate(JSON.parse(JSON.stringify(value)));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('has a plan that the schema neither adds to nor takes from', () => {
    expect(planSchema.parse(bundle)).toStrictEqual(bundle);
  });
});

test('further keys are those of an engine, in the template and in its tasks', () => {
  const { schema } = publishedSchemas().find(({ file }) => file.startsWith('workflow-')) ?? {};
  expect(schema).toMatchObject({
    additionalProperties: {},
    properties: {
      taskDefinitions: { items: { additionalProperties: {} } },
      anchor: { additionalProperties: false },
    },
  });
});

test('the content has templates to check', () => {
  expect(templates.length).toBeGreaterThan(RUNTIME_TEMPLATES.length + 1);
});

test.each([
  ['workflow-template.schema.json', { ...forValues, tags: undefined }],
  ['workflow-template.schema.json', { ...forValues, triggerType: 'sometimes' }],
  ['plan.schema.json', { title: 'A run' }],
])('%s refuses what is something else', (schemaFile, value) => {
  expect(validatorOf(schemaFile)(value)).toBe(false);
});
