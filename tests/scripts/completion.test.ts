/** What shells complete: the same grammar that reads the line. Shells at a terminal are among the deep tests. */
import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { expect, test } from 'vitest';
import { FINDING_CODES } from '../../schemas/rule-codes.ts';
import { temporaryFolder } from '../support/content.ts';
import { opsbookOnPath, runOpsbook } from '../support/opsbook.ts';

const ledger = {
  version: 1,
  documents: { 'sop.a': { aliases: [], steps: [] }, 'sop.b': { aliases: [], steps: [] } },
  templates: { oss: { tasks: [] }, podcast: { tasks: [] } },
  retired: {},
};

/** Candidates without their descriptions, and last what the shell knows itself. */
async function complete(line: string, cwd: string): Promise<string[]> {
  const { status, stdout, stderr } = await runOpsbook(['__complete', ...line.split(' ')], { cwd });
  expect([status, stderr]).toEqual([0, '']);
  return stdout
    .trimEnd()
    .split('\n')
    .map((reply) => reply.split('\t')[0] ?? '');
}

test.each([
  ['val', ['validate', ':none']],
  ['help vali', ['validate', ':none']],
  ['frob', [':none']],
  ['validate --fo', ['--format', ':none']],
  ['validate --format ', ['pretty', 'json', 'github', 'sarif', ':none']],
  ['validate --format=s', ['--format=sarif', ':none']],
  ['validate --format json --qui', ['--quiet', ':none']],
  ['validate ', [':folders']],
  ['validate --content ', [':folders']],
  ['validate docs ', [':none']],
  ['validate --baseline ', [':files']],
  ['validate --rule link/broken-path link/broken-a', ['link/broken-anchor', ':none']],
  ['validate --rule link/broken-path --qui', ['--quiet', ':none']],
  ['explain link/broken-p', ['link/broken-path', ':none']],
  ['plan ', ['oss', 'podcast', ':none']],
  ['plan oss ', [':none']],
  ['plan --anchor 2026-07-22 po', ['podcast', ':none']],
  ['lock --retire ', ['sop.a', 'sop.b', ':none']],
  ['new so', ['sop', ':none']],
  ['move a.md ', [':files']],
  ['search -- --', [':none']],
  ['users rem', ['remove', ':none']],
  ['users add ada@example.org --role o', ['operator', ':none']],
  ['tokens create --scope templates:read docs', ['docs:read', ':none']],
  ['work register im', ['import', ':none']],
  ['work start ', ['oss', 'podcast', ':none']],
  ['completion ', ['bash', 'zsh', 'fish', ':none']],
])('`%s` is completed with %j', async (line, expected) => {
  const cwd = temporaryFolder({ 'registry.lock.json': JSON.stringify(ledger) });
  expect(await complete(line, cwd)).toEqual(expected);
});

test('all commands are said with what they do, all codes by name', async () => {
  const { stdout } = await runOpsbook(['__complete', '']);
  expect(stdout).toContain('validate\tcheck every document, link and workflow\n');
  expect(stdout).toContain('leak-check\t');
  expect(await complete('explain ', '/')).toEqual([...FINDING_CODES, ':none']);
});

test('a damaged ledger, or none, keeps nobody from typing', async () => {
  expect(await complete('plan ', temporaryFolder({}))).toEqual([':none']);
  const damaged = temporaryFolder({ 'registry.lock.json': '{' });
  expect(await complete('plan ', damaged)).toEqual([':none']);
});

test('the names of another content folder are those of its ledger', async () => {
  const cwd = temporaryFolder({ 'b/registry.lock.json': JSON.stringify(ledger) });
  expect(await complete('plan --content b/docs ', cwd)).toEqual(['oss', 'podcast', ':none']);
});

test('bash breaks words at colons, and completes them all the same', async () => {
  const { stdout: script } = await runOpsbook(['completion', 'bash']);
  const line = 'opsbook tokens create --scope templates:r';
  const calling = `
    COMP_LINE=${JSON.stringify(line)} COMP_POINT=${line.length}
    COMP_WORDS=(opsbook tokens create --scope templates : r) COMP_CWORD=6
    _opsbook
    printf '<%s>' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '--noprofile'], {
    input: script + calling,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${opsbookOnPath()}${delimiter}${process.env.PATH}` },
  });
  expect([stdout, stderr]).toEqual(['<read>', '']);
});

test('a shell that there is no script for is a sentence', async () => {
  const { status, stderr } = await runOpsbook(['completion', 'powershell']);
  expect(status).toBe(2);
  expect(stderr).toContain('Allowed choices are bash, zsh, fish.');
});
