import { copyFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hashPassword } from 'better-auth/crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../../src/server/config/config.ts';
import { ConfigError } from '../../../src/server/config/config-error.ts';
import { startServer } from '../../../src/server/main.ts';
import { makeEarlierFile } from '../database/earlier-file.ts';
import {
  account,
  builtFiles,
  hashCost,
  makeFolder,
  openIdentity,
  openPortal,
} from '../portal-fixture.ts';

function fileOf(data: string): string {
  return join(data, 'opsbook.sqlite');
}

/** The data folder of an installation that has been stopped. */
async function stopped(): Promise<string> {
  const data = makeFolder();
  const auth = await openIdentity({ data });
  await auth.accounts.add(account.email);
  await auth.close();
  return data;
}

describe('a database that is not as it was left is refused', () => {
  const damages: readonly (readonly [string, (file: string) => void, RegExp])[] = [
    ['emptied', (file) => truncateSync(file, 0), /is empty — put a copy of it back/],
    ['cut off', (file) => truncateSync(file, statSync(file).size / 2), /is damaged — put a copy/],
    ['overwritten', (file) => writeFileSync(file, 'x'.repeat(20_000)), /is damaged — put a copy/],
    [
      'another program’s',
      (file) => {
        rmSync(file);
        const other = new DatabaseSync(file);
        other.exec('CREATE TABLE user (id TEXT, name TEXT)');
        other.close();
      },
      /is not one of this program — set `OPSBOOK_DATA`/,
    ],
    [
      'a newer version’s',
      (file) => {
        const newer = new DatabaseSync(file);
        newer.exec('PRAGMA user_version = 99');
        newer.close();
      },
      /was written by a newer version/,
    ],
  ];

  test.each(damages)('%s', async (_, damage, message) => {
    const data = await stopped();
    damage(fileOf(data));
    const before = statSync(fileOf(data)).size;
    const opening = openIdentity({ data });
    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toThrow(message);
    expect(statSync(fileOf(data)).size).toBe(before);
  });

  test('gone, although the secret is there: no second first account', async () => {
    const env = {
      OPSBOOK_DIST: makeFolder(builtFiles),
      OPSBOOK_DATA: makeFolder(),
      OPSBOOK_PORT: '0',
    };
    const first = await startServer(readConfig(env), { hashCost });
    expect(first.firstAccount?.email).toBe('admin@opsbook.local');
    await first.close();
    for (const name of readdirSync(env.OPSBOOK_DATA)) {
      if (name.startsWith('opsbook.sqlite')) rmSync(join(env.OPSBOOK_DATA, name));
    }
    const again = startServer(readConfig(env), { hashCost });
    await expect(again).rejects.toThrow(/is gone — put a copy of it back.*with `.*secret`/);
    expect(readdirSync(env.OPSBOOK_DATA).filter(isOfAccounts)).toEqual(['secret']);
  });

  test('held by another program', { timeout: 20_000 }, async () => {
    const data = await stopped();
    const holder = new DatabaseSync(fileOf(data));
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    await expect(openIdentity({ data })).rejects.toThrow(/is locked by another program/);
    holder.close();
  });
});

test.each([0, 1] as const)(
  'a file of an earlier version (%i) is taken over; old sessions end, hashes are renewed',
  async (age) => {
    const data = makeFolder();
    makeEarlierFile(data, {
      age,
      email: account.email,
      passwordHash: await hashPassword(account.password),
    });
    const auth = await openIdentity({ data });
    onTestFinished(() => auth.close());
    const attempt = { ...account, address: '', headers: new Headers() };
    expect((await auth.signIn(attempt)).outcome).toBe('done');
    const [kept] = (await auth.accounts.export()).accounts;
    expect(kept?.passwordHash).toMatch(/^\$scrypt\$ln=10,r=8,p=1\$/);
    expect((await auth.signIn(attempt)).outcome).toBe('done');
    expect((await auth.signIn({ ...attempt, password: 'x' })).outcome).toBe('refused');
    const now = new DatabaseSync(fileOf(data));
    const left = now.prepare("SELECT 1 FROM sqlite_schema WHERE name IN ('session', 'throttle')");
    expect(left.get()).toBeUndefined();
    // Who was here before there were roles may work on.
    expect(now.prepare('SELECT role, timeZone FROM user').all()).toEqual([
      { role: 'operator', timeZone: null },
    ]);
    expect(now.prepare('SELECT kind FROM machineToken').all()).toEqual(
      age === 1 ? [{ kind: 'program' }] : [],
    );
    expect(now.prepare('PRAGMA application_id').get()).toEqual({ application_id: 0x4f707362 });
    now.close();
  },
);

test('an account is made whole or not at all', async () => {
  const { auth, data } = await openPortal();
  const beside = new DatabaseSync(fileOf(data));
  beside.exec(
    "CREATE TRIGGER killed BEFORE INSERT ON account BEGIN SELECT RAISE(ABORT, 'killed'); END",
  );
  await expect(auth.accounts.add('grace@example.org')).rejects.toThrow('killed');
  expect(await auth.accounts.list()).toHaveLength(1);
  // Nor does the log tell of it.
  await auth.auditQueue.deliver((event) => expect(event).toBeUndefined());
  beside.exec('DROP TRIGGER killed');
  beside.close();
  expect(await auth.accounts.add('grace@example.org')).toMatch(/-/);
});

test('two first starts at once make one account and one secret', async () => {
  const data = join(makeFolder(), 'data');
  const dist = makeFolder(builtFiles);
  const env = { OPSBOOK_DIST: dist, OPSBOOK_DATA: data, OPSBOOK_PORT: '0' };
  const servers = await Promise.all(
    [1, 2, 3].map(() => startServer(readConfig(env), { hashCost })),
  );
  const firsts = servers.flatMap(({ firstAccount }) => firstAccount ?? []);
  for (const server of servers) await server.close();
  expect(firsts).toHaveLength(1);
  expect(readdirSync(data).filter(isOfAccounts)).toEqual(['opsbook.sqlite', 'secret']);
});

test('a copy that is put back is served', async () => {
  const data = await stopped();
  const copy = join(makeFolder(), 'copy.sqlite');
  copyFileSync(fileOf(data), copy);
  truncateSync(fileOf(data), 0);
  copyFileSync(copy, fileOf(data));
  const auth = await openIdentity({ data });
  expect(await auth.accounts.list()).toHaveLength(1);
  await auth.close();
});

/** Attachments have a folder of their own, and SQLite its journal. */
function isOfAccounts(name: string): boolean {
  return !['files', '.gitignore'].includes(name) && !/-(wal|shm)$/.test(name);
}
