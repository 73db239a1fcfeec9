import { describe, expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY, FILE_SECURITY_POLICY } from '../../../src/server/http/headers.ts';
import { canary, openPortal } from '../portal-fixture.ts';

const publicPaths = [
  '/sign-in',
  '/sign-in.css',
  '/healthz',
  '/livez',
  '/passkey.js',
  '/robots.txt',
  '/favicon.ico',
];

/** What a browser says of its own pages. */
const own = { Origin: 'http://127.0.0.1:4321' };

describe('the unauthenticated', () => {
  test('read exactly the public paths, and nothing of the build there', async () => {
    const { browse } = await openPortal();
    for (const path of publicPaths) {
      const response = await browse().get(path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(await response.text()).not.toContain(canary);
    }
  });

  test('get nothing anywhere else', async () => {
    const { browse } = await openPortal();
    const answers = Object.entries({
      '/sign-in/': 303,
      '/Sign-In': 303,
      '/sign%2Din': 303,
      '/healthz/': 303,
      '/robots.txt/x': 303,
      '/auth/sign-up/email': 303,
      '/auth/get-session': 303,
      '/auth/ok': 303,
      '/password': 303,
      '/api': 401,
      '/api/': 401,
      '/api/registry.json': 401,
      '/api/nothing': 401,
      '/API/registry.json': 303,
    });
    for (const [path, status] of answers) {
      const response = await browse().get(path);
      expect([path, response.status]).toEqual([path, status]);
      expect(await response.text()).not.toContain(canary);
    }
  });

  test('send no text with a NUL, which a database may not take', async () => {
    const { browse, events } = await openPortal({ sendsMail: true });
    for (const path of ['/sign-in', '/lost-password']) {
      const { status } = await browse().post(path, { email: 'a\0b@example.org', password: 'x' });
      expect([path, status]).toEqual([path, 400]);
    }
    expect(events).toEqual([]);
  });

  test('cannot create an account', async () => {
    const { browse, auth } = await openPortal();
    const eve = { email: 'eve@example.org', password: 'an entirely new password', name: 'Eve' };
    expect((await browse().post('/auth/sign-up/email', eve)).status).toBe(303);
    const attempt = { ...eve, address: '', headers: new Headers() };
    expect((await auth.signIn(attempt)).outcome).toBe('refused');
  });

  test('learn nothing about methods', async () => {
    const { browse } = await openPortal();
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'HEAD']) {
      expect((await browse().get('/docs/old/', { method, headers: own })).status).toBe(303);
      expect((await browse().get('/api/registry.json', { method, headers: own })).status).toBe(401);
      const foreign = await browse().get('/docs/old/', { method });
      expect([method, foreign.status]).toEqual([method, method === 'HEAD' ? 303 : 403]);
    }
  });
});

test('the signed-in can only read', async () => {
  const { browse } = await openPortal();
  const browser = browse();
  await browser.signIn();
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
    const response = await browser.get('/docs/sop.media.upload/', { method, headers: own });
    expect([method, response.status]).toEqual([method, 405]);
    expect(response.headers.get('Allow')).toBe('GET, HEAD');
  }
  expect((await browser.post('/docs/sop.media.upload/', {})).status).toBe(405);
});

test.each(['http://127.0.0.1:4321', 'https://handbook.example.org'])(
  'every response of %s carries the standard headers',
  async (origin) => {
    const { browse, app } = await openPortal({ origin });
    app.get('/broken', () => {
      throw new Error('a detail nobody should see');
    });
    const [stranger, browser] = [browse(), browse()];
    await browser.signIn();
    const responses = [
      ...(await Promise.all(publicPaths.map((path) => stranger.get(path)))),
      await stranger.get('/'),
      await stranger.get('/api/registry.json'),
      await stranger.signIn({ password: 'wrong' }),
      await stranger.get('/sign-in', { method: 'POST' }),
      await stranger.post('/sign-in', { email: 'x'.repeat(20_000) }),
      await stranger.post('/sign-out', {}),
      await browser.get('/'),
      await browser.get('/', { method: 'HEAD' }),
      await browser.get('/docs/sop.media.upload'),
      await browser.get('/docs/retired/'),
      await browser.get('/nothing/'),
      await browser.get('/images/0123456789ab.png'),
      await browser.get('/images/0123456789ab.png', { headers: { 'If-None-Match': '*' } }),
      await browser.get('/_astro/page.Ab12.js'),
      await browser.get('/', { method: 'DELETE', headers: { Origin: origin } }),
      await browser.get('/password'),
    ];
    expect(new Set(responses.map((response) => response.status))).toEqual(
      new Set([200, 303, 304, 308, 401, 403, 404, 405, 410, 413, 422]),
    );
    for (const { headers } of responses) {
      const isFile = !/^text\/(?:html|javascript)/.test(headers.get('Content-Type') ?? 'text/html');
      expect(headers.get('Content-Security-Policy')).toBe(
        isFile ? FILE_SECURITY_POLICY : CONTENT_SECURITY_POLICY,
      );
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Referrer-Policy')).toBe('same-origin');
      expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
      expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
      expect(headers.get('X-Robots-Tag')).toBe('noindex');
      expect(headers.get('Cache-Control')).toMatch(/^private, /);
      expect(headers.has('Strict-Transport-Security')).toBe(origin.startsWith('https:'));
    }
  },
);

