import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openPortal } from '../portal-fixture.ts';

const policy = readFileSync('SECURITY.md', 'utf8');

test('every test the security policy names is there', () => {
  const named = [...policy.matchAll(/^\| .* \| `(tests\/[^`]+)`: (.+) \|$/gm)];
  expect(named.length).toBeGreaterThan(25);
  const missing = named.flatMap(([, file = '', title = '']) =>
    existsSync(file) && readFileSync(file, 'utf8').includes(`'${title}'`)
      ? []
      : [`${file}: ${title}`],
  );
  expect(missing).toEqual([]);
});

test('what it calls open is exactly what answers a stranger', async () => {
  const { app, browse, events } = await openPortal({ sendsMail: true });
  const [, section = ''] = /## What is open to everybody\n\n([\s\S]*?)\n\n## /.exec(policy) ?? [];
  const listed = [...section.matchAll(/`(?:GET|POST )?(\/[a-z./-]+)`/g)].map(([, path]) => path);
  expect(listed.toSorted()).toEqual([
    '/auth/callback/oidc',
    '/auth/oidc',
    '/favicon.ico',
    '/healthz',
    '/livez',
    '/lost-password',
    '/new-password',
    '/passkey.js',
    '/robots.txt',
    '/sign-in',
    '/sign-in.css',
    '/sign-in/passkey',
    '/sign-in/passkey/options',
    '/sign-out',
  ]);
  const routed = new Set(app.routes.map(({ path }) => path).filter((path) => !path.includes('*')));
  const open: string[] = [];
  for (const path of routed) {
    for (const method of ['GET', 'POST']) {
      const headers = { Origin: 'http://127.0.0.1:4321' };
      events.length = 0;
      await browse().get(path, { method, headers });
      const isTurnedAway = events.some((each) => 'reason' in each && each.reason === 'no-session');
      if (!isTurnedAway) open.push(`${method} ${path}`);
    }
  }
  expect(open.toSorted()).toEqual([
    'GET /favicon.ico',
    'GET /healthz',
    'GET /livez',
    'GET /lost-password',
    'GET /new-password',
    'GET /passkey.js',
    'GET /robots.txt',
    'GET /sign-in',
    'GET /sign-in.css',
    'POST /lost-password',
    'POST /new-password',
    'POST /sign-in',
    'POST /sign-in/passkey',
    'POST /sign-in/passkey/options',
    'POST /sign-out',
  ]);
});
