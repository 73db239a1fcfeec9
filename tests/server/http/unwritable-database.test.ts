import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BIN } from '../../support/opsbook.ts';
import {
  account,
  builtFiles,
  makeFolder,
  openIdentity,
  openPortal,
  secret,
} from '../portal-fixture.ts';

const upload = '/docs/sop.media.upload/';
const minute = 60_000;

/** To root nothing is write-protected: this is somebody without rights. */
const UNPRIVILEGED = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** False also where there are no such rights. */
function isReadableTo(somebody: typeof UNPRIVILEGED): boolean {
  return spawnSync('test', ['-r', BIN], somebody).status === 0;
}

/** Somebody signed in, and another program that holds the lock until it is told to let go. */
async function openLocked() {
  const portal = await openPortal();
  const browser = portal.browse();
  await browser.signIn();
  const token = await portal.auth.tokens.create({
    name: 'engine',
    scopes: ['docs:read'],
    lifetimeMs: 60 * minute,
  });
  portal.events.length = 0;
  const holder = new DatabaseSync(join(portal.data, 'opsbook.sqlite'));
  onTestFinished(() => {
    if (holder.isOpen) holder.close();
  });
  holder.exec('BEGIN EXCLUSIVE');
  return { ...portal, browser, token, release: () => holder.close() };
}

describe('while another program holds the lock', () => {
  test('people and programs read on, and it is said once', async () => {
    const { browser, browse, token, advance, events, release } = await openLocked();
    for (let count = 0; count < 3; count++) {
      advance(2 * minute);
      expect((await browser.get(upload)).status).toBe(200);
      const headers = { Authorization: `Bearer ${token}` };
      expect((await browse().get(upload, { headers })).status).toBe(200);
    }
    const health = await browse().get('/healthz');
    expect([health.status, await health.text()]).toEqual([
      503,
      'The database cannot be written: nobody can sign in. Reading goes on.\n',
    ]);
    expect((await browse().get('/livez')).status).toBe(200);
    release();
    advance(minute);
    expect((await browse().get('/healthz')).status).toBe(200);
    const told = events.filter(({ event }) => event.startsWith('database'));
    expect(told).toEqual([
      {
        event: 'database-unavailable',
        detail:
          'The database is locked by another program — end that program, or wait until it is done.',
      },
      { event: 'database-available', failures: expect.any(Number) },
    ]);
  });

  test('signing in, changing a password and signing out say what cannot be done', async () => {
    const { browser, browse, advance, release } = await openLocked();
    const change = { current: account.password, next: 'another one by far', again: '' };
    const [signIn, changed] = await Promise.all([
      browse().signIn(),
      browser.post('/password', { ...change, again: change.next }),
    ]);
    for (const response of [signIn, changed]) {
      expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '30']);
      const text = await response.text();
      expect(text).toContain('This cannot be done now: the portal cannot write to its database.');
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    const kept = browser.cookie;
    const out = await browser.post('/sign-out', {});
    expect(out.status).toBe(503);
    expect(await out.text()).toContain('This browser is signed out.');
    expect(browser.cookie).not.toContain('opsbook=');
    // Also a copy of the cookie is out, now and after the portal could write it down.
    browser.cookie = kept;
    expect((await browser.get(upload)).status).toBe(303);
    release();
    advance(minute);
    expect((await browser.get(upload)).status).toBe(303);
    expect((await browse().signIn()).status).toBe(303);
  });

  test('signing out everywhere says that the others are not', async () => {
    const { browser } = await openLocked();
    const out = await browser.post('/sign-out', { everywhere: 'yes' });
    expect([out.status, await out.text()]).toEqual([
      503,
      expect.stringContaining('The others are not'),
    ]);
    expect(browser.cookie).not.toContain('opsbook=');
  });

  test('a sign-out is written down as soon as it can be', async () => {
    const { browser, auth, data, release, advance } = await openLocked();
    await browser.post('/sign-out', {});
    release();
    advance(minute);
    await auth.settle();
    const database = new DatabaseSync(join(data, 'opsbook.sqlite'));
    expect(database.prepare('SELECT count(*) AS count FROM personSession').get()?.count).toBe(0);
    database.close();
  });
});

