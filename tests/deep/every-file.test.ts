/** Every file of a real build, asked for by everybody who may not have it, over real sockets. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashPassword } from 'better-auth/crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findLeaks } from '../../src/leak-check/find-leaks.ts';
import { readConfig } from '../../src/server/config/config.ts';
import { scopeOf } from '../../src/server/http/token-access.ts';
import type { Auth } from '../../src/server/identity/auth.ts';
import { type RunningServer, startServer } from '../../src/server/main.ts';
import { openIdentity } from '../server/portal-fixture.ts';
import { build } from '../support/build.ts';
import { emittedPaths } from '../support/running-portal.ts';
import { root } from './served-portal.ts';

const canary = 'quetzalcoatlus';
const password = 'three unrelated words';
const folder = mkdtempSync(join(tmpdir(), 'opsbook-every-file-'));
const dist = join(folder, 'dist');
const publicPaths = new Set(['/favicon.ico', '/robots.txt', '/healthz', '/livez']);
let nowMs = Date.now();
let server: RunningServer;
let beside: Awaited<ReturnType<typeof openIdentity>>;
let origin: string;
let paths: string[];

beforeAll(async () => {
  const content = join(folder, 'content');
  cpSync(join(root, 'content'), content, { recursive: true });
  for (const name of ['opsbook.config.json', 'registry.lock.json']) {
    cpSync(join(root, name), join(folder, name));
  }
  mkdirSync(join(content, 'media', 'sops'), { recursive: true });
  writeFileSync(join(content, 'media', 'sops', 'canary.md'), documentWithCanary());
  expect(await build({ content, out: dist })).toBe(0);
  paths = emittedPaths(dist).map((path) => `/${path.split('/').map(encodeURIComponent).join('/')}`);
  const env = { OPSBOOK_DIST: dist, OPSBOOK_DATA: join(folder, 'data'), OPSBOOK_PORT: '0' };
  const config = readConfig({
    ...env,
    OPSBOOK_FIRST_ACCOUNT: 'none',
    OPSBOOK_SESSION_REQUESTS: '0',
    OPSBOOK_TOKEN_REQUESTS: '0',
  });
  server = await startServer(config, { clock: () => nowMs });
  origin = new URL(server.url).origin;
  // As a command does it, in another connection.
  const secret = readFileSync(join(folder, 'data', 'secret'), 'utf8');
  beside = await openIdentity(config, { origin, secret, clock: () => nowMs });
  const passwordHash = await hashPassword(password);
  const person = { disabled: false, mustChangePassword: false, passwordHash };
  const names = ['valid', 'disabled', 'expired', 'idle', 'out'];
  const accounts = names.map((name) => ({ email: `${name}@example.org`, ...person }));
  await beside.accounts.import({ version: 1, accounts });
});

afterAll(async () => {
  await beside?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

function documentWithCanary(): string {
  return `---
id: sop.media.${canary}
title: Feed the ${canary}
doc_type: sop
summary: How the ${canary} is fed.
tags: [${canary}]
systems: [${canary}]
owner: Keeper of the ${canary}
---

## Summary

The ${canary} is fed.

## Prerequisites

None.

## Procedure

1. Open the ${canary} cage. <!-- step: open-${canary} -->

## Validation

It sings.

## Troubleshooting

None known.

## References

None.
`;
}

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(origin + path, { method, headers, redirect: 'manual' });

async function post(path: string, fields: Record<string, string>, cookie = ''): Promise<string> {
  const body = new URLSearchParams(fields);
  const headers = { Origin: origin, Cookie: cookie };
  const answer = await fetch(origin + path, { method: 'POST', body, headers, redirect: 'manual' });
  expect(answer.status).toBe(303);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

const signIn = (name: string) => post('/sign-in', { email: `${name}@example.org`, password });

/** A token that was made for `scopes`, as a header. */
async function bearer(name: string, scopes: Parameters<Auth['tokens']['create']>[0]['scopes']) {
  const secret = await beside.tokens.create({ name, scopes, lifetimeMs: 90 * 86_400_000 });
  return { Authorization: `Bearer ${secret}` };
}

/** Nothing of the build in status, headers or body, the same for all. */
async function expectNothing(headers: Record<string, string>): Promise<void> {
  for (const path of paths.filter((each) => !publicPaths.has(each))) {
    const page = path.replace(/(^|\/)index\.html$/, '$1');
    for (const address of new Set([path, page])) {
      const more = { ...headers, 'If-None-Match': '*', Accept: 'text/markdown', Range: 'bytes=0-' };
      for (const [method, sent] of [
        ['GET', headers],
        ['GET', more],
        ['HEAD', headers],
      ] as const) {
        const answer = await ask(address, sent, method);
        const isApi = address.startsWith('/api/');
        expect([address, method, answer.status]).toEqual([address, method, isApi ? 401 : 303]);
        const body = await answer.text();
        expect([address, body]).toEqual([
          address,
          isApi && method === 'GET'
            ? '{"error":"unauthorized","message":"Sign in to read this."}'
            : '',
        ]);
        for (const name of ['etag', 'last-modified', 'content-range', 'accept-ranges']) {
          expect([address, name, answer.headers.get(name)]).toEqual([address, name, null]);
        }
        const told = JSON.stringify([...answer.headers]).replaceAll(encodeURIComponent(page), '');
        if (!address.includes(canary)) expect(told).not.toContain(canary);
      }
    }
  }
}

