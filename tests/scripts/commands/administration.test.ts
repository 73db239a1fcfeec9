/** The commands that administer a running portal, as people run them. */
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, openIdentity } from '../../server/portal-fixture.ts';
import { runOpsbook } from '../../support/opsbook.ts';

function administration() {
  const env = { OPSBOOK_DATA: join(makeFolder(), 'data') };
  return (args: readonly string[], input = '') => runOpsbook(args, { env, input });
}

test('users are added, listed, disabled, exported and imported', async () => {
  const run = administration();
  const added = await run(['users', 'add', 'Ada@example.org']);
  expect([added.status, added.stdout]).toEqual([
    0,
    expect.stringMatching(/^([a-z2-9]{4}-){4}[a-z2-9]{4}\n$/),
  ]);
  expect(added.stderr).toMatch('shown only now');
  expect(await run(['users', 'disable', 'ada@example.org'])).toMatchObject({
    status: 0,
    stdout: '',
  });
  expect((await run(['users', 'list'])).stdout).toBe(
    'ada@example.org  (administrator, disabled, one-time password)\n',
  );
  const exported = (await run(['users', 'export'])).stdout;
  expect(exported).not.toContain(added.stdout.trim());

  const there = administration();
  expect(await there(['users', 'import', '-'], exported)).toEqual({
    status: 0,
    stdout: '',
    stderr: 'Added 1, left 0 as they were.\n',
  });
  expect((await there(['users', 'export'])).stdout).toBe(exported);
  expect(JSON.parse((await there(['users', 'list', '--json'])).stdout)).toEqual([
    {
      id: expect.any(String),
      email: 'ada@example.org',
      role: 'administrator',
      disabled: true,
      mustChangePassword: true,
      isExternal: false,
      hasSecondFactor: false,
    },
  ]);
});

test('users are unblocked and removed, the last one not', async () => {
  const run = administration();
  await run(['users', 'add', 'ada@example.org']);
  await run(['users', 'add', 'grace@example.org']);
  const unblocked = await run(['users', 'unblock', 'ada@example.org']);
  expect(unblocked).toEqual({ status: 0, stdout: '', stderr: '' });
  const removed = await run(['users', 'remove', 'grace@example.org']);
  expect([removed.status, removed.stderr]).toEqual([0, expect.stringMatching(/^Removed\./)]);
  const last = await run(['users', 'remove', 'ada@example.org']);
  expect([last.status, last.stderr]).toEqual([2, expect.stringContaining('is the only account')]);
});

test('second factors are listed and taken away', async () => {
  const data = join(makeFolder(), 'data');
  const run = (args: readonly string[]) => runOpsbook(args, { env: { OPSBOOK_DATA: data } });
  await run(['users', 'add', 'ada@example.org']);
  const none = await run(['users', 'reset-second-factor', 'ada@example.org']);
  expect([none.status, none.stderr]).toEqual([2, expect.stringContaining('has no second factor')]);
  const { db, close } = await openIdentity({ data });
  const { id: userId } = await db.selectFrom('user').select('id').executeTakeFirstOrThrow();
  const factor = { id: 'f1', userId, kind: 'authenticator', name: 'Phone', key: 'x', counter: 0 };
  await db
    .insertInto('secondFactor')
    .values({ ...factor, createdAt: 0 })
    .execute();
  await close();
  const listed = await run(['users', 'list']);
  expect(listed.stdout).toBe(
    'ada@example.org  (administrator, one-time password, second factor)\n',
  );
  const reset = await run(['users', 'reset-second-factor', 'ada@example.org']);
  expect([reset.status, reset.stdout, reset.stderr]).toEqual([
    0,
    '',
    'Took away one second factor and the backup codes, and signed the person out: the password alone ' +
      'signs them in until they set up another.\n',
  ]);
  expect((await run(['users', 'list'])).stdout).not.toContain('second factor');
});

test('users have a role, which the last administrator keeps', async () => {
  const run = administration();
  await run(['users', 'add', 'ada@example.org']);
  await run(['users', 'add', 'grace@example.org', '--role', 'operator']);
  expect((await run(['users', 'role', 'grace@example.org', 'manager'])).status).toBe(0);
  expect((await run(['users', 'list'])).stdout).toBe(
    'ada@example.org  (administrator, one-time password)\n' +
      'grace@example.org  (manager, one-time password)\n',
  );
  const last = await run(['users', 'role', 'ada@example.org', 'none']);
  expect([last.status, last.stderr]).toEqual([2, expect.stringContaining('last administrator')]);
  const unknown = await run(['users', 'role', 'ada@example.org', 'boss']);
  expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining('administrator')]);
  expect((await run(['users', 'add', 'eve@example.org', '--role', 'boss'])).status).toBe(2);
});

