/** A portal that is killed while people and commands write: what was promised is still there. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { builtFiles, makeFolder } from '../server/portal-fixture.ts';
import { freePort } from '../support/free-port.ts';
import { end, opsbook, type ServedPortal, servePortal } from './served-portal.ts';

let folder: string;
let env: Record<string, string>;
let origin: string;
let portal: ServedPortal;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opsbook-killed-'));
  const port = String(await freePort());
  origin = `http://127.0.0.1:${port}`;
  const [dist, data] = [join(folder, 'dist'), join(folder, 'data')];
  cpSync(makeFolder(builtFiles), dist, { recursive: true });
  env = { OPSBOOK_DIST: dist, OPSBOOK_DATA: data, OPSBOOK_PORT: port };
  portal = await servePortal({ ...env, OPSBOOK_FIRST_ACCOUNT: 'none' });
});

afterEach(async () => {
  await end(portal.process);
  rmSync(folder, { recursive: true, force: true });
});

const ask = (path: string, headers: Record<string, string>) =>
  fetch(origin + path, { headers, redirect: 'manual' });

/** The cookie after a form, or undefined when the portal was gone before it could answer. */
async function post(path: string, fields: Record<string, string>, cookie = '') {
  const body = new URLSearchParams(fields);
  const headers = { Origin: origin, Cookie: cookie };
  const sent = { method: 'POST', body, headers, redirect: 'manual' as const };
  const answer = await fetch(origin + path, sent).catch(() => undefined);
  return answer?.status === 303 ? answer.headers.getSetCookie()[0]?.split(';')[0] : undefined;
}

/** Replaces a one-time password, which opens one session only. */
async function chooseOwn(email: string, password: string): Promise<string> {
  const own = 'three unrelated words';
  const cookie = await post('/sign-in', { email, password });
  await post('/password', { current: password, next: own, again: own }, cookie);
  return own;
}

/** Signs in over and over until the portal is gone; keeps every cookie it was given. */
async function keepSigningIn(email: string, password: string, given: string[]): Promise<void> {
  for (;;) {
    const cookie = await post('/sign-in', { email, password });
    if (cookie === undefined) return;
    given.push(cookie);
  }
}

test('no account, session or token that was answered for is lost', async () => {
  const people = ['ada@example.org', 'grace@example.org', 'edsger@example.org'];
  const passwords = people.map((email) => opsbook(['users', 'add', email], env).stdout.trim());
  const owns = await Promise.all(people.map((email, at) => chooseOwn(email, passwords[at] ?? '')));
  const scope = ['--name', 'engine', '--scope', 'search:read'];
  const token = opsbook(['tokens', 'create', ...scope], env).stdout.trim();
  for (let round = 1; round <= 4; round++) {
    const given: string[] = [];
    const load = people.map((email, index) => keepSigningIn(email, owns[index] ?? '', given));
    const reads = Array.from({ length: 200 }, () => ask('/', {}).catch(() => undefined));
    // A command writes at the same moment.
    const added = `round-${round}@example.org`;
    expect(opsbook(['users', 'add', added], env).status).toBe(0);
    // Or the load ends by itself, which the next line then finds.
    while (given.length < 6 && portal.process.exitCode === null) await setTimeout(10);
    await end(portal.process, 'SIGKILL');
    await Promise.all([...load, ...reads]);
    expect(given.length).toBeGreaterThanOrEqual(6);

    portal = await servePortal({ ...env, OPSBOOK_FIRST_ACCOUNT: 'none' });
    for (const cookie of given) {
      expect((await ask('/api/registry.json', { Cookie: cookie })).status).toBe(200);
    }
    const bearer = { Authorization: `Bearer ${token}` };
    expect((await ask('/api/search/titles.json', bearer)).status).toBe(200);
    expect(opsbook(['users', 'list'], env).stdout).toContain(added);
  }
}, 120_000);
