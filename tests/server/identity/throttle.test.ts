import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openThrottle } from '../../../src/server/identity/throttle.ts';

const second = 1000;

function open() {
  let now = 1_000_000;
  const database = new DatabaseSync(':memory:');
  const throttle = openThrottle(database, () => now);
  const advance = (ms: number) => {
    now += ms;
  };
  return { throttle, advance, reopened: () => openThrottle(database, () => now) };
}

test('an account has five free attempts, then doubling waits of a minute at most', () => {
  const { throttle, advance } = open();
  const waits: number[] = [];
  for (let attempt = 0; attempt < 14; attempt++) {
    const waitMs = throttle.attempt('ada@example.org', `10.0.0.${attempt}`);
    if (waitMs > 0) {
      waits.push(waitMs / second);
      advance(waitMs);
      expect(throttle.attempt('ada@example.org', `10.0.0.${attempt}`)).toBe(0);
    }
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test('an address has twenty free attempts over all accounts', () => {
  const { throttle } = open();
  for (let attempt = 0; attempt < 20; attempt++) {
    expect(throttle.attempt(`user${attempt}@example.org`, '10.0.0.1')).toBe(0);
  }
  expect(throttle.attempt('another@example.org', '10.0.0.1')).toBe(second);
  expect(throttle.attempt('another@example.org', '10.0.0.2')).toBe(0);
});

test('success clears the account and gives the address its attempt back', () => {
  const { throttle } = open();
  for (let round = 0; round < 30; round++) {
    expect(throttle.attempt('ada@example.org', '10.0.0.1')).toBe(0);
    throttle.succeeded('ada@example.org', '10.0.0.1');
  }
});

test('waiting is not counted, a restart forgives nothing, a day forgives all', () => {
  const { throttle, advance, reopened } = open();
  for (let attempt = 0; attempt < 5; attempt++) throttle.attempt('ada@example.org', '10.0.0.1');
  for (let attempt = 0; attempt < 9; attempt++) {
    expect(throttle.attempt('ada@example.org', '10.0.0.1')).toBe(second);
  }
  expect(reopened().attempt('ada@example.org', '10.0.0.1')).toBe(second);
  advance(25 * 60 * 60 * second);
  for (let attempt = 0; attempt < 5; attempt++) {
    expect(throttle.attempt('ada@example.org', '10.0.0.1')).toBe(0);
  }
});
