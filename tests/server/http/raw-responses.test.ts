/** Responses as they are on the wire: whole, in the length and encoding that they name. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../../src/server/audit.ts';
import { readConfig } from '../../../src/server/config/config.ts';
import { secretOf } from '../../../src/server/config/secret.ts';
import { type RunningServer, startServer } from '../../../src/server/main.ts';
import { builtFiles, openIdentity, writeFiles } from '../portal-fixture.ts';

const files = {
  ...builtFiles,
  '404.html': `<h1>Not here</h1>${'<p>A long list of pages.</p>'.repeat(200)}`,
  'docs/doc.br/index.html': 'An id that ends in br',
  'docs/doc.gz/index.html': 'An id that ends in gz',
  'docs/doc.json.br.md': '# Twin',
  'images/0123456789ad.gz': 'an archive',
  'images/0123456789ae.html': '<script>1</script>',
  'images/0123456789af.pdf': '%PDF',
  'images/0123456789b0.mp4': 'a video',
  'images/0123456789b1': 'nothing known',
};

let folder: string;
let server: RunningServer;
let auth: Awaited<ReturnType<typeof openIdentity>>;
let token: string;
let cookie = '';
const events: AuditEvent[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opsbook-raw-'));
  writeFiles(join(folder, 'dist'), files);
  const data = join(folder, 'data');
  const config = readConfig({
    OPSBOOK_DIST: join(folder, 'dist'),
    OPSBOOK_DATA: data,
    OPSBOOK_PORT: '0',
  });
  server = await startServer(config, { audit: (event) => void events.push(event) });
  const origin = new URL(server.url).origin;
  auth = await openIdentity({ data }, { origin, secret: secretOf(config) });
  token = await auth.tokens.create({ name: 'raw', scopes: ['docs:read'], lifetimeMs: 3_600_000 });
  const { email = '', password = '' } = server.firstAccount ?? {};
  const own = 'an entirely new password';
  for (const [path, fields] of [
    ['sign-in', { email, password }],
    ['password', { current: password, next: own, again: own }],
  ] as const) {
    const response = await fetch(server.url + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Origin: origin, Cookie: cookie },
      redirect: 'manual',
    });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
  }
});

afterAll(async () => {
  await auth?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Reply {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Sends one request and takes the reply apart as RFC 9112 says, byte by byte. */
