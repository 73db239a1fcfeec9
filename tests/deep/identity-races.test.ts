/** Several servers on one PostgreSQL, and what must not come between them. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/server/config/config.ts';
import type { Database } from '../../src/server/database/connection.ts';
import { openPasswordHashing } from '../../src/server/identity/password-hash.ts';
import { startServer } from '../../src/server/main.ts';
import {
  account,
  builtFiles,
  hashCost,
  keepAccountsIn,
  makeFolder,
  newPlace,
  openIdentity,
  openPortal,
} from '../server/portal-fixture.ts';
import { codeOf, openGuardedPortal } from '../server/second-factor-fixture.ts';
import { withPostgres } from '../support/postgres.ts';

const postgres = withPostgres();
keepAccountsIn(postgres);

const own = 'an entirely new password';
const attempt = { ...account, address: '192.0.2.1', headers: new Headers() };

/** A portal, and three more servers beside it, whose clock stands still. */
async function openMore() {
  const portal = await openPortal();
  const nowMs = Date.now();
  const open = () => openIdentity(portal.place, { clock: () => nowMs });
  const beside = [await open(), await open(), await open()] as const;
  for (const { close } of beside) onTestFinished(close);
  return { ...portal, beside };
}

/** Waits until a statement of another connection waits for a lock. */
async function untilOneWaits(address: string): Promise<void> {
  const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock'";
  for (let count = 0; count < 500; count++) {
    if ((await postgres.run(waiting, address)).rows.length > 0) return;
    await pause(10);
  }
  throw new Error('Nothing waits for a lock.');
}

/** Holds the row of everybody while `meanwhile` begins and is stopped by that, then changes `them`. */
async function changeUnder<T>(
  db: Database,
  address: string,
  meanwhile: () => Promise<T>,
  them: (db: Database) => Promise<unknown>,
): Promise<T> {
  return db
    .transaction()
    .execute(async (trx) => {
      await trx.selectFrom('user').select('id').forUpdate().execute();
      // Handed out unawaited, in an object: it ends after the transaction.
      const begun = { outcome: meanwhile() };
      await untilOneWaits(address);
      await them(trx);
      return begun;
    })
    .then(({ outcome }) => outcome);
}

test('guesses at several servers at once share their free attempts', async () => {
  const { beside } = await openMore();
  const wrong = { ...attempt, password: 'x' };
  for (const address of ['192.0.2.1', '192.0.2.2']) {
    const guesses = beside.flatMap((server) =>
      Array.from({ length: 5 }, () => server.signIn({ ...wrong, address })),
    );
    const outcomes = (await Promise.all(guesses)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === 'throttled')).toHaveLength(10);
  }
});

test('a sign-in that looked at a password which is replaced meanwhile opens nothing', async () => {
  const { auth, beside, place } = await openMore();
  const password = await openPasswordHashing(hashCost).hash(own);
  const result = await changeUnder(
    beside[0].db,
    place.databaseUrl ?? '',
    () => auth.signIn(attempt),
    (db) => db.updateTable('account').set({ password }).execute(),
  );
  expect(result.outcome).toBe('refused');
  expect(await auth.db.selectFrom('personSession').select('id').execute()).toEqual([]);
});

test('a change of password whose session is ended meanwhile changes nothing', async () => {
  const { browse, beside, place } = await openMore();
  const browser = browse();
  await browser.signIn();
  const changed = await changeUnder(
    beside[0].db,
    place.databaseUrl ?? '',
    () => browser.post('/password', { current: account.password, next: own, again: own }),
    (db) => db.deleteFrom('personSession').execute(),
  );
  expect(changed.status).toBe(422);
  expect((await browse().signIn()).status).toBe(303);
});

test('no session is opened past an account that is disabled or reset', async () => {
  const { auth, beside } = await openMore();
  let password = account.password;
  for (let round = 0; round < 12; round++) {
    const signingIn = beside.flatMap((server) =>
      Array.from({ length: 2 }, () => server.signIn({ ...attempt, password })),
    );
    if (round % 2 === 0) {
      await auth.accounts.disable(account.email);
      await Promise.all(signingIn);
      await auth.accounts.enable(account.email);
    } else {
      password = await auth.accounts.reset(account.email);
      await Promise.all(signingIn);
      // Taken for one's own from now on: a one-time password would open one session only.
      const own = { mustChangePassword: 0, oneTimePasswordUsed: 0 };
      await auth.db.updateTable('user').set(own).execute();
    }
    const left = await auth.db.selectFrom('personSession').select('id').execute();
    expect([round, left]).toEqual([round, []]);
    await auth.accounts.unblock(account.email);
  }
});

