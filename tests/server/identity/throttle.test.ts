import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabaseHealth } from '../../../src/server/database/database-health.ts';
import { openDatabase } from '../../../src/server/database/open-database.ts';
import { type Attempt, MAX_WAIT_MS } from '../../../src/server/identity/attempt-subjects.ts';
import { openThrottle } from '../../../src/server/identity/throttle.ts';
import { newPlace } from '../portal-fixture.ts';

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const account = 'ada@example.org';

/** A throttle over a database of its own, on a clock that stands still until `advance` moves it. */
async function open() {
  let now = 1_700_000_000_000;
  const clock = () => now;
  const { db, close } = await openDatabase(await newPlace());
  onTestFinished(close);
  const begin = () => {
    const health = openDatabaseHealth(db, clock, () => {});
    const throttle = openThrottle(db, { health, clock });
    return {
      attempt: throttle.attempt,
      succeeded: (by: Attempt) => health.write((trx) => throttle.succeeded(trx, by)),
      unblock: (email: string) => health.write((trx) => throttle.unblock(trx, email)),
    };
  };
  const throttle = begin();
  const advance = (ms: number) => {
    now += ms;
  };
  const attempt = (address: string, more: { account?: string; browser?: string } = {}) =>
    throttle.attempt({ account, address, ...more });
  /** Attempts until one must wait, and says how long. */
  const exhaust = async (by: Attempt) => {
    for (let count = 0; count < 100; count++) {
      const waitMs = await throttle.attempt(by);
      if (waitMs > 0) return waitMs;
    }
    throw new Error('never slowed');
  };
  return { throttle, attempt, exhaust, advance, db, reopened: begin };
}

