/** A portal whose PostgreSQL goes away and comes back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { builtFiles, writeFiles } from '../server/portal-fixture.ts';
import { freePort } from '../support/free-port.ts';
import { withPostgres } from '../support/postgres.ts';
import { end, opsbook, servePortal } from './served-portal.ts';

const postgres = withPostgres();
const own = 'an entirely new password';

/** A portal in a process of its own, and somebody signed in. */
async function serveSignedIn() {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-outage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(join(folder, 'dist'), builtFiles);
  const port = String(await freePort());
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    OPSBOOK_DIST: join(folder, 'dist'),
    OPSBOOK_DATA: join(folder, 'data'),
    OPSBOOK_DATABASE_URL: await postgres.createDatabase(),
    OPSBOOK_PORT: port,
    OPSBOOK_FIRST_ACCOUNT: 'none',
  };
  expect(opsbook(['work', 'migrate'], env).status).toBe(0);
  const email = 'ada@example.org';
  const password = opsbook(['users', 'add', email], env).stdout.trim();
  const portal = await servePortal(env);
  onTestFinished(() => end(portal.process));

  const ask = (path: string, cookie = '') =>
    fetch(origin + path, { headers: { Cookie: cookie }, redirect: 'manual' });
  const post = (path: string, fields: Record<string, string>, cookie = '') =>
    fetch(origin + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Origin: origin, Cookie: cookie },
      redirect: 'manual',
    });
  const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const first = cookieOf(await post('/sign-in', { email, password }));
  const change = { current: password, next: own, again: own };
  const cookie = cookieOf(await post('/password', change, first));
  const signIn = async () => cookieOf(await post('/sign-in', { email, password: own }));
  return { ...portal, env, ask, post, cookie, signIn };
}

type Portal = Awaited<ReturnType<typeof serveSignedIn>>;

async function until(status: number, { ask, cookie, log }: Portal): Promise<void> {
  for (let count = 0; count < 600; count++) {
    if ((await ask('/', cookie)).status === status) return;
    await pause(50);
  }
  throw new Error(`It does not get ${status}: ${log()}`);
}

/** Reads until it is stopped, and returns what the answers were; each request must have one. */
function keepReading({ ask, cookie }: Portal) {
  let isOver = false;
  const statuses = new Set<number | string>();
  const readers = Array.from({ length: 8 }, async () => {
    while (!isOver) {
      statuses.add(
        await ask('/', cookie).then(
          ({ status }) => status,
          (error: Error) => {
            isOver = true;
            return String(error.cause);
          },
        ),
      );
    }
  });
  return async () => {
    isOver = true;
    await Promise.all(readers);
    return statuses;
  };
}

test.each(['SIGINT', 'SIGKILL'] as const)(
  'ended by %s and started again, it is waited for: every request is answered',
  async (signal) => {
    const portal = await serveSignedIn();
    const { ask, post, cookie, signIn, log } = portal;
    const leaving = await signIn();
    expect((await ask('/', leaving)).status).toBe(200);
    const stopReading = keepReading(portal);
    await postgres.stop(signal);
    await until(503, portal);
    expect(await (await ask('/', cookie)).text()).toContain(
      'cannot use its database at the moment',
    );
    expect((await ask('/api/registry.json', cookie)).status).toBe(503);
    expect((await ask('/healthz')).status).toBe(503);
    expect((await ask('/livez')).status).toBe(200);
    expect((await post('/sign-in', { email: 'ada@example.org', password: own })).status).toBe(503);
    const out = await post('/sign-out', {}, leaving);
    expect([out.status, out.headers.getSetCookie()[0]]).toEqual([
      503,
      expect.stringContaining('Max-Age=0'),
    ]);
    const command = opsbook(['users', 'list'], portal.env);
    expect([command.status, command.stderr]).toEqual([
      2,
      expect.stringMatching(/^opsbook: The database `127\.0\.0\.1:\d+\/\w+` cannot be reached/),
    ]);

    await postgres.start();
    await until(200, portal);
    expect(await stopReading()).toEqual(new Set([200, 503]));
    // Whoever signed out meanwhile is out, also with a copy of the cookie.
    expect((await ask('/', leaving)).status).toBe(303);
    expect(await signIn()).toMatch(/^opsbook=/);
    expect((await ask('/healthz')).status).toBe(200);
    expect(portal.process.exitCode).toBeNull();
    const told = [...log().matchAll(/"event":"(database-\w+|internal-error)"/g)];
    expect(told.map(([, event]) => event)).toEqual(['database-unavailable', 'database-available']);
  },
);

test('one that hangs keeps nobody waiting for ever', async () => {
  const portal = await serveSignedIn();
  postgres.pause('SIGSTOP');
  try {
    expect((await portal.ask('/', portal.cookie)).status).toBe(503);
    expect((await portal.ask('/healthz')).status).toBe(503);
  } finally {
    postgres.pause('SIGCONT');
  }
  await until(200, portal);
  expect(portal.process.exitCode).toBeNull();
});
