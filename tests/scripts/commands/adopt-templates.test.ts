import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { doc, temporaryFolder } from '../../support/content.ts';
import { BIN, runOpsbook } from '../../support/opsbook.ts';

// biome-ignore lint/suspicious/noExplicitAny: a runtime template has no schema of its own.
const flow = (type: string, rest: any = {}) =>
  JSON.stringify({
    name: 'Flow',
    type,
    triggerType: 'manual',
    taskDefinitions: [
      { refId: 'one', description: 'Do one', offsetDays: 0, stageOnComplete: 'done' },
    ],
    ...rest,
  });

const table = `---
title: Words
doc_type: task-template
---

Why.

| Day | Task |
| --- | --- |
| T-1 | Do it |
`;

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

test('adopts JSON, tables and procedures of a folder; the JSON stays, and once is enough', async () => {
  const folder = temporaryFolder({
    'content/media/templates/flow.json': flow('flow'),
    'content/media/templates/words.md': table,
    'content/media/sops/a.md':
      '---\nid: sop.media.a\ntitle: A\ndoc_type: sop\n---\n\n<!-- sop-section-start: procedure -->\n## Procedure\n<!-- sop-step-start id=1 -->\n1. Go.\n<!-- sop-step-end -->\n<!-- sop-section-end -->\n',
    'content/data.json': '{"a": 1}',
  });
  const dry = await runOpsbook(['adopt', 'content', '--dry-run'], { cwd: folder });
  expect(filesOf(folder)).toHaveLength(4);
  const first = await runOpsbook(['adopt', 'content'], { cwd: folder });
  expect([first.status, first.stderr]).toEqual([0, 'Adopted 3 documents, left 1.\n']);
  expect(first.stdout).toBe(dry.stdout);
  expect(dry.stderr).toBe('Would adopt 3 documents, left 1.\n');
  expect(first.stdout).toContain(
    'content/media/templates/flow.json → content/media/templates/flow.md\n  id: task-template.media.flow\n',
  );
  expect(first.stdout).toContain('content/data.json: left, for it is no template');
  expect(readFileSync(join(folder, 'content/media/templates/flow.json'), 'utf8')).toBe(
    flow('flow'),
  );
  expect(readFileSync(join(folder, 'content/media/sops/a.md'), 'utf8')).toContain(
    '1. Go. <!-- step: go -->\n',
  );
  const texts = () => filesOf(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const adopted = texts();
  const second = await runOpsbook(['adopt', 'content'], { cwd: folder });
  expect([second.status, second.stderr]).toEqual([0, 'Adopted 0 documents, left 1.\n']);
  expect(second.stdout).toContain(
    'flow.json: its workflow is in content/media/templates/flow.md\n',
  );
  expect(texts()).toEqual(adopted);
  const { stdout } = await runOpsbook(
    ['plan', 'flow', '--anchor', '2026-07-22', '--format', 'json'],
    { cwd: folder },
  );
  expect(JSON.parse(stdout)).toMatchObject({ tasks: [{ refId: 'one', date: '2026-07-22' }] });
});

test('adopts one file, and nothing else', async () => {
  const folder = temporaryFolder({
    'content/a.md': 'A.\n',
    'content/b.md': 'B.\n',
    'content/flow.json': flow('flow'),
    'elsewhere/other.json': flow('other'),
  });
  const run = (...args: string[]) => runOpsbook(['adopt', ...args], { cwd: folder });
  // As findings name it.
  expect((await run('a.md')).stderr).toBe('Adopted 1 document, left 0.\n');
  expect((await run('content/flow.json')).stderr).toBe('Adopted 1 document, left 0.\n');
  expect(readFileSync(join(folder, 'content/b.md'), 'utf8')).toBe('B.\n');
  const out = await run('elsewhere/other.json', '--out', 'content/tasks');
  expect(out.stdout).toContain(
    'elsewhere/other.json → content/tasks/other.md\n  id: task-template.tasks.other\n',
  );
  expect(filesOf(join(folder, 'elsewhere'))).toEqual(['other.json']);
  const named = temporaryFolder({ 'elsewhere/other.json': flow('other') });
  await runOpsbook(['adopt', 'elsewhere/other.json', '--out', 'elsewhere/mine.md'], { cwd: named });
  expect(filesOf(join(named, 'elsewhere'))).toEqual(['mine.md', 'other.json']);
});

test.each([
  ['no file', 'none.json', undefined, 2, 'no content folder'],
  ['another kind', 'a.txt', 'x', 2, 'neither Markdown nor JSON'],
  ['no JSON', 'a.json', '{', 1, 'a.json: not adopted:\n  It is not JSON: '],
  ['no template', 'a.json', '[]', 1, 'a.json: left, for it is no template of a workflow'],
  ['a type that is none', 'a.json', flow('Not A Type'), 1, '`type` is `Not A Type`'],
  [
    'two megabytes',
    'a.json',
    flow('a', { pad: 'x'.repeat(2 ** 21) }),
    1,
    'at most 2097152 are read',
  ],
  ['a byte order mark', 'a.json', `\uFEFF${flow('a')}`, 0, 'a.json → a.md'],
] as const)('one file, %s', async (_, name, text, status, words) => {
  const folder = temporaryFolder(text === undefined ? {} : { [name]: text });
  const run = await runOpsbook(['adopt', name], { cwd: folder });
  expect(run.status).toBe(status);
  expect((run.stdout + run.stderr).includes(words)).toBe(true);
});

test('files that are wrong do not keep the others from being adopted', async () => {
  const folder = temporaryFolder({
    'a.json': flow('flow'),
    'b.json': flow('flow'),
    'broken.json': '{',
    'c.json': flow('here'),
    'here.md': doc('doc.here'),
    'd.json': flow('wrong', { taskDefinitions: [{}] }),
    'e.json': flow('good', { templateId: 'task-template.flow' }),
  });
  writeFileSync(join(folder, 'latin.json'), Buffer.from([0x22, 0xe9, 0x22]));
  const { status, stdout, stderr } = await runOpsbook(['adopt', '.'], { cwd: folder });
  expect([status, stderr]).toEqual([1, 'Adopted 2 documents, left 5.\n']);
  for (const words of [
    'a.json → flow.md\n',
    'b.json: not adopted:\n  `type` is `flow`, as that of a.json is — give each workflow its own.\n',
    'broken.json: not adopted:\n  It is not JSON: ',
    'c.json: left, for here.md is there already — name another place with --out\n',
    'd.json: not adopted:\n  `taskDefinitions[0].refId` is missing',
    'e.json → good.md\n  id: task-template.good\n',
    'latin.json: not adopted:\n  It is not UTF-8',
  ]) {
    expect(stdout).toContain(words);
  }
  expect(readFileSync(join(folder, 'here.md'), 'utf8')).toBe(doc('doc.here'));
});

test('what cannot be written is taken back as a whole', async () => {
  const folder = temporaryFolder({ 'a/a.md': 'A.\n', 'b/flow.json': flow('flow') });
  chmodSync(join(folder, 'b'), 0o555);
  const { status, stderr } = await runOpsbook(['adopt', '.'], { cwd: folder });
  chmodSync(join(folder, 'b'), 0o755);
  // The superuser may write everywhere.
  if (status === 0) return;
  expect(stderr).toContain('nothing was changed');
  expect(readFileSync(join(folder, 'a/a.md'), 'utf8')).toBe('A.\n');
});

test('a run that is killed leaves whole files, and the next one goes on', async () => {
  const documents = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`content/d${index}.md`, `Text ${index}.\n`]),
  );
  const folder = temporaryFolder({ ...documents, 'content/flow.json': flow('flow') });
  const child = spawn(process.execPath, [BIN, 'adopt', 'content'], {
    cwd: folder,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  // Killed as soon as the first file is there, so in the middle of the others.
  while (
    child.exitCode === null &&
    !readFileSync(join(folder, 'content/d0.md'), 'utf8').startsWith('---')
  ) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  child.kill('SIGKILL');
  await ended;
  for (const [name, text] of Object.entries(documents)) {
    expect(readFileSync(join(folder, name), 'utf8').endsWith(text)).toBe(true);
  }
  expect((await runOpsbook(['adopt', 'content'], { cwd: folder })).status).toBe(0);
  const again = await runOpsbook(['adopt', 'content'], { cwd: folder });
  expect(again.stderr).toBe('Adopted 0 documents, left 0.\n');
  expect(filesOf(folder)).toHaveLength(302);
}, 60_000);

test('what a killed run left behind is no content, and goes with the next', async () => {
  const folder = temporaryFolder({
    'a.md': 'A.\n',
    '.a.md.opsbook-draft': 'half',
    'flow.json': flow('flow'),
    '.flow.md.opsbook-draft': 'half',
  });
  await runOpsbook(['adopt', '.'], { cwd: folder });
  expect(filesOf(folder)).toEqual(['a.md', 'flow.json', 'flow.md']);
});
