import { describe, expect, test } from 'vitest';
import { scopeOf } from '../../../src/server/http/token-access.ts';
import type { TokenScope } from '../../../src/server/identity/tokens.ts';
import { builtFiles, canary, keptBy, openPortal } from '../portal-fixture.ts';

const day = 86_400_000;
const template = '/api/templates/oss.ics';

async function openWithToken(scopes: readonly TokenScope[] = ['templates:read']) {
  const portal = await openPortal();
  const secret = await portal.auth.tokens.create({
    name: 'work-engine',
    scopes,
    lifetimeMs: 90 * day,
  });
  const browser = portal.browse();
  const read = (path: string, init: RequestInit = {}) =>
    browser.get(path, { ...init, headers: { Authorization: `Bearer ${secret}`, ...init.headers } });
  return { ...portal, secret, read, browser };
}

describe('a token', () => {
  test('reads what its scope names and nothing else', async () => {
    const wanted = {
      'templates:read': [template],
      'search:read': ['/api/search/titles.json'],
      'docs:read': [
        '/docs/sop.media.upload/',
        '/docs/sop.media.upload.md',
        '/images/0123456789ab.png',
        '/api/registry.json',
      ],
    } as const;
    const everything = [
      ...Object.values(wanted).flat(),
      '/',
      '/account',
      '/password',
      '/nothing',
      '/api/',
      '/api/report.json',
      '/_astro/page.Ab12.js',
    ];
    for (const scope of ['templates:read', 'search:read', 'docs:read'] as const) {
      const { read } = await openWithToken([scope]);
      for (const path of everything) {
        const isWanted = (wanted[scope] as readonly string[]).includes(path);
        const response = await read(path);
        expect([scope, path, response.status]).toEqual([scope, path, isWanted ? 200 : 403]);
        const text = await response.text();
        if (!isWanted) expect(text).toMatch(/^\{"error":"forbidden"/);
      }
    }
  });

  test('cannot change anything', async () => {
    const { read, events } = await openWithToken(['docs:read', 'templates:read', 'search:read']);
    for (const method of ['PUT', 'DELETE', 'OPTIONS']) {
      expect((await read(template, { method })).status).toBe(405);
    }
    expect((await read('/password', { method: 'POST' })).status).toBe(403);
    expect(events.at(-1)).toMatchObject({ event: 'denied', reason: 'wrong-scope' });
  });

  test('reads of the work, or acts too, as its scope says', async () => {
    const outcomes = {
      'docs:read': [403, 403],
      'work:read': [404, 403],
      'work:act': [404, 405],
      'work:manage': [404, 405],
    } as const;
    for (const [scope, [reading, acting]] of Object.entries(outcomes)) {
      const { read } = await openWithToken([scope as TokenScope]);
      const path = '/api/work/runs';
      const found = [(await read(path)).status, (await read(path, { method: 'POST' })).status];
      expect([scope, ...found]).toEqual([scope, reading, acting]);
      expect((await read('/work/')).status).toBe(403);
    }
  });

  test('is that of a program, or of an agent when it says so', async () => {
    const { auth } = await openPortal();
    const kinds: unknown[] = [];
    const token = { scopes: ['work:act'], lifetimeMs: day } as const;
    for (const kind of [undefined, 'agent'] as const) {
      const secret = await auth.tokens.create({ name: 'helper', ...token, ...(kind && { kind }) });
      const checked = await auth.tokens.check(secret);
      kinds.push('token' in checked && checked.token.kind);
    }
    expect(kinds).toEqual(['program', 'agent']);
  });

  test('lets the cookies beside it do nothing', async () => {
    const { secret, browser, browse } = await openWithToken();
    await browser.signIn();
    const { cookie } = browser;
    const headers = { Authorization: `Bearer ${secret}`, Cookie: cookie };
    await browse().get('/sign-out', { method: 'POST', headers });
    expect((await browser.get('/docs/sop.media.upload/')).status).toBe(200);
    expect((await browse().get('/sign-in', { headers })).status).toBe(200);
  });

  test('does not see the page for what is missing', async () => {
    const { read } = await openWithToken();
    const response = await read('/api/templates/unknown.json');
    expect([response.status, await response.text()]).toEqual([
      404,
      expect.not.stringContaining(canary),
    ]);
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  });

  test('ends when it is revoked, by id or name, and when its time is over', async () => {
    for (const end of ['name', 'id', 'time']) {
      const { auth, read, advance, events } = await openWithToken();
      expect((await read(template)).status).toBe(200);
      const [made] = await auth.tokens.list();
      if (end === 'time') {
        advance(90 * day - 1);
        expect((await read(template)).status).toBe(200);
        advance(1);
      } else {
        expect(await auth.tokens.revoke(end === 'id' ? (made?.id ?? '') : 'work-engine')).toBe(1);
        expect(await auth.tokens.revoke('work-engine')).toBe(0);
      }
      expect((await read(template)).status).toBe(401);
      expect((await read('/docs/sop.media.upload/')).status).toBe(303);
      expect(events.at(-1)).toMatchObject({
        event: 'denied',
        reason: end === 'time' ? 'token-expired' : 'token-revoked',
        token: `work-engine ${made?.id}`,
      });
    }
  });

  test('speaks for itself: neither a session beside it nor it beside a session helps', async () => {
    const { read, browser } = await openWithToken();
    await browser.signIn();
    expect((await browser.get('/docs/sop.media.upload/')).status).toBe(200);
    expect((await read('/docs/sop.media.upload/')).status).toBe(403);
    const wrong = { headers: { Authorization: 'Bearer opsbook_wrong' } };
    expect((await browser.get('/docs/sop.media.upload/', wrong)).status).toBe(303);
    const basic = { headers: { Authorization: 'Basic eDp5' } };
    expect((await browser.get('/docs/sop.media.upload/', basic)).status).toBe(200);
  });

  test('is kept as a hash and never written down', async () => {
    const portal = await openWithToken();
    const { secret, read, events, auth } = portal;
    await read(template);
    await read('/docs/sop.media.upload/?q=private words');
    expect(await keptBy(portal)).not.toContain(secret);
    expect(await keptBy(portal)).toContain('work-engine');
    expect(secret).toMatch(/^opsbook_[\w-]{43}$/);
    expect(JSON.stringify(await auth.tokens.list())).not.toContain(secret);
    expect(JSON.stringify(events)).not.toContain(secret);
    expect(JSON.stringify(events)).not.toContain('private');
    expect(events).toEqual([
      expect.objectContaining({ event: 'token-used', path: template }),
      expect.objectContaining({ event: 'denied', reason: 'wrong-scope' }),
    ]);
  });
});

test('a token in an address, a cookie or a form is none', async () => {
  const { secret, browse } = await openWithToken();
  const stranger = browse();
  for (const name of ['token', 'access_token', 'key', 'authorization']) {
    const query = new URLSearchParams({ [name]: secret });
    expect((await stranger.get(`${template}?${query}`)).status).toBe(401);
    expect(
      (await stranger.get(template, { headers: { Cookie: `${name}=${secret}` } })).status,
    ).toBe(401);
    expect((await stranger.post(template, { [name]: secret })).status).toBe(401);
  }
});

test('every path of the build has a scope, or is for people alone', () => {
  const paths = Object.keys(builtFiles).map((file) => `/${file}`);
  expect(paths.filter((path) => scopeOf(path) === undefined)).toEqual(
    paths.filter((path) => !/^\/(docs|images)\/|^\/api\/(registry|search|templates)/.test(path)),
  );
  for (const path of ['/api/schemas', '/DOCS/a', '/docs', '/api/searchx/', '/x/docs/', '/%']) {
    expect(scopeOf(path)).toBeUndefined();
  }
  expect(scopeOf('/api/%74emplates/oss.json')).toBe('templates:read');
  expect(scopeOf('/docs%2Fa')).toBeUndefined();
  expect(
    ['GET', 'HEAD', 'POST', 'DELETE'].map((method) => scopeOf('/api/work/runs', method)),
  ).toEqual(['work:read', 'work:read', 'work:act', 'work:act']);
});