test('no response is for another origin, and every text says its character set', async () => {
  const { browse } = await openPortal();
  const [stranger, browser] = [browse(), browse()];
  await browser.signIn();
  const headers = { Origin: 'https://elsewhere.example' };
  const responses = [
    ...(await Promise.all(publicPaths.map((path) => stranger.get(path, { headers })))),
    await stranger.get('/api/registry.json', { headers }),
    await stranger.get('/api/registry.json', { method: 'OPTIONS', headers }),
    await stranger.get('/sign-in', { method: 'POST', headers }),
    await browser.get('/', { headers }),
    await browser.get('/docs/sop.media.upload.md', { headers }),
    await browser.get('/api/registry.json', { headers }),
    await browser.get('/images/0123456789ac.svg', { headers }),
    await browser.get('/api/templates/oss.ics', { headers }),
    await browser.get('/_astro/page.Ab12.js', { headers }),
    await browser.get('/docs/retired/', { headers }),
    await browser.get('/nothing/', { headers }),
  ];
  for (const { headers, url } of responses) {
    const names = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
    expect([url, names]).toEqual([url, []]);
    const type = headers.get('Content-Type') ?? '';
    expect(type).not.toBe('');
    if (/^text\/|[+/]xml/.test(type)) expect(type).toMatch(/; ?charset=utf-8$/i);
  }
});

test('passwords are masked, and typed by a manager or pasted', async () => {
  const { browse } = await openPortal();
  const browser = browse();
  const signIn = await (await browser.get('/sign-in')).text();
  await browser.signIn();
  const password = await (await browser.get('/password')).text();
  const fieldsOf = (page: string) =>
    [...page.matchAll(/<input [^>]*type="password"[^>]*>/g)].map(
      ([field]) => /autocomplete="([a-z-]+)"/.exec(field)?.[1],
    );
  expect(fieldsOf(signIn)).toEqual(['current-password']);
  expect(fieldsOf(password)).toEqual(['current-password', 'new-password', 'new-password']);
  // No script on these pages but that of passkeys, which looks at no field: nothing keeps anybody
  // from pasting. Nor is a hint shown or asked for.
  for (const page of [signIn.replace(PASSKEY_SCRIPT, ''), password]) {
    expect(page).not.toMatch(/<script|onpaste|hint for/i);
  }
  expect(await (await browser.get('/passkey.js')).text()).not.toMatch(/paste|password'/i);
});

const PASSKEY_SCRIPT = '<script type="module" src="/passkey.js"></script>';

test('the pages need nothing inline', async () => {
  const { browse } = await openPortal();
  const browser = browse();
  const signIn = await (await browser.get('/sign-in')).text();
  await browser.signIn();
  for (const page of [signIn, await (await browser.get('/password')).text()]) {
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).not.toMatch(
      /<style|style=|<script(?! type="module" src="\/passkey\.js"><\/script>)|\son\w+=|https?:/,
    );
    for (const [, id] of page.matchAll(/<label for="(\w+)"/g)) {
      expect(page).toMatch(new RegExp(`<input id="${id}"[^>]*autocomplete="`));
    }
  }
});

test('a failure inside says nothing outside', async () => {
  const { browse, auth, events } = await openPortal();
  for (const table of ['personSession', 'attempts']) {
    await auth.db.schema.dropTable(table).execute();
  }
  const response = await browse().get('/', { headers: { Cookie: 'opsbook=a.b' } });
  const signIn = await browse().signIn();
  expect([response.status, signIn.status]).toEqual([500, 500]);
  expect(await signIn.text()).toBe('Something went wrong here. Try again.\n');
  expect(signIn.headers.get('Content-Security-Policy')).toBe(FILE_SECURITY_POLICY);
  expect(events.map(({ event }) => event)).toEqual(['internal-error', 'internal-error']);
});
