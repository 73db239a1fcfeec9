import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Audit, AuditEvent } from '../../../src/server/audit.ts';
import { readConfig } from '../../../src/server/config/config.ts';
import { ConfigError } from '../../../src/server/config/config-error.ts';
import { type RunningServer, startServer } from '../../../src/server/main.ts';
import { freePort } from '../../support/free-port.ts';
import { builtFiles, canary, makeFolder } from '../portal-fixture.ts';

async function start(
  more: Readonly<Record<string, string>> = {},
  audit?: Audit,
): Promise<RunningServer> {
  const env = {
    OPSBOOK_DIST: makeFolder(builtFiles),
    OPSBOOK_DATA: join(makeFolder(), 'data'),
    OPSBOOK_PORT: '0',
    ...more,
  };
  const server = await startServer(readConfig(env), audit && { audit });
  onTestFinished(() => server.close());
  return server;
}

/** Sends one request exactly as written and returns everything that comes back. */
async function exchange(
  url: string,
  requestLine: string,
  headers: readonly string[] = [],
  sendsHost = true,
): Promise<string> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  const own = sendsHost ? [`Host: ${host}`] : [];
  const lines = [requestLine, ...own, 'Connection: close', ...headers, '', ''];
  socket.write(lines.join('\r\n'), 'latin1');
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    answer += chunk;
  });
  await once(socket, 'close');
  return answer;
}

const publicFiles = ['favicon.ico', 'robots.txt', 'healthz', 'sign-in', 'sign-in.css'];

