import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPasswordHashing } from '../../../src/server/identity/password-hash.ts';
import { openPortal } from '../portal-fixture.ts';

const original = crypto.scrypt;
let running = 0;
let most = 0;
/** Where set, a hash is finished only when it is told to. */
let held: (() => void)[] | undefined;

beforeAll(() => {
  const counting = (...args: Parameters<typeof original>) => {
    running++;
    most = Math.max(most, running);
    const done = args.at(-1) as (error: Error | null, key: Buffer) => void;
    const finish: typeof done = (error, key) => {
      running--;
      done(error, key);
    };
    const run = () => original(...(args.with(-1, finish) as Parameters<typeof original>));
    if (held) held.push(run);
    else run();
  };
  crypto.scrypt = Object.assign(counting, original);
  syncBuiltinESMExports();
});

afterAll(() => {
  crypto.scrypt = original;
  syncBuiltinESMExports();
});

test('a hash of today is at OWASP’s floor, and says so', async () => {
  const passwords = openPasswordHashing();
  const hash = await passwords.hash('three blind mice run');
  expect(hash).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[\w+/]{22}\$[\w+/]{86}$/);
  expect(await passwords.verify(hash, 'three blind mice run')).toBe(true);
  expect(await passwords.verify(hash, 'three blind mice ran')).toBe(false);
  expect(passwords.isCurrent(hash)).toBe(true);
});

test('no more than two passwords are hashed at a time, and few wait', async () => {
  const { browse } = await openPortal();
  const browser = browse();
  await browser.signIn();
  [most, held] = [0, []];
  const guesses = Array.from({ length: 18 }, (_, count) =>
    browse().signIn({ email: `user${count}@example.org`, password: 'a guess' }),
  );
  const turnedAway = await Promise.race(guesses);
  expect([turnedAway.status, turnedAway.headers.get('Retry-After')]).toEqual([503, '5']);
  expect(await turnedAway.text()).toContain('Too many people are signing in at this moment.');
  // Meanwhile people read, and a browser that is known does not stand in that line.
  expect((await browser.get('/docs/sop.media.upload/')).status).toBe(200);
  const known = browser.signIn();
  while (held.length > 0 || running > 0) {
    held.shift()?.();
    await new Promise((resolve) => void setImmediate(resolve));
  }
  held = undefined;
  expect((await known).status).toBe(303);
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 503)).toHaveLength(2);
  expect(statuses.filter((status) => status === 422)).toHaveLength(16);
  expect(most).toBe(2);
});
