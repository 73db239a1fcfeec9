import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { type Attempt, MAX_WAIT_MS, openThrottle } from '../../../src/server/identity/throttle.ts';

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const account = 'ada@example.org';

function open() {
  let now = 1_700_000_000_000;
  const database = new DatabaseSync(':memory:');
  database.exec(
    'CREATE TABLE attempts (subject TEXT PRIMARY KEY, account TEXT, count REAL NOT NULL, ' +
      'waitMs INTEGER NOT NULL, since INTEGER NOT NULL)',
  );
  const throttle = openThrottle(database, () => now);
  const advance = (ms: number) => {
    now += ms;
  };
  const attempt = (address: string, more: { account?: string; browser?: string } = {}) =>
    throttle.attempt({ account, address, ...more });
  /** Attempts until one must wait, and says how long. */
  const exhaust = (by: Attempt) => {
    for (let count = 0; count < 100; count++) {
      const waitMs = throttle.attempt(by);
      if (waitMs > 0) return waitMs;
    }
    throw new Error('never slowed');
  };
  return {
    throttle,
    attempt,
    exhaust,
    advance,
    database,
    reopened: () => openThrottle(database, () => now),
  };
}

describe('an account at a place', () => {
  test('has five free attempts, then doubling waits of a minute at most', () => {
    const { attempt, advance } = open();
    const waits: number[] = [];
    for (let count = 0; count < 14; count++) {
      const waitMs = attempt('10.0.0.1', {});
      if (waitMs === 0) continue;
      waits.push(waitMs / second);
      advance(waitMs);
      expect(attempt('10.0.0.1')).toBe(0);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('is the same from every address of an IPv6 line, and from no other', () => {
    const { throttle, exhaust, attempt } = open();
    exhaust({ account, address: '2001:db8:0:7::1' });
    expect(attempt('2001:db8:0:7:ffff:1:2:3')).toBe(second);
    expect(attempt('2001:db8:0:8::1')).toBe(0);
    exhaust({ account, address: '192.0.2.7' });
    expect(attempt('::ffff:192.0.2.7')).toBe(second);
    expect(attempt('::ffff:c000:208')).toBe(0);
    expect(throttle.attempt({ account: 'eve@example.org', address: '192.0.2.7' })).toBe(0);
  });
});

test('a place has twenty free attempts over all accounts', () => {
  const { attempt } = open();
  for (let count = 0; count < 20; count++) {
    expect(attempt('10.0.0.1', { account: `user${count}@example.org` })).toBe(0);
  }
  expect(attempt('10.0.0.1', { account: 'another@example.org' })).toBe(second);
  expect(attempt('10.0.0.2', { account: 'another@example.org' })).toBe(0);
});

test('success clears the account and gives the place its attempt back', () => {
  const { throttle } = open();
  const by = { account, address: '10.0.0.1' };
  for (let round = 0; round < 30; round++) {
    expect(throttle.attempt(by)).toBe(0);
    throttle.succeeded(by);
  }
});

test('waiting is not counted, a restart forgives nothing, a day forgives all', () => {
  const { attempt, advance, reopened } = open();
  for (let count = 0; count < 5; count++) attempt('10.0.0.1');
  for (let count = 0; count < 9; count++) expect(attempt('10.0.0.1')).toBe(second);
  expect(reopened().attempt({ account, address: '10.0.0.1' })).toBe(second);
  advance(25 * 60 * minute);
  for (let count = 0; count < 5; count++) expect(attempt('10.0.0.1')).toBe(0);
});

describe('a known browser', () => {
  test('is counted for itself, whatever strangers do at the same place', () => {
    const { exhaust, attempt } = open();
    exhaust({ account, address: '10.0.0.1' });
    for (let count = 0; count < 5; count++) {
      expect(attempt('10.0.0.1', { browser: 'desk' })).toBe(0);
    }
    expect(attempt('10.0.0.1', { browser: 'desk' })).toBe(second);
    expect(attempt('10.0.0.1', { browser: 'phone' })).toBe(0);
  });

  test('does not wait longer than a minute', () => {
    const { attempt, advance } = open();
    for (let count = 0; count < 30; count++) advance(attempt('10.0.0.1', { browser: 'desk' }));
    expect(attempt('10.0.0.1', { browser: 'desk' })).toBeLessThanOrEqual(MAX_WAIT_MS);
  });
});

describe('guesses from many places', () => {
  test('are slowed from the first on, and each place waits on its own clock', () => {
    const { attempt, advance } = open();
    for (let place = 0; place < 60; place++) attempt(`10.0.${place}.1`);
    const waitMs = attempt('10.1.0.1');
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(MAX_WAIT_MS);
    // The others go on asking: they do not move the end of this wait.
    for (let step = 0; step < 60; step++) {
      advance(waitMs / 60);
      for (let place = 0; place < 30; place++) attempt(`10.0.${place}.1`);
    }
    expect(attempt('10.1.0.1')).toBe(0);
    expect(attempt('10.1.0.1')).toBeGreaterThan(0);
  });

  test('make no more than a guess a minute and place', () => {
    const { attempt, advance } = open();
    for (let place = 0; place < 60; place++) attempt(`10.0.${place}.1`);
    const hour = 3600;
    let guesses = 0;
    for (let at = 0; at < hour; at += 10) {
      advance(10 * second);
      for (let place = 0; place < 50; place++) {
        if (attempt(`10.2.${place}.1`) === 0) guesses++;
      }
    }
    expect(guesses).toBeLessThanOrEqual(50 * 60);
  });

  test('from one place alone never add up', () => {
    const { attempt, advance } = open();
    for (let at = 0; at < 24 * 60; at++) {
      while (attempt('10.0.0.1') === 0);
      advance(minute);
    }
    expect(attempt('10.9.0.1')).toBe(0);
  });
});

test('a session that guesses the password is slowed by itself', () => {
  const { exhaust, attempt, throttle } = open();
  expect(exhaust({ session: 'one' })).toBe(second);
  expect(throttle.attempt({ session: 'two' })).toBe(0);
  expect(attempt('10.0.0.1')).toBe(0);
});

describe('a clock that jumps', () => {
  test.each([
    ['a year ahead and back', [365 * day, -365 * day]],
    ['a year back', [-365 * day]],
    ['a year back and forth', [-365 * day, 365 * day]],
  ])('%s makes no wait longer than the cap', (_, jumps) => {
    const { attempt, advance } = open();
    for (const jump of jumps) {
      for (let count = 0; count < 20; count++) advance(attempt('10.0.0.1'));
      expect(attempt('10.0.0.1')).toBeLessThanOrEqual(15 * minute);
      advance(jump);
      const waitMs = attempt('10.0.0.1');
      expect(waitMs).toBeLessThanOrEqual(15 * minute);
      advance(waitMs);
      expect(attempt('10.0.0.1')).toBeLessThanOrEqual(15 * minute);
    }
    let waited = 0;
    for (let waitMs = attempt('10.0.0.1'); waitMs > 0; waitMs = attempt('10.0.0.1')) {
      advance(waitMs);
      waited += waitMs;
    }
    expect(waited).toBeLessThanOrEqual(15 * minute);
  });
});

test('an administrator lets a person in at once, wherever they are', () => {
  const { throttle, exhaust, attempt } = open();
  for (let place = 0; place < 40; place++) exhaust({ account, address: `10.0.${place}.1` });
  exhaust({ account: 'eve@example.org', address: '10.0.0.1' });
  for (let count = 0; count < 30; count++) {
    attempt('10.3.0.1', { account: `user${count}@example.org` });
  }
  throttle.unblock(account);
  expect(attempt('10.0.0.1')).toBe(0);
  expect(attempt('10.3.0.1')).toBe(0);
  expect(attempt('10.4.0.1')).toBe(0);
  expect(attempt('10.0.0.1', { account: 'eve@example.org' })).toBe(second);
});

test('what strangers make it count stays within bounds', () => {
  const { database, attempt, advance, throttle } = open();
  database.exec(
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000) ' +
      "INSERT INTO attempts SELECT 'pair:' || i, 'x', 1, 0, 1700000000000 FROM n",
  );
  advance(2 * minute);
  attempt('10.0.0.1');
  const { count } = database.prepare('SELECT count(*) AS count FROM attempts').get() ?? {};
  expect(Number(count)).toBeLessThan(100_010);
  expect(throttle.attempt({ account, address: '10.0.0.1' })).toBe(0);
});