test('no file of the build reaches a stranger', async () => {
  const { url } = await start();
  for (const file of Object.keys(builtFiles).filter((name) => !publicFiles.includes(name))) {
    const page = file.replace(/index\.html$/, '');
    for (const path of new Set([file, page, page.replace(/\/$/, '')])) {
      if (publicFiles.includes(path)) continue;
      for (const method of ['GET', 'HEAD']) {
        const address = url + encodeURI(path);
        const headers = { 'If-None-Match': '*', Range: 'bytes=0-10', Accept: 'text/markdown' };
        const response = await fetch(address, { method, redirect: 'manual', headers });
        const isApi = path.startsWith('api/');
        expect([path, response.status]).toEqual([path, isApi ? 401 : 303]);
        expect(response.headers.has('ETag')).toBe(false);
        expect(JSON.stringify([...response.headers])).not.toContain(canary);
        const body = await response.text();
        if (isApi && method === 'GET') expect(body).toMatch(/^\{"error":"unauthorized"/);
        else expect(body).toBe('');
      }
    }
  }
  for (const file of publicFiles) {
    expect(await (await fetch(url + file)).text()).not.toContain(canary);
  }
});

test('no spelling of a path gets past the gate or stops the server', async () => {
  const { url } = await start();
  const origin = url.slice(0, -1);
  const targets = [
    '/docs/%2e%2e/docs/sop.media.upload.md',
    '/sign-in/../docs/sop.media.upload.md',
    '/sign-in/%2e%2e/docs/sop.media.upload.md',
    '/sign-in/..%2fdocs/sop.media.upload.md',
    '/sign-in.css/../../docs/sop.media.upload.md',
    '/healthz/..;/docs/sop.media.upload.md',
    '/healthz;/../docs/sop.media.upload.md',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/../../../../etc/passwd',
    '/..%5c..%5cetc/passwd',
    '//docs/sop.media.upload.md',
    '///docs/sop.media.upload.md',
    '/docs//sop.media.upload.md',
    '/docs\\sop.media.upload.md',
    '/\\docs/sop.media.upload.md',
    '/docs/sop.media.upload.md%00',
    '/docs/sop.media.upload.md%00.css',
    '/docs/sop.media.upload.md;/sign-in.css',
    '/docs/sop.media.upload.md?/sign-in.css',
    '/docs/sop.media.upload.md#/sign-in.css',
    '/DOCS/SOP.MEDIA.UPLOAD.MD',
    '/docs/sop.media.upload.md/',
    '/docs/sop.media.upload.md.',
    '/docs/sop.media.upload.md%20',
    '/docs/sop.media.upload.md%252e',
    '/%64ocs/sop.media.upload.md',
    '/api%2fregistry.json',
    '/%61pi/registry.json',
    '/%',
    '/%ff%fe',
    '/\xff',
    '*',
    'docs/sop.media.upload.md',
    `${origin}/docs/sop.media.upload.md`,
    'http://elsewhere.example/docs/sop.media.upload.md',
    'https:docs/sop.media.upload.md',
    `/${'a'.repeat(12_000)}`,
  ];
  for (const target of targets) {
    const answer = await exchange(url, `GET ${target} HTTP/1.1`);
    expect([target, answer]).toEqual([target, expect.stringMatching(/^HTTP\/1\.1 (303|400|401) /)]);
    expect(answer).not.toContain(canary);
    expect(answer).not.toMatch(/^location: (?!\/sign-in)/im);
  }
  const spoofed = [
    'X-Forwarded-For: 127.0.0.1',
    'X-Original-URL: /sign-in',
    'X-Rewrite-URL: /sign-in',
    'X-HTTP-Method-Override: POST',
    'User-Agent: kube-probe/1.30',
    'Authorization: Bearer x',
  ];
  expect(await exchange(url, 'GET / HTTP/1.1', spoofed)).toMatch(/^HTTP\/1\.1 303 /);
  for (const method of ['TRACE', 'OPTIONS', 'PROPFIND', 'PURGE']) {
    expect(await exchange(url, `${method} / HTTP/1.1`)).toMatch(/^HTTP\/1\.1 403 /);
    const own = [`Origin: ${new URL(url).origin}`];
    expect(await exchange(url, `${method} / HTTP/1.1`, own)).toMatch(/^HTTP\/1\.1 303 /);
  }
  expect(await exchange(url, 'CONNECT example.org:443 HTTP/1.1')).toBe('');
  expect(await (await fetch(`${url}healthz`)).text()).toBe('ok\n');
});

const claims = [
  'X-Forwarded-For: 203.0.113.9',
  'X-Forwarded-Host: elsewhere.example',
  'X-Forwarded-Proto: https',
  'X-Forwarded-Port: 443',
  'X-Forwarded-Prefix: /sign-in',
  'X-Forwarded-User: admin@opsbook.local',
  'X-Forwarded-Email: admin@opsbook.local',
  'Forwarded: for=203.0.113.9;host=elsewhere.example;proto=https',
  'X-Real-IP: 203.0.113.9',
  'X-Client-IP: 203.0.113.9',
  'True-Client-IP: 203.0.113.9',
  'CF-Connecting-IP: 203.0.113.9',
  'X-Original-URL: /sign-in',
  'X-Rewrite-URL: /sign-in',
  'X-HTTP-Method-Override: POST',
  'X-Original-Host: elsewhere.example',
  'Host: elsewhere.example',
  'Host: elsewhere.example:443@127.0.0.1',
  'User-Agent: kube-probe/1.30',
  'User-Agent: ELB-HealthChecker/2.0',
  'User-Agent: GoogleHC/1.0',
  'Purpose: prefetch',
  'X-Requested-With: XMLHttpRequest',
];

test('no header a stranger can send changes an answer', async () => {
  const { url } = await start();
  const outline = async (path: string, headers: string[]) =>
    (await exchange(url, `GET ${path} HTTP/1.1`, headers)).replace(/^date: .*$/im, '');
  for (const path of ['/', '/docs/sop.media.upload.md', '/api/registry.json', '/sign-in']) {
    const honest = await outline(path, []);
    for (const claim of claims) {
      // Two Host headers are no request at all; one of another name is.
      const isHost = claim.startsWith('Host');
      const answer = isHost
        ? (await exchange(url, `GET ${path} HTTP/1.1`, [claim], false)).replace(/^date: .*$/im, '')
        : await outline(path, [claim]);
      if (isHost && answer.startsWith('HTTP/1.1 400 ')) continue;
      expect([path, claim, answer]).toEqual([path, claim, honest]);
    }
  }
});

test.each([
  ['nobody', {}, '127.0.0.1'],
  [
    'the declared proxy',
    { OPSBOOK_TRUSTED_PROXY: '127.0.0.1', OPSBOOK_ORIGIN: 'https://handbook.example.org' },
    '203.0.113.9',
  ],
  [
    'another proxy',
    { OPSBOOK_TRUSTED_PROXY: '10.0.0.1', OPSBOOK_ORIGIN: 'https://handbook.example.org' },
    '127.0.0.1',
  ],
])('an address is believed from %s', async (_, env, address) => {
  const events: AuditEvent[] = [];
  const port = String(await freePort());
  await start({ ...env, OPSBOOK_PORT: port }, (event) => void events.push(event));
  const local = `http://127.0.0.1:${port}/`;
  await exchange(local, 'GET /docs/ HTTP/1.1', ['X-Forwarded-For: 198.51.100.1, 203.0.113.9']);
  expect(events).toEqual([{ event: 'denied', reason: 'no-session', path: '/docs/', address }]);
});

test('a request that cannot be read is answered with the standard headers', async () => {
  const { url } = await start();
  const answer = await exchange(url, 'GET /docs\\a HTTP/1.1');
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer.toLowerCase()).toContain("content-security-policy: default-src 'none'");
});