describe('an account at a place', () => {
  test('has five free attempts, then doubling waits of a minute at most', async () => {
    const { attempt, advance } = await open();
    const waits: number[] = [];
    for (let count = 0; count < 14; count++) {
      const waitMs = await attempt('10.0.0.1', {});
      if (waitMs === 0) continue;
      waits.push(waitMs / second);
      advance(waitMs);
      expect(await attempt('10.0.0.1')).toBe(0);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('is the same from every address of an IPv6 line, and from no other', async () => {
    const { throttle, exhaust, attempt } = await open();
    await exhaust({ account, address: '2001:db8:0:7::1' });
    expect(await attempt('2001:db8:0:7:ffff:1:2:3')).toBe(second);
    expect(await attempt('2001:db8:0:8::1')).toBe(0);
    await exhaust({ account, address: '192.0.2.7' });
    expect(await attempt('::ffff:192.0.2.7')).toBe(second);
    expect(await attempt('::ffff:c000:208')).toBe(0);
    expect(await throttle.attempt({ account: 'eve@example.org', address: '192.0.2.7' })).toBe(0);
  });
});

test('a place has twenty free attempts over all accounts', async () => {
  const { attempt } = await open();
  for (let count = 0; count < 20; count++) {
    expect(await attempt('10.0.0.1', { account: `user${count}@example.org` })).toBe(0);
  }
  expect(await attempt('10.0.0.1', { account: 'another@example.org' })).toBe(second);
  expect(await attempt('10.0.0.2', { account: 'another@example.org' })).toBe(0);
});

test('success clears the account and gives the place its attempt back', async () => {
  const { throttle } = await open();
  const by = { account, address: '10.0.0.1' };
  for (let round = 0; round < 30; round++) {
    expect(await throttle.attempt(by)).toBe(0);
    await throttle.succeeded(by);
  }
});

test('waiting is not counted, a restart forgives nothing, a day forgives all', async () => {
  const { attempt, advance, reopened } = await open();
  for (let count = 0; count < 5; count++) await attempt('10.0.0.1');
  for (let count = 0; count < 9; count++) expect(await attempt('10.0.0.1')).toBe(second);
  expect(await reopened().attempt({ account, address: '10.0.0.1' })).toBe(second);
  advance(25 * 60 * minute);
  for (let count = 0; count < 5; count++) expect(await attempt('10.0.0.1')).toBe(0);
});

describe('a known browser', () => {
  test('is counted for itself, whatever strangers do at the same place', async () => {
    const { exhaust, attempt } = await open();
    await exhaust({ account, address: '10.0.0.1' });
    for (let count = 0; count < 5; count++) {
      expect(await attempt('10.0.0.1', { browser: 'desk' })).toBe(0);
    }
    expect(await attempt('10.0.0.1', { browser: 'desk' })).toBe(second);
    expect(await attempt('10.0.0.1', { browser: 'phone' })).toBe(0);
  });

  test('does not wait longer than a minute', async () => {
    const { attempt, advance } = await open();
    for (let count = 0; count < 30; count++)
      advance(await attempt('10.0.0.1', { browser: 'desk' }));
    expect(await attempt('10.0.0.1', { browser: 'desk' })).toBeLessThanOrEqual(MAX_WAIT_MS);
  });
});

describe('guesses from many places', () => {
  test('are slowed from the first on, and each place waits on its own clock', async () => {
    const { attempt, advance } = await open();
    for (let place = 0; place < 60; place++) await attempt(`10.0.${place}.1`);
    const waitMs = await attempt('10.1.0.1');
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(MAX_WAIT_MS);
    // The others go on asking: they do not move the end of this wait.
    for (let step = 0; step < 60; step++) {
      advance(Math.ceil(waitMs / 60));
      for (let place = 0; place < 30; place++) await attempt(`10.0.${place}.1`);
    }
    expect(await attempt('10.1.0.1')).toBe(0);
    expect(await attempt('10.1.0.1')).toBeGreaterThan(0);
  });

  test('make no more than a guess a minute and place', async () => {
    const { attempt, advance } = await open();
    for (let place = 0; place < 60; place++) await attempt(`10.0.${place}.1`);
    const hour = 3600;
    let guesses = 0;
    for (let at = 0; at < hour; at += 10) {
      advance(10 * second);
      for (let place = 0; place < 50; place++) {
        if ((await attempt(`10.2.${place}.1`)) === 0) guesses++;
      }
    }
    expect(guesses).toBeLessThanOrEqual(50 * 60);
  });

  test('from one place alone never add up', async () => {
    const { attempt, advance } = await open();
    for (let at = 0; at < 24 * 60; at++) {
      while ((await attempt('10.0.0.1')) === 0);
      advance(minute);
    }
    expect(await attempt('10.9.0.1')).toBe(0);
  });
});

test('a session that guesses the password is slowed by itself', async () => {
  const { exhaust, attempt, throttle } = await open();
  expect(await exhaust({ session: 'one' })).toBe(second);
  expect(await throttle.attempt({ session: 'two' })).toBe(0);
  expect(await attempt('10.0.0.1')).toBe(0);
});

describe('a clock that jumps', () => {
  test.each([
    ['a year ahead and back', [365 * day, -365 * day]],
    ['a year back', [-365 * day]],
    ['a year back and forth', [-365 * day, 365 * day]],
  ])('%s makes no wait longer than the cap', async (_, jumps) => {
    const { attempt, advance } = await open();
    for (const jump of jumps) {
      for (let count = 0; count < 20; count++) advance(await attempt('10.0.0.1'));
      expect(await attempt('10.0.0.1')).toBeLessThanOrEqual(15 * minute);
      advance(jump);
      const waitMs = await attempt('10.0.0.1');
      expect(waitMs).toBeLessThanOrEqual(15 * minute);
      advance(waitMs);
      expect(await attempt('10.0.0.1')).toBeLessThanOrEqual(15 * minute);
    }
    let waited = 0;
    for (let waitMs = await attempt('10.0.0.1'); waitMs > 0; waitMs = await attempt('10.0.0.1')) {
      advance(waitMs);
      waited += waitMs;
    }
    expect(waited).toBeLessThanOrEqual(15 * minute);
  });
});

test('an administrator lets a person in at once, wherever they are', async () => {
  const { throttle, exhaust, attempt } = await open();
  for (let place = 0; place < 40; place++) await exhaust({ account, address: `10.0.${place}.1` });
  await exhaust({ account: 'eve@example.org', address: '10.0.0.1' });
  for (let count = 0; count < 30; count++) {
    await attempt('10.3.0.1', { account: `user${count}@example.org` });
  }
  await throttle.unblock(account);
  expect(await attempt('10.0.0.1')).toBe(0);
  expect(await attempt('10.3.0.1')).toBe(0);
  expect(await attempt('10.4.0.1')).toBe(0);
  expect(await attempt('10.0.0.1', { account: 'eve@example.org' })).toBe(second);
});

test('what strangers make it count stays within bounds', async () => {
  const { db, attempt, advance, throttle, exhaust } = await open();
  const code = { account, browser: undefined, step: 'code' } as const;
  while ((await exhaust(code)) < 10 * minute) advance(await throttle.attempt(code));
  const session = { session: 'one' };
  expect(await exhaust(session)).toBe(second);
  await sql`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000)
    INSERT INTO attempts SELECT 'pair:' || i, 'x', 1, 0, 1800000000000 FROM n`.execute(db);
  advance(2 * minute);
  await attempt('10.0.0.1');
  expect(await throttle.attempt(code)).toBeGreaterThan(5 * minute);
  const counters = db.selectFrom('attempts').select('count').where('subject', '=', 'session:one');
  expect(await counters.execute()).toEqual([{ count: 5 }]);
  const { count } = await db
    .selectFrom('attempts')
    .select((row) => row.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  expect(Number(count)).toBeLessThan(100_010);
  expect(await throttle.attempt({ account, address: '10.0.0.1' })).toBe(0);
});
