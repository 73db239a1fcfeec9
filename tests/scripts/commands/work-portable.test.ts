/** `opsbook backup`, `restore` and `work verify`, as an administrator runs them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../src/server/database/open-database.ts';
import { smallWorkspace } from '../../server/work/work-fixture.ts';
import { temporaryFolder } from '../../support/content.ts';
import { runOpsbook } from '../../support/opsbook.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';

const TEMPLATE = compileSmall([{ offsetDays: 0 }]);

async function installation() {
  const env = { OPSBOOK_DATA: temporaryFolder() };
  const run = (...args: string[]) => runOpsbook(args, { env });
  await run('users', 'add', 'ada@example.org');
  await run('tokens', 'create', '--name', 'engine', '--scope', 'search:read');
  {
    const work = await smallWorkspace([TEMPLATE], await openDatabase({ data: env.OPSBOOK_DATA }));
    const { id } = await work.start({ type: 'small', anchor: '2026-07-02' });
    await work.act(id, { type: 'complete', refId: 'task-0' });
    work[Symbol.asyncDispose]();
  }
  return { run, data: env.OPSBOOK_DATA };
}

test('PR-24 A backup, restored elsewhere, has the accounts, tokens and runs', async () => {
  const { run } = await installation();
  const folder = join(temporaryFolder(), 'backup');
  expect(await run('backup', folder)).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('Wrote 1 run, 2 events, 0 files, 1 account'),
  });
  const elsewhere = { env: { OPSBOOK_DATA: temporaryFolder() } };
  const restored = await runOpsbook(['restore', folder], elsewhere);
  expect(restored).toMatchObject({ status: 0, stderr: expect.stringContaining('Took in 1 run') });
  for (const command of ['users', 'tokens']) {
    const [before, after] = [
      await run(command, 'list', '--json'),
      await runOpsbook([command, 'list', '--json'], elsewhere),
    ];
    expect(after).toEqual(before);
    expect(before.stdout).toContain(command === 'users' ? 'ada@example.org' : 'engine');
  }
  const verified = await runOpsbook(['work', 'verify'], elsewhere);
  expect(verified).toMatchObject({ status: 0, stderr: '1 run verified: nothing is wrong.\n' });
  const again = await runOpsbook(['restore', folder], elsewhere);
  expect(again).toMatchObject({ status: 2, stderr: expect.stringContaining('is not empty') });
});

test('what cannot be is a sentence and exit code 2, and leaves nothing', async () => {
  const { run } = await installation();
  const parent = temporaryFolder();
  const [folder, missing] = [join(parent, 'out'), join(parent, 'missing')];
  expect((await run('work', 'export', folder)).status).toBe(0);
  for (const [args, sentence] of [
    [['work', 'export', folder], /is there already/],
    [['work', 'import', missing], /name a folder of an export/],
    [['work', 'import', folder], /is not empty/],
    [['restore', folder], /use `opsbook work import`/],
  ] as const) {
    const { status, stderr } = await run(...args);
    expect([status, stderr]).toEqual([2, expect.stringMatching(sentence)]);
  }
  expect(readdirSync(parent)).toEqual(['out']);
});

test('a state that is not that of its history is found', async () => {
  const { run, data } = await installation();
  const connection = await openDatabase({ data });
  await sql`UPDATE run SET state = replace(state, '"done"', '"todo"')`.execute(connection.db);
  await connection.close();
  const { status, stdout } = await run('work', 'verify');
  expect([status, stdout]).toEqual([1, expect.stringMatching(/^Run `r\w{20}`: The state is not/)]);
});
