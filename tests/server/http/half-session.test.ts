import { expect, test } from 'vitest';
import { builtFiles, canary } from '../portal-fixture.ts';
import { openGuardedPortal, page } from '../second-factor-fixture.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Every path that is routed, in a form that a request can have, and every file that is built. */
async function pathsOf(portal: Awaited<ReturnType<typeof openGuardedPortal>>): Promise<string[]> {
  const routed = portal.app.routes.map(({ path }) =>
    path.replace(/:\w+/g, 'x').replace(/\*/g, 'x'),
  );
  const files = Object.keys(builtFiles).map((name) => `/${encodeURI(name)}`);
  const pages = files.map((file) => file.replace(/index\.html$/, ''));
  const spellings = [
    '/second-factor/',
    '/Second-Factor',
    '/second-factor/x',
    '/second-factor//options',
  ];
  const work = ['/api/work/runs', '/work/', '/work/runs/', '/api/nothing'];
  return [...new Set([...routed, ...files, ...pages, ...spellings, ...work])].sort();
}

const PUBLIC = new Set([
  '/livez',
  '/healthz',
  '/robots.txt',
  '/favicon.ico',
  '/sign-in.css',
  '/passkey.js',
  '/sign-in',
  '/sign-in/passkey',
  '/sign-in/passkey/options',
  '/sign-out',
  '/new-password',
  '/lost-password',
  '/brand/x',
]);

/** What opens, as `METHOD path`, for somebody who owes something. */
async function openTo(
  portal: Awaited<ReturnType<typeof openGuardedPortal>>,
  cookie: string,
  debt: string,
): Promise<string[]> {
  const opened: string[] = [];
  const { origin, browse, events } = portal;
  for (const path of await pathsOf(portal)) {
    if (PUBLIC.has(path)) continue;
    for (const method of METHODS) {
      const browser = browse();
      browser.cookie = cookie;
      events.length = 0;
      const response = await browser.get(path, { method, headers: { Origin: origin } });
      const text = await response.text();
      expect(text).not.toContain(canary);
      const isCalledIn = events.some((each) => 'reason' in each && each.reason === debt);
      if (!isCalledIn) opened.push(`${method} ${path}`);
      else expect(response.status).toBe(path.startsWith('/api') ? 403 : 303);
    }
  }
  return opened;
}

test('a session that lacks its second step opens nothing, by no route and method', async () => {
  const portal = await openGuardedPortal({ requestsPerMinute: { session: 0, token: 0 } });
  await portal.addApp(await portal.signedIn());
  const half = await portal.halfWay();
  const opened = await openTo(portal, half.cookie, 'second-factor-required');
  expect(opened.sort()).toEqual([
    'GET /second-factor',
    'HEAD /second-factor',
    'POST /second-factor',
    'POST /second-factor/options',
  ]);
  // And what is open there leads nowhere without a proof.
  for (const fields of [
    {},
    { password: 'three blind mice run' },
    { credential: '{}' },
    { code: '' },
  ]) {
    expect((await half.post('/second-factor', fields)).status).toBeGreaterThanOrEqual(422);
  }
  expect(await portal.opens(half)).toBe(false);
  expect(await portal.auth.sessionOf(new Headers({ cookie: half.cookie }))).toMatchObject({
    debt: 'second-factor',
  });
});

test('a session that lacks its second step signs out itself alone', async () => {
  const portal = await openGuardedPortal();
  const whole = await portal.signedIn();
  await portal.addApp(whole);
  const [half, other] = [await portal.halfWay(), await portal.halfWay()];
  const { cookie } = half;
  const out = await half.post('/sign-out', { everywhere: 'yes' });
  expect([out.status, out.headers.get('Location')]).toEqual([303, '/sign-in']);
  expect(portal.events.at(-1)).toMatchObject({ event: 'sign-out' });
  const stillThere = async (kept: string) =>
    (await portal.auth.sessionOf(new Headers({ cookie: kept }))) !== undefined;
  expect(await stillThere(cookie)).toBe(false);
  expect(await stillThere(other.cookie)).toBe(true);
  expect(await portal.opens(whole)).toBe(true);
  await whole.post('/sign-out', { everywhere: 'yes' });
  expect(await stillThere(other.cookie)).toBe(false);
});

test('a session that owes the setting up opens that and nothing else', async () => {
  const portal = await openGuardedPortal({ secondFactorOf: 'everybody' });
  const owing = await portal.signedIn();
  const opened = await openTo(portal, owing.cookie, 'second-factor-set-up-required');
  expect(opened.sort()).toEqual([
    'GET /second-factor/authenticator',
    'GET /second-factor/confirm',
    'GET /second-factor/passkey',
    'GET /second-factor/set-up',
    'HEAD /second-factor/authenticator',
    'HEAD /second-factor/confirm',
    'HEAD /second-factor/passkey',
    'HEAD /second-factor/set-up',
    'POST /second-factor/authenticator',
    'POST /second-factor/confirm',
    'POST /second-factor/passkey',
    'POST /second-factor/passkey/options',
  ]);
});

test('what goes on for long ends when a second factor is owed meanwhile', async () => {
  const portal = await openGuardedPortal();
  const [browser, other] = [await portal.signedIn(), await portal.signedIn()];
  const looks: (boolean | undefined)[] = [];
  // A route of a test, behind the gate like those of the workspace that stream.
  const { requireAccess } = await import('../../../src/server/http/gate.ts');
  const { Hono } = await import('hono');
  const { auth, events } = portal;
  const app = new Hono<import('../../../src/server/http/handler-environment.ts').GateEnvironment>();
  const limits = { session: { take: () => undefined }, token: { take: () => undefined } };
  app.use(
    requireAccess({
      auth,
      limits,
      audit: (event) => void events.push(event),
      addressOf: () => '',
      firstPage: async () => '/',
    }),
  );
  app.get(page, async (c) => {
    looks.push(await c.get('refresh')?.());
    await portal.addApp(other);
    looks.push(await c.get('refresh')?.());
    return c.text('');
  });
  await app.request(`http://127.0.0.1${page}`, { headers: { Cookie: browser.cookie } });
  expect(looks).toEqual([true, false]);
});
