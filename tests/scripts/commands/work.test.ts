/** `opsbook work …` says the same in the database of this machine and over the network. */
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../../src/server/config/config.ts';
import { startServer } from '../../../src/server/main.ts';
import { makeFolder } from '../../server/portal-fixture.ts';
import { smallDist } from '../../server/work/small-dist.ts';
import { temporaryFolder } from '../../support/content.ts';
import { runOpsbook } from '../../support/opsbook.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';

const EMAIL = 'ada@example.org';
const TEMPLATE = compileSmall([
  { offsetDays: -1, description: 'Ask', waiting: { for: 'guest', followUpDays: 2 } },
  { offsetDays: 0, description: 'Publish', requiredLinkName: 'Video' },
  { offsetDays: 1, description: 'Tell', dependsOn: ['task-1'] },
]);

async function installation() {
  const env = {
    OPSBOOK_DATA: temporaryFolder(),
    OPSBOOK_DIST: makeFolder(smallDist([TEMPLATE])),
    OPSBOOK_PORT: '0',
  };
  await runOpsbook(['users', 'add', EMAIL, '--role', 'administrator'], { env });
  const server = await startServer(readConfig(env));
  onTestFinished(() => server.close());
  const create = ['tokens', 'create', '--name', 'cli', '--scope', 'work:manage'];
  const token = (await runOpsbook(create, { env })).stdout.trim();
  const run = (args: readonly string[], { input = '', secret = token } = {}) =>
    runOpsbook(['work', ...args], { env: { ...env, OPSBOOK_TOKEN: secret }, input });
  return {
    env,
    url: server.url,
    here: (...args: string[]) => run([...args, '--as', EMAIL]),
    there: (...args: string[]) => run([...args, '--url', server.url]),
    run,
  };
}

/** Without what is new in each run. */
function settled<T extends { readonly stdout: string; readonly stderr: string }>(outcome: T): T {
  const settle = (text: string) =>
    text
      .replaceAll(/"kind": "\w+",\s+"id": "[\w-]+"/g, 'WHO')
      .replaceAll(/\b[rc][0-9a-z]{20}\b/g, 'ID')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'NOW');
  return { ...outcome, stdout: settle(outcome.stdout), stderr: settle(outcome.stderr) };
}

test('the same lines say the same on both roads', async () => {
  const { here, there } = await installation();
  const through = async (opsbook: typeof here) => {
    const start = ['start', 'small', '--anchor', '2026-07-02', '--title', 'Launch', '--key', 'k'];
    const begun = await opsbook(...start.slice(0, -2), '--json');
    const id = String(JSON.parse(begun.stdout).id);
    const outcomes = [begun];
    for (const line of [
      ['show', id],
      ['wait', id, 'task-0', '--for', 'guest', '--until', '2099-07-03', '--comment', 'asked'],
      ['event', id, '{"type":"unblock","refId":"task-0"}'],
      ['done', id, 'task-0', '--comment', 'said yes'],
      ['done', id, 'task-1'],
      ['done', id, 'task-1', '--json'],
      ['done', id, 'task-1', '--link', 'https://video.example.org/1'],
      ['event', id, '{"type":"explode"}'],
      ['show', id, '--json'],
      ['list', '--query', 'launch', '--status', 'active'],
      ['next', '--all', '--limit', '2'],
      ['next', '--role', 'Editor'],
      ['show', 'r0'],
      ['start', 'nothing', '--anchor', '2026-07-02'],
      ['start', 'small', '--anchor', '2026-02-30'],
      ['event', id, '{"type":"cancel","reason":"next try"}'],
    ]) {
      outcomes.push(await opsbook(...line));
    }
    return outcomes.map(settled);
  };
  const [local, remote] = [await through(here), await through(there)];
  expect(remote).toEqual(local);
  expect(local.map(({ status }) => status)).toEqual([
    0, 0, 0, 0, 0, 1, 1, 0, 2, 0, 0, 0, 2, 2, 2, 2, 0,
  ]);
  expect(local[5]).toMatchObject({
    stdout: '',
    stderr: expect.stringMatching(
      /^opsbook: Task `task-1` is not done: .*\n {2}missing: Video \(url\)\n$/,
    ),
  });
  expect(JSON.parse(local[6]?.stdout ?? '')).toMatchObject({ code: 'refused', status: 409 });
  expect(local[1]?.stdout).toMatch(/^Launch\nID {2}active .*0 of 3 closed\n/);
});

test('a key makes one of two, and standard input is an event', async () => {
  const { here, run } = await installation();
  const start = ['start', 'small', '--anchor', '2026-07-02', '--key', 'once', '--json'];
  const [first, second] = [await here(...start), await here(...start)];
  const id = JSON.parse(first.stdout).id;
  expect(JSON.parse(second.stdout).id).toBe(id);
  const event = '{"type":"comment","text":"from a pipe"}';
  const said = await run(['event', id, '-', '--as', EMAIL], { input: event });
  expect(said.status).toBe(0);
});

test('the role of the account counts', async () => {
  const { here, env } = await installation();
  await runOpsbook(['users', 'add', 'second@example.org', '--role', 'administrator'], { env });
  await runOpsbook(['users', 'role', EMAIL, 'reader'], { env });
  const { status, stderr } = await here('start', 'small', '--anchor', '2026-07-02');
  expect([status, stderr]).toEqual([1, expect.stringMatching(/needs the role `operator`/)]);
  expect(await here('list')).toMatchObject({ status: 0, stdout: 'There is no run like that.\n' });
});

test('without a way there is a sentence and exit code 2', async () => {
  const { run, url } = await installation();
  const outcomes = [
    [await run(['list']), /Say whose work this is/],
    [await run(['list', '--as', EMAIL, '--url', url]), /Say whose work this is/],
    [await run(['list', '--as', 'nobody@example.org']), /There is no account `nobody@example.org`/],
    [await run(['list', '--url', 'http://ops.example.org']), /Write one with https/],
    [await run(['list', '--url', 'http://127.0.0.1:1']), /Cannot reach `http:\/\/127.0.0.1:1`/],
    [await run(['event', 'r0', '{"type":', '--as', EMAIL]), /Cannot read an event/],
    [await run(['list', '--url', url], { secret: '' }), /Put a token of the portal into/],
    [await run(['list', '--url', url], { secret: 'other' }), /Sign in to read this/],
  ] as const;
  for (const [{ status, stderr }, sentence] of outcomes) {
    expect([status, stderr]).toEqual([2, expect.stringMatching(sentence)]);
  }
});
