/** The commands that administer a running portal, as people run them. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../server/portal-fixture.ts';

const bin = join(import.meta.dirname, '../../../scripts/opsbook.ts');

function administration() {
  const data = join(makeFolder(), 'data');
  const env = { PATH: process.env.PATH ?? '', OPSBOOK_DATA: data };
  return (args: readonly string[], input = '') => {
    const options = { env, input, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], options);
    return { status, stdout, stderr };
  };
}

test('users are added, listed, disabled, exported and imported', () => {
  const run = administration();
  const added = run(['users', 'add', 'Ada@example.org']);
  expect([added.status, added.stdout]).toEqual([
    0,
    expect.stringMatching(/^([a-z2-9]{4}-){4}[a-z2-9]{4}\n$/),
  ]);
  expect(added.stderr).toMatch('shown only now');
  expect(run(['users', 'disable', 'ada@example.org'])).toMatchObject({ status: 0, stdout: '' });
  expect(run(['users', 'list']).stdout).toBe('ada@example.org  (disabled, one-time password)\n');
  const exported = run(['users', 'export']).stdout;
  expect(exported).not.toContain(added.stdout.trim());

  const there = administration();
  expect(there(['users', 'import', '-'], exported)).toEqual({
    status: 0,
    stdout: '',
    stderr: 'Added 1, left 0 as they were.\n',
  });
  expect(there(['users', 'export']).stdout).toBe(exported);
  expect(JSON.parse(there(['users', 'list', '--json']).stdout)).toEqual([
    { email: 'ada@example.org', disabled: true, mustChangePassword: true, isExternal: false },
  ]);
});

test('what cannot be done ends with 2 and a sentence', () => {
  const run = administration();
  for (const [args, sentence] of [
    [['users', 'disable', 'eve@example.org'], 'There is no account `eve@example.org`.'],
    [['users', 'add', 'eve'], '`eve` is not an e-mail address.'],
    [['users', 'import', 'nowhere.json'], 'Cannot read accounts from `nowhere.json`'],
  ] as const) {
    const { status, stdout, stderr } = run(args);
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(sentence)]);
    expect(stderr).not.toContain('    at ');
  }
});

test('tokens are created once, listed without their secret and revoked', () => {
  const run = administration();
  const scopes = ['--scope', 'templates:read', 'docs:read'];
  const created = run(['tokens', 'create', '--name', 'work-engine', ...scopes, '--expires', '90d']);
  expect([created.status, created.stdout]).toEqual([
    0,
    expect.stringMatching(/^opsbook_[\w-]{43}\n$/),
  ]);
  const listed = run(['tokens', 'list']).stdout;
  expect(listed).toMatch(
    /^\d{12} {2}work-engine {2}templates:read docs:read {2}until \S+ {2}never/,
  );
  expect(listed).not.toContain(created.stdout.trim());
  expect(run(['tokens', 'revoke', 'work-engine']).stderr).toBe('Revoked 1.\n');
  expect(run(['tokens', 'revoke', 'work-engine'])).toMatchObject({
    status: 2,
    stderr: 'opsbook: There is no live token `work-engine`.\n',
  });
  expect(JSON.parse(run(['tokens', 'list', '--json']).stdout)).toEqual([
    expect.objectContaining({ name: 'work-engine', revokedAt: expect.stringMatching(/T.*Z$/) }),
  ]);
});

test('a token lives for ninety days unless said otherwise, and the help says so', () => {
  const run = administration();
  const { stdout } = run(['tokens', 'create', '--help']);
  expect(stdout).toContain('(default: 90d)');
  expect(stdout).not.toMatch(/\d{6}/);
  run(['tokens', 'create', '--name', 'work-engine', '--scope', 'docs:read']);
  const [token] = JSON.parse(run(['tokens', 'list', '--json']).stdout);
  const days = (Date.parse(token.expiresAt) - Date.parse(token.createdAt)) / 86_400_000;
  expect(days).toBe(90);
});

test.each([
  [['--name', 'Work Engine', '--scope', 'docs:read'], 'small letters'],
  [['--name', 'a', '--scope', 'docs:write'], 'Allowed choices are docs:read'],
  [['--name', 'a'], '--scope'],
  [['--name', 'a', '--scope', 'docs:read', '--expires', '400d'], 'a year at most'],
  [['--name', 'a', '--scope', 'docs:read', '--expires', 'never'], 'days or hours'],
])('a token is not made with %j', (args, sentence) => {
  const { status, stdout, stderr } = administration()(['tokens', 'create', ...args]);
  expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(sentence)]);
});
