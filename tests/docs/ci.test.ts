/** What others paste: the page about CI, the action and the editor's task do what they say. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { doc, temporaryFolder } from '../support/content.ts';
import { git } from '../support/git.ts';
import { runOpsbook } from '../support/opsbook.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs', 'ci.md'), 'utf8');
const ACTION = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));

/** Single documents, as these contents have, lead nowhere; that is not what is tested here. */
const NO_ORPHANS = { 'opsbook.config.json': '{ "severities": { "lifecycle/orphan": "off" } }' };

const blocks = (language: string) =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, text = '']) => text,
  );

describe('the page', () => {
  test('holds workflows that are YAML, and uses inputs the action has', () => {
    const workflows = blocks('yaml').map((text) => parse(text));
    expect(workflows).toHaveLength(3);
    const steps = workflows.flatMap(({ jobs }) => (jobs ? jobs.validate.steps : []));
    const own = steps.filter(({ uses }: { uses?: string }) => uses?.includes('/opsbook@'));
    expect(own).toHaveLength(1);
    for (const input of Object.keys(own[0].with)) expect(ACTION.inputs).toHaveProperty([input]);
  });

  test('names no flag that validate does not have', async () => {
    const { stdout } = await runOpsbook(['validate', '--help']);
    const known = new Set(stdout.match(/--[a-z-]+/g));
    const code = [...blocks('yaml'), ...blocks('sh'), ...(PAGE.match(/`--[^`]+`/g) ?? [])];
    const lines = code
      .flatMap((text) => text.split('\n'))
      .filter((line) => /^`|validate/.test(line));
    const flags = lines.flatMap((line) => line.match(/(?<=[\s`])--[a-z-]+/g) ?? []);
    expect(flags.length).toBeGreaterThan(10);
    expect(flags.filter((flag) => !known.has(flag))).toEqual([]);
  });

  test('adopts content with findings in five lines', async () => {
    const folder = temporaryFolder({
      'content/a.md': '# A\n\nSee [b](gone.md).\n',
      'bin/opsbook': `#!/bin/sh\nexec "${process.execPath}" "${ROOT}/bin/opsbook.js" "$@"\n`,
    });
    chmodSync(join(folder, 'bin/opsbook'), 0o755);
    git(folder, 'init', '--quiet');
    git(folder, 'config', 'user.name', 'Test');
    git(folder, 'config', 'user.email', 'test@example.org');
    const script = blocks('sh').find((text) => text.includes('opsbook adopt')) ?? '';
    expect(script.trimEnd().split('\n')).toHaveLength(5);
    const env = { ...process.env, PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}` };
    const { status, stderr } = spawnSync('sh', ['-e'], {
      cwd: folder,
      input: script,
      encoding: 'utf8',
      env,
    });
    expect([status, stderr]).toEqual([0, expect.stringContaining('suppresses 1 known finding')]);
    expect((await runOpsbook(['validate'], { cwd: folder })).status).toBe(1);
  });
});

describe('the action', () => {
  const step = ACTION.runs.steps.at(-1);

  function runAction(folder: string, inputs: Readonly<Record<string, string>> = {}) {
    const defaults = Object.entries<{ default: string }>(ACTION.inputs);
    const values = new Map([
      ...defaults.map(([name, { default: value }]) => [name, value] as const),
      ...Object.entries(inputs),
    ]);
    const env = Object.entries<string>(step.env).map(([name, value]) => {
      const input = /inputs\.([\w-]+)/.exec(value)?.[1];
      return [name, input === undefined ? ROOT : (values.get(input) ?? '')];
    });
    // As a runner calls bash.
    return spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step.run], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, ...Object.fromEntries(env), GITHUB_WORKSPACE: folder },
    });
  }

  test('passes on clean content and fails on an error, with annotations and a log', () => {
    const clean = runAction(temporaryFolder({ ...NO_ORPHANS, 'content/a.md': doc('doc.a') }));
    expect([clean.status, clean.stdout, clean.stderr]).toEqual([0, '', '']);
    const folder = temporaryFolder({
      ...NO_ORPHANS,
      'my docs/a.md': doc('doc.a', '[[doc.gone]]\n'),
    });
    const failing = runAction(folder, { content: 'my docs', sarif: 'out.sarif' });
    expect([failing.status, failing.stderr]).toEqual([1, '']);
    expect(failing.stdout).toMatch(/^::error file=my docs\/a\.md,line=7/);
    const { runs } = JSON.parse(readFileSync(join(folder, 'out.sarif'), 'utf8'));
    expect(runs[0].results).toHaveLength(1);
  });

  test('passes every input on, and nothing of it to the shell', () => {
    const folder = temporaryFolder({ 'content/a.md': 'Text.\n' });
    expect(runAction(folder).status).toBe(0);
    expect(runAction(folder, { 'max-warnings': '0' }).status).toBe(1);
    expect(runAction(folder, { frozen: 'true' }).stderr).toContain('opsbook lock');
    expect(runAction(folder, { changed: 'HEAD' }).stderr).toContain('not a git repository');
    expect(runAction(folder, { baseline: '$(touch x)' }).stderr).toContain('There is no baseline');
    expect(existsSync(join(folder, 'x'))).toBe(false);
    const sarif = runAction(folder, { content: 'none', sarif: 'out.sarif' });
    expect([sarif.status === 0, sarif.stdout]).toEqual([false, '']);
  });
});

test('the task of the editor finds place, severity, code and words of every finding', async () => {
  const folder = temporaryFolder({
    ...NO_ORPHANS,
    'content/a b.md': doc('doc.a', 'See [[doc.gone]].\n'),
    'content/plain.md': 'Text.\n',
  });
  const { stdout } = await runOpsbook(['validate'], { cwd: folder });
  const { tasks } = JSON.parse(readFileSync(join(ROOT, '.vscode', 'tasks.json'), 'utf8'));
  const found = tasks[0].problemMatcher.flatMap(
    ({ pattern: [head, words] }: { pattern: { regexp: string }[] }) =>
      [...stdout.matchAll(new RegExp(head?.regexp ?? '', 'gm'))].map((match) => {
        const next = stdout.slice((match.index ?? 0) + match[0].length + 1).split('\n')[0] ?? '';
        return [...match.slice(1), new RegExp(words?.regexp ?? '').exec(next)?.[1]];
      }),
  );
  expect(found).toEqual([
    [
      'content/a b.md',
      '7',
      '5',
      'error',
      'reference/unknown-document',
      expect.stringMatching(/^`doc\.gone`/),
    ],
    [
      'content/plain.md',
      'warning',
      'identity/generated-id',
      expect.stringMatching(/^This document/),
    ],
  ]);
});
