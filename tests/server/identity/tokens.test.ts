import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scopeOf } from '../../../src/server/http/token-access.ts';
import type { TokenScope } from '../../../src/server/identity/tokens.ts';
import { builtFiles, canary, openPortal } from '../portal-fixture.ts';

const day = 86_400_000;
const template = '/api/templates/oss.ics';

async function openWithToken(scopes: readonly TokenScope[] = ['templates:read']) {
  const portal = await openPortal();
  const secret = portal.auth.tokens.create({ name: 'work-engine', scopes, lifetimeMs: 90 * day });
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
    expect(events.at(-1)).toMatchObject({ event: 'denied', reason: 'foreign-form' });
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
      const [made] = auth.tokens.list();
      if (end === 'time') {
        advance(90 * day - 1);
        expect((await read(template)).status).toBe(200);
        advance(1);
      } else {
        expect(auth.tokens.revoke(end === 'id' ? (made?.id ?? '') : 'work-engine')).toBe(1);
        expect(auth.tokens.revoke('work-engine')).toBe(0);
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
    const { data, secret, read, events, auth } = await openWithToken();
    await read(template);
    await read('/docs/sop.media.upload/?q=private words');
    for (const file of ['opsbook.sqlite', 'opsbook.sqlite-wal']) {
      expect(readFileSync(join(data, file)).includes(secret)).toBe(false);
    }
    expect(secret).toMatch(/^opsbook_[\w-]{43}$/);
    expect(JSON.stringify(auth.tokens.list())).not.toContain(secret);
    expect(JSON.stringify(events)).not.toContain(secret);
    expect(JSON.stringify(events)).not.toContain('private');
    expect(events).toEqual([
      expect.objectContaining({ event: 'token-used', path: template }),
      expect.objectContaining({ event: 'denied', reason: 'wrong-scope' }),
    ]);
  });
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
});