test('the build says the canary in every kind of file', () => {
  const holding = emittedPaths(dist).filter((path) =>
    readFileSync(join(dist, path), 'utf8').includes(canary),
  );
  for (const kind of [
    `docs/sop.media.${canary}/index.html`,
    'api/registry.json',
    'all/index.html',
  ]) {
    expect(holding).toContain(kind);
  }
  expect(holding.some((path) => path.startsWith('api/search/'))).toBe(true);
});

describe('not a byte for', () => {
  test('a stranger', async () => {
    await expectNothing({});
    expect((await findLeaks(origin, dist)).leaks).toEqual([]);
  });

  test('a disabled person', async () => {
    const cookie = await signIn('disabled');
    expect((await ask('/', { Cookie: cookie })).status).toBe(200);
    await beside.accounts.disable('disabled@example.org');
    await expectNothing({ Cookie: cookie });
  });

  test('a person whose session is over, by age', async () => {
    const cookie = await signIn('expired');
    for (let hours = 0; hours < 7 * 24; hours += 8) {
      expect((await ask('/', { Cookie: cookie })).status).toBe(200);
      nowMs += 8 * 3_600_000;
    }
    await expectNothing({ Cookie: cookie });
  });

  test('a person whose session is over, by idleness', async () => {
    const cookie = await signIn('idle');
    nowMs += 12 * 3_600_000;
    await expectNothing({ Cookie: cookie });
  });

  test('a person who signed out and sends the cookie again', async () => {
    const cookie = await signIn('out');
    await post('/sign-out', {}, cookie);
    await expectNothing({ Cookie: cookie });
  });

  test('a token that was revoked, or is none', async () => {
    const headers = await bearer('revoked', ['docs:read', 'templates:read', 'search:read']);
    expect((await ask('/api/registry.json', headers)).status).toBe(200);
    await beside.tokens.revoke('revoked');
    await expectNothing(headers);
    await expectNothing({ Authorization: 'Bearer opsbook_made-up' });
  });
});

test('a token reads what its scope names, and everything else is 403 without a byte', async () => {
  const headers = await bearer('engine', ['templates:read']);
  for (const path of paths.filter((each) => !publicPaths.has(each))) {
    const answer = await ask(path, headers);
    const isServed = !/\.(br|gz)$/.test(path);
    const scope = scopeOf(path);
    const mayRead = scope === 'templates:read' || scope === 'any';
    const status = mayRead ? (isServed ? 200 : 404) : 403;
    expect([path, answer.status]).toEqual([path, status]);
    const body = await answer.text();
    if (status !== 200) {
      expect(body).toMatch(/^\{"error":"(forbidden|not-found)"/);
      expect(body).not.toContain(canary);
      expect(answer.headers.get('etag')).toBeNull();
    }
  }
});

test('a person who is signed in reads every file, kept as the table of caching says', async () => {
  const headers = { Cookie: await signIn('valid'), 'Accept-Encoding': 'identity' };
  const pages: [path: string, html: string][] = [];
  const hidden = /^\/(build\.json|_redirects|404\.html)$|\.(br|gz)$/;
  for (const path of paths.filter((each) => !publicPaths.has(each))) {
    const page = path.replace(/(^|\/)index\.html$/, '$1');
    const answer = await ask(page, headers);
    const [status, caching] = hidden.test(path)
      ? [404, 'private, no-store']
      : [200, cachingOf(path)];
    if (answer.status === 308) continue;
    expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([
      path,
      status,
      caching,
    ]);
    expect(answer.headers.has('etag')).toBe(caching !== 'private, no-store');
    if (/(?:\/|\.html)$/.test(page) && status === 200)
      pages.push([page, await answer.clone().text()]);
    // Pages of work are framed by the file, and filled by the server.
    if (status === 200 && !page.startsWith('/work/')) {
      const file = join(dist, decodeURIComponent(path.slice(1)));
      expect(Buffer.from(await answer.arrayBuffer()).equals(readFileSync(file))).toBe(true);
    }
  }
  // Each page leads out again.
  expect(pages.length).toBeGreaterThan(20);
  const lacking = pages.filter(([, html]) => !html.includes('action="/sign-out"'));
  expect(lacking.map(([path]) => path)).toEqual([]);
});

function cachingOf(path: string): string {
  if (path.startsWith('/_astro/')) return 'private, max-age=31536000, immutable';
  if (path.startsWith('/api/search/')) return 'private, no-cache';
  return /\.(png|jpe?g|svg|webp|gif|avif)$/.test(path) ? 'private, no-cache' : 'private, no-store';
}