test('the tables of the database are made once, and nothing else', async () => {
  const run = administration();
  const made = await run(['work', 'migrate']);
  expect([made.status, made.stdout]).toEqual([0, '']);
  expect(made.stderr).toMatch(/^The tables are up to date now: 0001-identity, /);
  expect((await run(['work', 'migrate'])).stderr).toBe('The tables are up to date.\n');
  expect((await run(['users', 'list'])).stdout).toBe('');
});

test('an address that is none ends with 2 and a sentence', async () => {
  const env = { OPSBOOK_DATABASE_URL: 'postgres://opsbook:hunter2@db.example.org/opsbook' };
  const { status, stderr } = await runOpsbook(['users', 'list'], { env });
  expect([status, stderr]).toEqual([2, expect.stringContaining('names another machine')]);
  expect(stderr).not.toContain('hunter2');
});

test('an emptied database ends with 2 and a sentence', async () => {
  const data = join(makeFolder(), 'data');
  const run = (args: readonly string[]) => runOpsbook(args, { env: { OPSBOOK_DATA: data } });
  await run(['users', 'add', 'ada@example.org']);
  truncateSync(join(data, 'opsbook.sqlite'));
  for (const args of [
    ['users', 'list'],
    ['users', 'add', 'eve@example.org'],
    ['tokens', 'list'],
  ]) {
    const { status, stdout, stderr } = await run(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^opsbook: The database `.*opsbook\.sqlite` is empty — put a copy of it/,
    );
  }
});

test('what cannot be done ends with 2 and a sentence', async () => {
  const run = administration();
  for (const [args, sentence] of [
    [['users', 'disable', 'eve@example.org'], 'There is no account `eve@example.org`.'],
    [['users', 'add', 'eve'], '`eve` is not an e-mail address.'],
    [['users', 'import', 'nowhere.json'], 'Cannot read accounts from `nowhere.json`'],
  ] as const) {
    const { status, stdout, stderr } = await run(args);
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(sentence)]);
    expect(stderr).not.toContain('    at ');
  }
});

test('tokens are created once, listed without their secret and revoked', async () => {
  const run = administration();
  const scopes = ['--scope', 'templates:read', 'docs:read'];
  const created = await run([
    'tokens',
    'create',
    '--name',
    'work-engine',
    ...scopes,
    '--expires',
    '90d',
  ]);
  expect([created.status, created.stdout]).toEqual([
    0,
    expect.stringMatching(/^opsbook_[\w-]{43}\n$/),
  ]);
  const listed = (await run(['tokens', 'list'])).stdout;
  expect(listed).toMatch(
    /^\d{12} {2}work-engine {2}program {2}templates:read docs:read {2}until \S+ {2}never/,
  );
  expect(listed).not.toContain(created.stdout.trim());
  expect((await run(['tokens', 'revoke', 'work-engine'])).stderr).toBe('Revoked 1.\n');
  expect(await run(['tokens', 'revoke', 'work-engine'])).toMatchObject({
    status: 2,
    stderr: 'opsbook: There is no live token `work-engine`.\n',
  });
  expect(JSON.parse((await run(['tokens', 'list', '--json'])).stdout)).toEqual([
    expect.objectContaining({ name: 'work-engine', revokedAt: expect.stringMatching(/T.*Z$/) }),
  ]);
});

test('a token lives for ninety days unless said otherwise, and the help says so', async () => {
  const run = administration();
  const { stdout } = await run(['tokens', 'create', '--help']);
  expect(stdout).toContain('(default: 90d)');
  expect(stdout).not.toMatch(/\d{6}/);
  await run(['tokens', 'create', '--name', 'work-engine', '--scope', 'docs:read']);
  const [token] = JSON.parse((await run(['tokens', 'list', '--json'])).stdout);
  const days = (Date.parse(token.expiresAt) - Date.parse(token.createdAt)) / 86_400_000;
  expect(days).toBe(90);
});

test.each([
  [['--name', 'Work Engine', '--scope', 'docs:read'], 'small letters'],
  [['--name', 'a', '--scope', 'docs:write'], 'Allowed choices are docs:read'],
  [['--name', 'a'], '--scope'],
  [['--name', 'a', '--scope', 'docs:read', '--expires', '400d'], 'a year at most'],
  [['--name', 'a', '--scope', 'docs:read', '--expires', 'never'], 'days or hours'],
])('a token is not made with %j', async (args, sentence) => {
  const { status, stdout, stderr } = await administration()(['tokens', 'create', ...args]);
  expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(sentence)]);
});
