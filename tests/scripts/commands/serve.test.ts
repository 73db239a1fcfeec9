import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ownName } from '../../../src/build/owned-names.ts';
import { builtFiles, makeFolder, writeFiles } from '../../server/portal-fixture.ts';
import { BIN } from '../../support/opsbook.ts';

/** Runs `serve` as the command line does, in an empty folder. */
function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [BIN, 'serve', ...args], {
    cwd: makeFolder(),
    env: { PATH: process.env.PATH ?? '', OPSBOOK_PORT: '0', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      output[stream] += chunk;
    });
  }
  return { child, output, exit: exitOf(child) };
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'close');
  return code;
}

test('prints one address and the first account, then stops when told to', async () => {
  const { child, output, exit } = run(['--dist', makeFolder(builtFiles)]);
  while (!output.stdout.includes('shown only now')) await once(child.stdout, 'data');
  const lines = output.stdout.split('\n');
  expect(lines[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect(output.stdout.match(/http/g)).toHaveLength(1);
  expect(output.stdout).toContain('admin@opsbook.local');
  expect(await (await fetch(`${lines[0]}healthz`)).text()).toBe('ok\n');
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
  expect(output.stderr).toBe('');
});

test.each([
  [['--dist', 'nowhere'], {}, /^opsbook: There is no built portal at `.*nowhere`/],
  [
    [],
    { OPSBOOK_PORT: 'x', OPSBOOK_HOST: '0.0.0.0' },
    /^opsbook: `OPSBOOK_PORT` .*\n`OPSBOOK_HOST` .*\n$/,
  ],
])('%j with %j ends with 2 and a sentence', async (args, env, message) => {
  const { output, exit } = run(args, env);
  expect(await exit).toBe(2);
  expect(output.stderr).toMatch(message);
  expect(output.stderr).not.toContain('    at ');
  expect(output.stdout).toBe('');
});

test('puts the last build back when a swap was interrupted', async () => {
  const folder = makeFolder();
  const dist = join(folder, 'dist');
  const work = join(folder, '.dist.opsbook');
  const record = { 'build.json': '{"version":1,"inputs":[]}' };
  writeFiles(join(work, ownName('old')), { ...builtFiles, ...record });
  writeFiles(join(work, ownName('next')), { 'index.html': 'not whole yet' });
  const { child, output, exit } = run(['--dist', dist], { OPSBOOK_FIRST_ACCOUNT: 'none' });
  while (!output.stdout.includes('\n')) await once(child.stdout, 'data');
  expect(output.stdout).toMatch(/^http:\S+\n$/);
  expect(existsSync(join(dist, 'docs/sop.media.upload.md'))).toBe(true);
  expect(output.stderr).toMatch(
    /^A build \(process \d+\) did not end; the one before it is back in/,
  );
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
});
