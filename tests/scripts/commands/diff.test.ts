/** `opsbook diff` between files, folders and revisions, with its exit codes. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXAMPLE_SOP, exampleWorkflow } from '../../../src/rules/engine/example-files.ts';
import { temporaryFolder } from '../../support/content.ts';
import { runOpsbook } from '../../support/opsbook.ts';

const diff = (cwd: string, ...args: string[]) => runOpsbook(['diff', ...args], { cwd });

const contentOf = (folder: string, workflow: string) => ({
  [`${folder}/sop.md`]: EXAMPLE_SOP,
  [`${folder}/flow.md`]: workflow,
});
const EARLIER = exampleWorkflow({ offsetDays: '-2' });
const LATER = exampleWorkflow({ offsetDays: '2' });

function git(cwd: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
  return execFileSync('git', [...identity, ...args], { cwd, encoding: 'utf8' });
}

/** A repository with one commit, tagged `before`, and the content changed since. */
function repository(before: string, after: string, config?: string): string {
  const folder = temporaryFolder({
    ...contentOf('content', before),
    ...(config !== undefined && { 'opsbook.config.json': config }),
  });
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'Begin');
  git(folder, 'tag', 'before');
  writeFileSync(join(folder, 'content/flow.md'), after);
  return folder;
}

describe('content folders', () => {
  const folder = () =>
    temporaryFolder({
      ...contentOf('old', exampleWorkflow()),
      ...contentOf('same', exampleWorkflow()),
      ...contentOf('earlier', EARLIER),
      ...contentOf('later', LATER),
    });

  test('without a difference: 0', async () => {
    expect(await diff(folder(), 'old', 'same')).toEqual({
      status: 0,
      stdout: 'No workflow differs.\n',
      stderr: '',
    });
  });

  test('with a breaking change: 1, and the dates that move', async () => {
    const { status, stdout } = await diff(folder(), 'old', 'earlier', '--anchor', '2026-07-22');
    expect(status).toBe(1);
    expect(stdout).toContain('breaking  Task `publish`: It is due earlier.');
    expect(stdout).toContain('publish: 2026-07-22 → 2026-07-20');
  });

  test('with a milder change: 0, unless it is to fail on that', async () => {
    const root = folder();
    expect((await diff(root, 'old', 'later')).status).toBe(0);
    expect((await diff(root, 'old', 'later', '--fail-on', 'additive')).status).toBe(1);
    expect((await diff(root, 'old', 'later', '--fail-on', 'cosmetic')).status).toBe(1);
  });

  test('as JSON', async () => {
    const { status, stdout } = await diff(
      folder(),
      ...['old', 'earlier', '--anchor', '2026-07-22', '--format', 'json'],
    );
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      anchor: '2026-07-22',
      summary: { breaking: 1, additive: 0, cosmetic: 0 },
      templates: [
        {
          type: 'flow',
          changes: [
            {
              code: 'due-earlier',
              class: 'breaking',
              refId: 'publish',
              before: { offsetDays: 0 },
              after: { offsetDays: -2 },
              message: 'Task `publish`: It is due earlier.',
              effect: 'The task can be overdue from one moment to the next.',
            },
          ],
          shift: {
            moved: [{ refId: 'publish', before: '2026-07-22', after: '2026-07-20' }],
            added: [],
            removed: [],
          },
        },
      ],
    });
  });
});

test('template files and the folder of a build are compared like content', async () => {
  const folder = temporaryFolder({
    ...contentOf('old', exampleWorkflow()),
    ...contentOf('new', EARLIER),
  });
  for (const side of ['old', 'new']) {
    const out = join(folder, `${side}-dist`);
    const args = ['build', '--data', '--content', join(folder, side), '--out', out];
    expect(await runOpsbook(args)).toMatchObject({ status: 0, stderr: '' });
  }
  const [file, build] = ['api/templates/flow.json', 'api/templates'];
  const difference = (await diff(folder, 'old', 'new')).stdout;
  expect(await diff(folder, `old-dist/${file}`, `new-dist/${file}`)).toMatchObject({
    status: 1,
    stdout: difference,
  });
  expect(await diff(folder, `old-dist/${build}`, `new-dist/${build}`)).toMatchObject({
    status: 1,
    stdout: difference,
  });
  expect((await diff(folder, `old-dist/${file}`, 'new')).stdout).toBe(difference);
});