async function ask(line: string, headers: readonly string[] = [], body = ''): Promise<Reply> {
  const { hostname, port, host } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const length = body === '' ? [] : [`Content-Length: ${body.length}`];
  socket.write(
    [
      `${line} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: close',
      ...length,
      ...headers,
      '',
      body,
    ].join('\r\n'),
  );
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  await once(socket, 'close');
  return takeApart(Buffer.concat(chunks), line.startsWith('HEAD '));
}

function takeApart(bytes: Buffer, isHead: boolean): Reply {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase();
    // Two lengths, or two encodings, are what a client cannot read.
    if (name !== 'set-cookie') expect([line, headers.has(name)]).toEqual([line, false]);
    headers.set(name, line.slice(line.indexOf(':') + 1).trim());
  }
  const status = Number(first.split(' ')[1]);
  const rest = bytes.subarray(end + 4);
  if (isHead || status === 304) {
    expect(rest.length).toBe(0);
    return { status, headers, text: '' };
  }
  const body = headers.get('transfer-encoding') === 'chunked' ? dechunk(rest) : rest;
  const length = headers.get('content-length');
  if (length !== undefined) expect([first, body.length]).toEqual([first, Number(length)]);
  const encoding = headers.get('content-encoding');
  const decode = encoding === 'br' ? brotliDecompressSync : gunzipSync;
  const decoded = encoding === undefined ? body : decode(body);
  return { status, headers, text: decoded.toString('utf8') };
}

function dechunk(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.subarray(at, end).toString('latin1'), 16);
    expect(size).not.toBeNaN();
    if (size === 0) return Buffer.concat(parts);
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

const bearer = () => `Authorization: Bearer ${token}`;
const person = () => `Cookie: ${cookie}`;

describe.each(['br', 'gzip', 'identity'])('asked for in %s', (encoding) => {
  const accept = `Accept-Encoding: ${encoding}`;

  test.each([
    ['a page that is not there, for a program', '/docs/none/', bearer, 404],
    ['a twin that is not there, for a program', '/docs/none.md', bearer, 404],
    ['what its token may not read', '/api/search/titles.json', bearer, 403],
    ['a page that is not there, for a person', '/docs/none/', person, 404],
    ['a page that is gone', '/docs/retired/', person, 410],
    ['a page that moved', '/docs/old/', person, 308],
    ['a page', '/docs/sop.media.upload/', person, 200],
    ['a page, for a program', '/docs/sop.media.upload/', bearer, 200],
    ['a page, for nobody', '/docs/sop.media.upload/', () => 'X-A: b', 303],
    ['data, for nobody', '/api/registry.json', () => 'X-A: b', 401],
    ['data, for an unknown token', '/api/registry.json', () => 'Authorization: Bearer x', 401],
    ['the form', '/sign-in', () => 'X-A: b', 200],
  ])('%s is whole', async (_, path, as, status) => {
    const whole = await ask(`GET ${path}`, [accept, as()]);
    expect(whole.status).toBe(status);
    const head = await ask(`HEAD ${path}`, [accept, as()]);
    expect([head.status, head.headers.get('content-type')]).toEqual([
      status,
      whole.headers.get('content-type'),
    ]);
    expect(head.headers.get('content-encoding')).toBe(whole.headers.get('content-encoding'));
    // Nobody promises ranges, so one that is asked for is the whole.
    for (const range of ['bytes=0-9', 'bytes=5-', 'bytes=-5', 'bytes=99999-']) {
      const part = await ask(`GET ${path}`, [accept, as(), `Range: ${range}`]);
      expect([part.status, part.text]).toEqual([status, whole.text]);
    }
    if (as === bearer && status >= 400) {
      expect(Object.keys(JSON.parse(whole.text))).toEqual(['error', 'message']);
      expect(whole.headers.has('content-encoding')).toBe(false);
    }
  });

  test.each([
    ['a form of another site', 'POST /sign-in', ['Origin: https://elsewhere.example'], 'a=b', 403],
    ['a form that is too long', 'POST /sign-in', [], 'a'.repeat(20_000), 413],
    ['what cannot be done', 'DELETE /docs/none/', [], '', 405],
    ['a form that is wrong', 'POST /sign-in', [], 'email=a&password=b', 422],
  ])('%s is answered whole', async (_, line, headers, body, status) => {
    const own = headers.length > 0 ? [] : [`Origin: ${new URL(server.url).origin}`];
    const reply = await ask(line, [accept, person(), ...headers, ...own], body);
    expect(reply.status).toBe(status);
    expect(reply.text.length).toBeGreaterThan(5);
  });
});

test.each([
  ['/docs/doc.br/', 'text/html; charset=utf-8', undefined],
  ['/docs/doc.gz/', 'text/html; charset=utf-8', undefined],
  ['/docs/doc.json.br.md', 'text/markdown; charset=utf-8', undefined],
  ['/images/0123456789ad.gz', 'application/octet-stream', 'attachment'],
  ['/images/0123456789ae.html', 'application/octet-stream', 'attachment'],
  ['/images/0123456789af.pdf', 'application/octet-stream', 'attachment'],
  ['/images/0123456789b1', 'application/octet-stream', 'attachment'],
  ['/images/0123456789b0.mp4', 'video/mp4', undefined],
  ['/images/0123456789ab.png', 'image/png', undefined],
  ['/images/0123456789ac.svg', 'image/svg+xml; charset=utf-8', undefined],
])('%s is sent as what it is', async (path, type, disposition) => {
  const reply = await ask(`GET ${path}`, [person(), 'Accept-Encoding: br, gzip']);
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toBe(type);
  expect(reply.headers.get('content-disposition')).toBe(disposition);
  expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  if (path.startsWith('/images/')) {
    expect(reply.headers.get('content-security-policy')).toMatch(
      /^default-src 'none';(?: media-src 'self';)? frame-ancestors 'none'; sandbox/,
    );
  }
});

test('a video is sent in the part that is asked for, whatever encodings are taken', async () => {
  const path = '/images/0123456789b0.mp4';
  const accept = 'Accept-Encoding: br, gzip';
  const whole = await ask(`GET ${path}`, [person(), accept]);
  expect([whole.status, whole.text, whole.headers.get('accept-ranges')]).toEqual([
    200,
    'a video',
    'bytes',
  ]);
  const tag = whole.headers.get('etag') ?? '';
  expect(tag).toMatch(/^"[\w-]{22}"$/);
  const partOf = async (range: string, ...more: string[]) => {
    const part = await ask(`GET ${path}`, [person(), accept, `Range: ${range}`, ...more]);
    expect(part.headers.has('content-encoding')).toBe(false);
    return [part.status, part.headers.get('content-range'), part.text];
  };
  expect(await partOf('bytes=2-4')).toEqual([206, 'bytes 2-4/7', 'vid']);
  expect(await partOf('bytes=2-')).toEqual([206, 'bytes 2-6/7', 'video']);
  expect(await partOf('bytes=-2')).toEqual([206, 'bytes 5-6/7', 'eo']);
  expect(await partOf('bytes=7-')).toEqual([416, 'bytes */7', '']);
  expect(await partOf('bytes=0-1,3-4')).toEqual([200, undefined, 'a video']);
  expect(await partOf('bytes=2-4', `If-Range: ${tag}`)).toEqual([206, 'bytes 2-4/7', 'vid']);
  // Weak comparison, or a date, would put together what does not belong together.
  for (const other of [`W/${tag}`, '"other"', 'Wed, 25 Nov 2026 12:00:00 GMT']) {
    expect(await partOf('bytes=2-4', `If-Range: ${other}`)).toEqual([200, undefined, 'a video']);
  }
  const again = await ask(`GET ${path}`, [person(), `If-None-Match: ${tag}`, 'Range: bytes=0-1']);
  expect([again.status, again.headers.get('etag')]).toEqual([304, tag]);
  const head = await ask(`HEAD ${path}`, [person(), 'Range: bytes=2-4']);
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '7']);
});

test('what is compressed on the way is never sent in parts', async () => {
  for (const path of ['/images/0123456789ac.svg', '/api/search/titles.json']) {
    for (const encoding of ['br', 'gzip', 'identity']) {
      const headers = [person(), `Accept-Encoding: ${encoding}`, 'Range: bytes=0-9'];
      const reply = await ask(`GET ${path}`, headers);
      expect([reply.status, reply.headers.has('accept-ranges')]).toEqual([200, false]);
    }
  }
});

test.each(['GET', 'POST', 'HEAD'])(
  '%s of an address with a password is refused, and not kept',
  async (method) => {
    const { host } = new URL(server.url);
    events.length = 0;
    for (const address of [
      `http://ada:swordfish@${host}/docs/`,
      `http://swordfish@${host}/sign-in`,
      `https://:swordfish@${host}/`,
      `http:ada:swordfish@${host}/`,
      `ada:swordfish@${host}`,
    ]) {
      const reply = await ask(`${method} ${address}`, [], method === 'POST' ? 'a=b' : '');
      expect([address, reply.status]).toEqual([address, 400]);
      expect(`${[...reply.headers.values()].join()}${reply.text}`).not.toContain('swordfish');
    }
    expect(JSON.stringify(events)).not.toContain('swordfish');
    expect(events).toEqual([]);
  },
);
