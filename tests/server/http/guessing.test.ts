import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../../src/server/config/config.ts';
import { openPasswordHashing } from '../../../src/server/identity/password-hash.ts';
import { type RunningServer, startServer } from '../../../src/server/main.ts';
import { freePort } from '../../support/free-port.ts';
import {
  account,
  builtFiles,
  hashCost,
  makeFolder,
  openIdentity,
  secret,
} from '../portal-fixture.ts';

const minute = 60_000;
const origin = 'https://handbook.example.org';

/** A portal behind a declared proxy, so that a test can come from anywhere, on a clock it moves. */
async function start() {
  let nowMs = 1_780_000_000_000;
  const port = await freePort();
  const data = join(makeFolder(), 'data');
  const env = {
    OPSBOOK_DIST: makeFolder(builtFiles),
    OPSBOOK_DATA: data,
    OPSBOOK_PORT: String(port),
    OPSBOOK_ORIGIN: origin,
    OPSBOOK_SECRET: secret,
    OPSBOOK_TRUSTED_PROXY: '127.0.0.1',
    OPSBOOK_FIRST_ACCOUNT: 'none',
  };
  const clock = () => nowMs;
  const server: RunningServer = await startServer(readConfig(env), { clock, hashCost });
  onTestFinished(() => server.close());
  const { email, password } = account;
  await addPeople(data, [account]);
  const post = (path: string, from: string, fields: Record<string, string>, cookie = '') =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Origin: origin, 'X-Forwarded-For': from, Cookie: cookie },
      redirect: 'manual',
    });
  const signIn = (from: string, typed: string, cookie = '') =>
    post('/sign-in', from, { email, password: typed }, cookie);
  const advance = (ms: number) => {
    nowMs += ms;
  };
  return { data, email, password, post, signIn, advance };
}

/** Accounts with passwords of their own, as an import makes them beside the server. */
async function addPeople(data: string, people: readonly (typeof account)[]): Promise<void> {
  const beside = await openIdentity({ data }, { origin });
  const { hash } = openPasswordHashing(hashCost);
  const own = { disabled: false, mustChangePassword: false };
  const accounts = await Promise.all(
    people.map(async ({ email, password }) => ({
      email,
      ...own,
      passwordHash: await hash(password),
    })),
  );
  await beside.accounts.import({ version: 1, accounts });
  await beside.close();
}

const cookiesOf = (response: Response) =>
  response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');

test('two who guess from two addresses keep no third person out', async () => {
  const { signIn, password, advance } = await start();
  const guess = () => Promise.all(['192.0.2.1', '198.51.100.1'].map((from) => signIn(from, 'x')));
  const outcomes: number[] = [];
  for (let seconds = 0; seconds < 330; seconds += 5) {
    await guess();
    // From a new place each time: the worst case, one that has never signed in.
    outcomes.push((await signIn(`203.0.113.${outcomes.length}`, password)).status);
    await guess();
    advance(5000);
  }
  expect(outcomes).toHaveLength(66);
  expect(new Set(outcomes)).toEqual(new Set([303]));
});

test('many who guess from many addresses make a stranger wait no longer than a minute', async () => {
  const { signIn, password, advance } = await start();
  const guess = () =>
    Promise.all(Array.from({ length: 12 }, (_, place) => signIn(`192.0.2.${place}`, 'x')));
  for (let round = 0; round < 6; round++) await guess();
  const first = await signIn('203.0.113.1', password);
  const waitSeconds = Number(first.headers.get('Retry-After'));
  expect([first.status, waitSeconds <= 60]).toEqual([429, true]);
  for (let step = 0; step < 10; step++) {
    advance((waitSeconds * 1000) / 10);
    await guess();
  }
  expect((await signIn('203.0.113.1', password)).status).toBe(303);
});

test('a browser that has signed in before is not slowed, even at the guesser’s address', async () => {
  const { signIn, post, password, advance } = await start();
  const own = 'an entirely new password';
  const opened = cookiesOf(await signIn('192.0.2.1', password));
  const change = { current: password, next: own, again: own };
  const changed = await post('/password', '192.0.2.1', change, opened.join('; '));
  const known = cookiesOf(changed).find((cookie) => cookie.includes('-known=')) ?? '';
  const before = opened.find((cookie) => cookie.includes('-known=')) ?? '';
  while ((await signIn('192.0.2.1', 'x')).status !== 429);
  expect((await signIn('192.0.2.1', own)).status).toBe(429);
  expect((await signIn('192.0.2.1', own, known)).status).toBe(303);
  // One of the old password, of somebody else, or of nobody, says nothing.
  for (const cookie of [before, known.replace('=', '=x'), '__Host-opsbook-known=~~.']) {
    expect([cookie, (await signIn('192.0.2.1', own, cookie)).status]).toEqual([cookie, 429]);
  }
  // What was learnt with the cookie is slowed like anything else.
  for (let count = 0; count < 5; count++) {
    expect((await signIn('192.0.2.1', 'x', known)).status).toBe(422);
  }
  expect((await signIn('192.0.2.1', own, known)).status).toBe(429);
  advance(minute);
  expect((await signIn('192.0.2.1', own, known)).status).toBe(303);
});

test('a shared browser is known for each of those who use it', async () => {
  const { data, signIn, post, email, password } = await start();
  const grace = { email: 'grace@example.org', password: 'words of her own choice' };
  await addPeople(data, [grace]);
  const ada = cookiesOf(await signIn('192.0.2.1', password)).at(-1) ?? '';
  const both = cookiesOf(await post('/sign-in', '192.0.2.1', grace, ada)).at(-1) ?? '';
  for (const person of [{ email, password }, grace]) {
    const wrong = { ...person, password: 'x' };
    while ((await post('/sign-in', '192.0.2.1', wrong)).status !== 429);
    expect((await post('/sign-in', '192.0.2.1', person, both)).status).toBe(303);
  }
});

test('guesses at the sign-in do not keep anybody from changing their password', async () => {
  const { signIn, post, password } = await start();
  const cookie = cookiesOf(await signIn('192.0.2.1', password)).join('; ');
  while ((await signIn('192.0.2.1', 'x')).status !== 429);
  const wrong = { current: 'x', next: 'an entirely new one', again: 'an entirely new one' };
  for (let count = 0; count < 5; count++) {
    expect((await post('/password', '192.0.2.1', wrong, cookie)).status).toBe(422);
  }
  expect((await post('/password', '198.51.100.1', wrong, cookie)).status).toBe(429);
});

test.each(['unblock', 'reset'] as const)('an administrator’s %s lets in at once', async (how) => {
  const { data, signIn, email, password } = await start();
  while ((await signIn('192.0.2.1', 'x')).status !== 429);
  const beside = await openIdentity({ data }, { origin });
  const now = how === 'reset' ? await beside.accounts.reset(email) : password;
  if (how === 'unblock') await beside.accounts.unblock(email);
  await beside.close();
  expect((await signIn('192.0.2.1', now)).status).toBe(303);
});