describe('revisions', () => {
  test('are compared with a folder, and with each other', async () => {
    const folder = repository(exampleWorkflow(), EARLIER);
    const { status, stdout } = await diff(folder, 'before', 'content');
    expect([status, stdout.split('\n')[0]]).toEqual([1, 'flow']);
    expect((await diff(folder, 'before', 'HEAD')).stdout).toBe('No workflow differs.\n');
    git(folder, 'commit', '--quiet', '--all', '--message', 'Change');
    expect((await diff(folder, 'before', 'HEAD')).stdout).toBe(stdout);
    expect((await diff(folder, 'before', 'HEAD~1')).status).toBe(0);
  });

  test('leave the working tree and what is staged alone', async () => {
    const folder = repository(exampleWorkflow(), EARLIER);
    git(folder, 'add', '--all');
    writeFileSync(join(folder, 'content/flow.md'), LATER);
    const state = () => [
      git(folder, 'status', '--porcelain'),
      git(folder, 'diff', '--cached'),
      readFileSync(join(folder, 'content/flow.md'), 'utf8'),
    ];
    const before = state();
    expect((await diff(folder, 'before', 'content')).status).toBe(0);
    expect(state()).toEqual(before);
  });

  test('are read with the configuration they had', async () => {
    const broken = exampleWorkflow().replace(
      'What the workflow is for: [[sop.media.publish]].',
      '[[gone]]',
    );
    const config = '{ "severities": { "reference/unknown-document": "warning" } }';
    const folder = repository(broken, broken, config);
    expect(await diff(folder, 'before', 'content')).toMatchObject({ status: 0, stderr: '' });
    rmSync(join(folder, 'opsbook.config.json'));
    expect(await diff(folder, 'before', 'before')).toMatchObject({ status: 0, stderr: '' });
    expect((await diff(folder, 'before', 'content')).stderr).toContain(
      '`content` has errors in `flow.md`',
    );
  });

  test('give way to a path of the same name', async () => {
    const folder = repository(exampleWorkflow(), EARLIER);
    git(folder, 'branch', 'content');
    expect((await diff(folder, 'before', 'content')).status).toBe(1);
  });
});

describe('cannot run: a sentence and 2', () => {
  const folder = () => {
    const root = repository(exampleWorkflow(), exampleWorkflow());
    writeFileSync(join(root, 'text.json'), 'text');
    writeFileSync(join(root, 'other.json'), '{ "schemaVersion": 7 }');
    return root;
  };

  test.each([
    [['nowhere', 'content'], 'no file or folder `nowhere`, and no Git revision of that name'],
    [
      ['before', 'content', '--content', 'texts'],
      'The Git revision `before` has no folder `texts`',
    ],
    [['text.json', 'content'], '`text.json` is not JSON'],
    [['other.json', 'content'], '`other.json` is not as `opsbook build` writes it'],
    [['before', 'content', '--anchor', '2026-02-30'], 'a date that exists'],
    [['before', 'content', '--format', 'xml'], 'Allowed choices are'],
    [['before'], 'Missing required argument'],
  ])('%j', async (args, sentence) => {
    const { status, stdout, stderr } = await diff(folder(), ...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('a workflow with errors does not look removed', async () => {
    const root = repository(exampleWorkflow(), exampleWorkflow({ instructionDocId: 'sop.gone' }));
    const { status, stderr } = await diff(root, 'before', 'content');
    expect(status).toBe(2);
    expect(stderr).toContain('`content` has errors in `flow.md`');
  });
});