test('a one-time password opens one session, whichever server is asked', async () => {
  const { auth, beside } = await openMore();
  for (let round = 0; round < 6; round++) {
    const password = await auth.accounts.reset(account.email);
    const signingIn = beside.flatMap((server) =>
      ['192.0.2.1', '192.0.2.2'].map((address) => server.signIn({ ...attempt, password, address })),
    );
    const outcomes = (await Promise.all(signingIn)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'used')).toHaveLength(5);
  }
});

test('the session of a one-time password that is in two hands goes on in one of them', async () => {
  const { auth, beside } = await openMore();
  const password = await auth.accounts.reset(account.email);
  const opened = await auth.signIn({ ...attempt, password });
  const cookie = opened.outcome === 'done' ? (opened.cookies[0]?.split(';')[0] ?? '') : '';
  const again = { ...attempt, password, headers: new Headers({ cookie }) };
  const outcomes = await Promise.all(
    beside.map(async (server) => (await server.signIn(again)).outcome),
  );
  expect(outcomes.toSorted()).toEqual(['done', 'used', 'used']);
});

test('what commands did is told once, by one of the servers', async () => {
  const { beside, auth } = await openMore();
  const names = Array.from({ length: 30 }, (_, number) => `person-${number}@example.org`);
  const people = names.map((email) => ({ email, disabled: false, mustChangePassword: true }));
  await auth.accounts.import({ version: 1, accounts: people });
  const told: (string | undefined)[] = [];
  await Promise.all(
    beside.map((server) => server.auditQueue.deliver(({ account }) => void told.push(account))),
  );
  expect(told.sort()).toEqual(names.sort());
});

test('three first starts at once make one account', async () => {
  const { databaseUrl = '' } = await newPlace();
  const starts = [1, 2, 3].map(() =>
    startServer(
      readConfig({
        OPSBOOK_DIST: makeFolder(builtFiles),
        OPSBOOK_DATA: makeFolder(),
        OPSBOOK_DATABASE_URL: databaseUrl,
        OPSBOOK_PORT: '0',
      }),
      { hashCost },
    ),
  );
  const servers = await Promise.all(starts);
  expect(servers.flatMap(({ firstAccount }) => firstAccount ?? [])).toHaveLength(1);
  for (const server of servers) await server.close();
});

test('a code, a backup code and a challenge are taken by one of several servers', async () => {
  const portal = await openGuardedPortal();
  const { auth, place, now, site, origin } = portal;
  const owner = await portal.signedIn();
  const { seed, codes } = await portal.addApp(owner);
  const { device } = await portal.addPasskey(owner);
  const open = () => openIdentity(place, { clock: now, origin });
  const beside = [await open(), await open(), await open()];
  for (const { close } of beside) onTestFinished(close);
  const servers = [auth, ...beside];
  const halfWay = async (server: typeof auth) => {
    const opened = await server.signIn(attempt);
    if (opened.outcome !== 'done') throw new Error(opened.outcome);
    const headers = new Headers({ cookie: opened.cookies[0]?.split(';')[0] ?? '' });
    const session = await server.sessionOf(headers);
    if (session === undefined) throw new Error('There is no session');
    return { session, headers, address: attempt.address };
  };
  const done = (results: readonly { readonly outcome: string }[]) =>
    results.filter(({ outcome }) => outcome === 'done').length;
  for (const code of [codeOf(seed, now(), 1), codes[0] ?? '']) {
    const shown = servers.map(async (server) => {
      const half = await halfWay(server);
      return () => server.secondStep.showCode({ ...half, code });
    });
    const shows = await Promise.all(shown);
    expect(done(await Promise.all(shows.map((show) => show())))).toBe(1);
  }
  const half = await halfWay(auth);
  const options = await auth.secondStep.askPasskey(half.session);
  const credential = device.get(options as Parameters<typeof device.get>[0], { origin: site });
  const shows = servers.map(({ secondStep }) => secondStep.showPasskey({ ...half, credential }));
  expect(done(await Promise.all(shows))).toBe(1);
});