test('a message whose end is told in two ways is refused, and the next one is not smuggled in', async () => {
  const { url } = await start();
  const hidden = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';
  const both = ['Transfer-Encoding: chunked', `Content-Length: ${hidden.length + 5}`];
  for (const headers of [
    both,
    both.toReversed(),
    ['Content-Length: 5', 'Content-Length: 6'],
    ['Transfer-Encoding: identity, chunked, x', 'Content-Length: 5'],
    ['Transfer-Encoding : chunked', 'Content-Length: 5'],
  ]) {
    const lines = [...headers, '', `0\r\n\r\n${hidden}`];
    const answer = await exchange(url, 'POST /sign-in HTTP/1.1', lines);
    expect([headers, answer]).toEqual([headers, expect.stringMatching(/^HTTP\/1\.1 400 /)]);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(answer).not.toContain('ok\n');
  }
});

test('the first account signs in over the socket and reads the build', async () => {
  const { url, firstAccount } = await start();
  const origin = url.slice(0, -1);
  let cookie = '';
  const post = async (path: string, fields: Record<string, string>) => {
    const response = await fetch(url + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Origin: origin, Cookie: cookie },
      redirect: 'manual',
    });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return response.status;
  };
  const { email = '', password = '' } = firstAccount ?? {};
  expect(await post('sign-in', { email, password })).toBe(303);
  const next = 'an entirely new password';
  expect(await post('password', { current: password, next, again: next })).toBe(303);
  for (const [file, text] of Object.entries(builtFiles)) {
    if (/^(_redirects|build\.json|404\.html|\..*|docs\/old.*)$/.test(file)) continue;
    if (publicFiles.includes(file)) continue;
    const path = encodeURI(file.replace(/index\.html$/, ''));
    const response = await fetch(url + path, { headers: { Cookie: cookie }, redirect: 'manual' });
    expect([path, response.status, await response.text()]).toEqual([path, 200, text]);
  }
  const own = [`Cookie: ${cookie}`, `Origin: ${new URL(url).origin}`];
  const trace = await exchange(url, 'TRACE / HTTP/1.1', own);
  expect(trace).toMatch(/^HTTP\/1\.1 405 /);
  expect(trace).not.toContain(cookie);
});

test('closing finishes, and frees the address', async () => {
  const server = await start();
  const keptAlive = await fetch(`${server.url}healthz`);
  await keptAlive.text();
  await server.close();
  await server.close();
  await expect(fetch(`${server.url}healthz`)).rejects.toThrow();
  expect(process.listenerCount('SIGTERM')).toBe(0);
});

test('a taken address is a plain problem, and no account is made', async () => {
  const { url } = await start();
  const data = join(makeFolder(), 'data');
  const config = readConfig({
    OPSBOOK_DIST: makeFolder(builtFiles),
    OPSBOOK_DATA: data,
    OPSBOOK_PORT: new URL(url).port,
  });
  await expect(startServer(config)).rejects.toThrow(ConfigError);
  const again = await startServer({ ...config, port: 0 });
  onTestFinished(() => again.close());
  expect(again.firstAccount?.email).toBe('admin@opsbook.local');
});