describe('a database that can only be read', () => {
  test('is read on; signing in and health say a sentence, and it is said once', async () => {
    const { auth, browse, advance, events } = await openPortal();
    const browser = browse();
    await browser.signIn();
    events.length = 0;
    await sql`PRAGMA query_only = 1`.execute(auth.db);
    for (let count = 0; count < 3; count++) {
      advance(2 * minute);
      expect((await browser.get(upload)).status).toBe(200);
    }
    const signIn = await browse().signIn();
    expect([signIn.status, signIn.headers.get('Retry-After')]).toEqual([503, '30']);
    expect(await signIn.text()).toContain('the portal cannot write to its database');
    const health = await browse().get('/healthz');
    expect([health.status, await health.text()]).toEqual([
      503,
      'The database cannot be written: nobody can sign in. Reading goes on.\n',
    ]);
    const told = () => events.filter(({ event }) => event.startsWith('database'));
    expect(told()).toEqual([
      {
        event: 'database-unavailable',
        detail:
          'The database cannot be written — give this user the right to write the file and its folder.',
      },
    ]);
    await sql`PRAGMA query_only = 0`.execute(auth.db);
    advance(minute);
    expect((await browse().signIn()).status).toBe(303);
    expect(told().at(-1)?.event).toBe('database-available');
  });

  test.runIf(isReadableTo(UNPRIVILEGED))('is no place to start in', async () => {
    const { auth, data } = await openPortal();
    await auth.close();
    chmodSync(join(data, 'opsbook.sqlite'), 0o444);
    chmodSync(data, 0o555);
    onTestFinished(() => chmodSync(data, 0o755));
    const env = {
      PATH: process.env.PATH ?? '',
      NODE_DISABLE_COMPILE_CACHE: '1',
      OPSBOOK_DIST: makeFolder(builtFiles),
      OPSBOOK_DATA: data,
      OPSBOOK_PORT: '0',
      OPSBOOK_SECRET: secret,
    };
    chmodSync(env.OPSBOOK_DIST, 0o755);
    const child = spawn(process.execPath, [BIN, 'serve'], { env, cwd: data, ...UNPRIVILEGED });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
    const [code] = await once(child, 'close');
    expect(said).toMatch(
      /^opsbook: The database `.*opsbook\.sqlite` cannot be .*written — .+\.\n$/,
    );
    expect(code).toBe(2);
  });
});

test('what commands changed is told once, also while it cannot be taken out', async () => {
  const { auth, data } = await openPortal();
  await auth.accounts.disable(account.email);
  const holder = new DatabaseSync(join(data, 'opsbook.sqlite'));
  holder.exec('BEGIN EXCLUSIVE');
  const told: string[] = [];
  const deliver = () => auth.auditQueue.deliver(({ event }) => void told.push(event));
  await expect(deliver()).rejects.toThrow('locked');
  await expect(deliver()).rejects.toThrow('locked');
  holder.close();
  await deliver();
  await deliver();
  expect(told).toEqual(['account-disabled']);
});

test('whoever is disabled while a request waits for the lock is not let in', async () => {
  const { data, place, browse } = await openPortal();
  const browser = browse();
  await browser.signIn();
  const later = { clock: () => Date.now() + 5 * minute };
  const auth = await openIdentity(place, later);
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(
    `const { workerData: { file, shared }, parentPort } = require('node:worker_threads');
     const { DatabaseSync } = require('node:sqlite');
     const database = new DatabaseSync(file);
     database.exec('BEGIN IMMEDIATE; UPDATE user SET disabled = 1');
     parentPort.postMessage('holds');
     Atomics.wait(shared, 0, 0);
     Atomics.wait(shared, 0, 1, 100);
     database.exec('COMMIT');
     database.close();`,
    { eval: true, workerData: { file: join(data, 'opsbook.sqlite'), shared } },
  );
  await once(worker, 'message');
  Atomics.store(shared, 0, 1);
  Atomics.notify(shared, 0);
  // Reads that the person is welcome, then waits to note that they were here.
  expect(await auth.sessionOf(new Headers({ cookie: browser.cookie }))).toBeUndefined();
  await worker.terminate();
  await auth.close();
});

test('a full disk stops neither the server nor the reading', { timeout: 60_000 }, async () => {
  const { data, origin, auth, browse } = await openPortal();
  const browser = browse();
  await browser.signIn();
  await auth.close();
  // No file may grow beyond this many kilobytes, as on a disk that is full.
  const child = spawn(
    'bash',
    ['-c', 'ulimit -f 40 && exec "$0" "$@"', process.execPath, BIN, 'serve'],
    {
      env: {
        PATH: process.env.PATH ?? '',
        NODE_DISABLE_COMPILE_CACHE: '1',
        OPSBOOK_DIST: makeFolder(builtFiles),
        OPSBOOK_DATA: data,
        OPSBOOK_PORT: '0',
        OPSBOOK_SECRET: secret,
      },
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    log += chunk;
  });
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  const url = String(line).trim();
  const post = (path: string, fields: Record<string, string>, cookie = '') =>
    fetch(url + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Origin: url.slice(0, -1), Cookie: cookie },
      redirect: 'manual',
    });
  let status = 0;
  for (let count = 0; count < 40 && status !== 503; count++) {
    // Each one is another account: nothing is slowed down, and each is written.
    const response = await post('sign-in', { email: `user${count}@example.org`, password: 'x' });
    ({ status } = response);
    if (status === 503) expect(await response.text()).toContain('cannot write to its database');
    if (status === 429) break;
  }
  expect([status, log]).toEqual([503, expect.stringContaining('"database-unavailable"')]);
  const page = await fetch(url + upload.slice(1), { headers: { Cookie: browser.cookie } });
  expect(page.status).toBe(200);
  expect((await fetch(`${url}healthz`)).status).toBe(503);
  const out = await post('sign-out', {}, browser.cookie);
  expect([out.status, out.headers.getSetCookie()[0]]).toEqual([
    503,
    expect.stringContaining('Max-Age=0'),
  ]);
  expect([child.exitCode, origin]).toEqual([null, 'http://127.0.0.1:4321']);
});
