import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DOC_TYPES } from '../../../schemas/doc-types.ts';
import { skeleton } from '../../../src/documents/skeletons.ts';
import { diagnosticsOf, doc, registryOf, temporaryFolder } from '../../support/content.ts';
import { runOpsbook } from '../../support/opsbook.ts';

const create = (cwd: string, ...args: string[]) => runOpsbook(['new', ...args], { cwd });

describe.each(DOC_TYPES)('a new %s', (docType) => {
  const keys = { id: `${docType}.media.a-b`, title: 'A: "B" # 1', slug: 'a-b' };
  const files = { 'media/a-b.md': skeleton(docType, keys) };

  test('is a strict draft without errors, whatever its title', () => {
    const [document] = registryOf(files).documents;
    expect(document).toMatchObject({ id: keys.id, title: keys.title, docType, strict: true });
    expect(document?.frontmatter.status).toBe('draft');
    expect(diagnosticsOf(files).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

test('lies where its type belongs, with an id made from domain and title', async () => {
  const folder = temporaryFolder({ 'content/a.md': doc('doc.a') });
  const created = [
    await create(folder, 'sop', 'Über das Hochladen!', '--domain', 'media/podcast'),
    await create(folder, 'task-template', 'Newsletter', '--domain', 'tasks'),
    await create(folder, 'doc', '日本', '--domain', 'overview', '--name', 'japan'),
  ];
  expect(created.map(({ status, stdout }) => [status, stdout.trim()])).toEqual([
    [0, 'content/media/podcast/sops/uber-das-hochladen.md'],
    [0, 'content/tasks/templates/newsletter.md'],
    [0, 'content/overview/japan.md'],
  ]);
  const text = readFileSync(join(folder, 'content/overview/japan.md'), 'utf8');
  expect(text).toContain('id: doc.overview.japan\ntitle: "日本"\n');
  const { status, stdout } = await runOpsbook(['validate', '--format', 'json'], { cwd: folder });
  expect([status, JSON.parse(stdout).summary.documents]).toEqual([0, 4]);
});

test('is the first document of an empty folder', async () => {
  const folder = temporaryFolder({ 'content/image.svg': '' });
  expect((await create(folder, 'doc', 'First', '--domain', 'a')).stdout).toBe(
    'content/a/first.md\n',
  );
});

test.each([
  [['sops', 'T', '--domain', 'media'], 'Allowed choices are sop'],
  [['sop', 'T'], 'Required option `--domain'],
  [['sop', '日本', '--domain', 'media'], 'write one with --name'],
  [['sop', 'T', '--domain', '../media'], 'cannot be a domain'],
  [['sop', 'T', '--domain', '.git'], 'cannot be a domain'],
  [['doc', 'Taken', '--domain', 'a'], 'is taken as a name of `x.md`'],
  [['doc', 'Former', '--domain', 'a'], 'is taken as a name of `x.md`'],
  [['doc', 'Gone', '--domain', 'a'], 'is retired'],
  [['doc', 'There', '--domain', 'a'], 'content/a/there.md is there already'],
  [['doc', 'a.md', '--domain', 'a', '--content', 'none'], 'There is no content folder'],
])('cannot run with %j: a sentence and 2', async (args, sentence) => {
  const folder = temporaryFolder({
    'content/x.md': doc('doc.a.taken', 'Text.\n', 'aliases: [doc.a.former]\n'),
    'content/a/there.md': doc('doc.other'),
    'registry.lock.json': '{"version":1,"documents":{},"templates":{},"retired":{"doc.a.gone":{}}}',
  });
  const { status, stdout, stderr } = await create(folder, ...args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(sentence);
  expect(stderr).not.toMatch(/\n\s+at /);
});
