import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../../src/server/config/config-error.ts';
import { canonicalPath } from '../../../src/server/files/file-index.ts';
import { openStaticFiles } from '../../../src/server/files/static-files.ts';
import { builtFiles, canary, makeFolder, openPortal, writeFiles } from '../portal-fixture.ts';

async function openBuild(files: Readonly<Record<string, string>> = builtFiles) {
  const dist = makeFolder(files);
  const served = await openStaticFiles(dist);
  const get = (path: string, headers: Record<string, string> = {}) =>
    served.respond(new Request(`http://portal.invalid${path}`, { headers }));
  return { dist, get };
}

describe('a build', () => {
  test.each([
    ['/', 'text/html; charset=utf-8', undefined],
    ['/docs/sop.media.upload/', 'text/html; charset=utf-8', undefined],
    ['/docs/sop.media.upload.md', 'text/markdown; charset=utf-8', undefined],
    ['/docs/%C3%BCber%20mich/', 'text/html; charset=utf-8', undefined],
    ['/docs/sop%2Emedia.upload/', 'text/html; charset=utf-8', undefined],
    ['/api/registry.json', 'application/json; charset=utf-8', undefined],
    ['/api/templates/oss.ics', 'text/calendar; charset=utf-8', undefined],
    ['/api/search/titles.json', 'application/json; charset=utf-8', 'private, no-cache'],
    ['/images/0123456789ab.png', 'image/png', 'private, no-cache'],
    ['/images/0123456789ac.svg', 'image/svg+xml; charset=utf-8', 'private, no-cache'],
    [
      '/_astro/page.Ab12.js',
      'text/javascript; charset=utf-8',
      'private, max-age=31536000, immutable',
    ],
  ])('answers %s', async (path, contentType, cacheControl) => {
    const { get } = await openBuild();
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe(contentType);
    expect(response.headers.get('Cache-Control') ?? undefined).toBe(cacheControl);
    expect(response.headers.has('ETag')).toBe(cacheControl !== undefined);
    expect(await response.text()).toContain(canary);
  });

  test.each([
    '/build.json',
    '/_redirects',
    '/404.html',
    '/.env',
    '/%2eenv',
    '/.hidden/notes.txt',
    '/_astro/page.Ab12.js.br',
    '/_astro/page.Ab12.js.gz',
    '/_astro/',
    '/docs/',
    '/docs%2Fsop.media.upload/',
    '/docs/sop.media.upload%2F',
    '/docs/SOP.media.upload/',
    '/docs/sop.media.upload/;x',
    '//docs/sop.media.upload/',
    '/docs//sop.media.upload/',
    '/%',
    '/%ff',
    '/%00',
    '/constructor',
    '/__proto__',
  ])('has its own 404 page for %s', async (path) => {
    const { get } = await openBuild();
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe(builtFiles['404.html']);
    expect(response.headers.has('ETag')).toBe(false);
  });

  test('redirects to the one address of a page, with the query', async () => {
    const { get } = await openBuild();
    for (const [path, target] of [
      ['/docs/sop.media.upload', '/docs/sop.media.upload/'],
      ['/docs/sop.media.upload?anchor=1', '/docs/sop.media.upload/?anchor=1'],
      ['/docs/sop.media.upload/index.html', '/docs/sop.media.upload/'],
      ['/index.html', '/'],
      ['/docs/old/', '/docs/sop.media.upload/'],
      ['/docs/old', '/docs/sop.media.upload/'],
      ['/docs/old/?anchor=1', '/docs/sop.media.upload/?anchor=1'],
      ['/docs/older/?anchor=1', '/docs/sop.media.upload/?from=older#top'],
    ] as const) {
      const response = await get(path);
      expect([path, response.status, response.headers.get('Location')]).toEqual([
        path,
        308,
        target,
      ]);
    }
  });

  test('says what is gone', async () => {
    const { get } = await openBuild();
    const response = await get('/docs/retired/');
    expect(response.status).toBe(410);
    expect(await response.text()).toContain(`retired &lt;${canary}&gt;; see sop.media.upload.`);
  });

  test('never follows a symbolic link', async () => {
    const outside = makeFolder({ 'secret.txt': 'outside' });
    const { dist } = await openBuild();
    symlinkSync(join(outside, 'secret.txt'), join(dist, 'link.txt'));
    symlinkSync(outside, join(dist, 'folder'));
    const served = await openStaticFiles(dist);
    for (const path of ['/link.txt', '/folder/secret.txt', '/folder/']) {
      const response = await served.respond(new Request(`http://portal.invalid${path}`));
      expect(response.status).toBe(404);
    }
  });

  test('has a plain page for what is missing when it brings none', async () => {
    const { get } = await openBuild({ 'index.html': 'home' });
    expect((await get('/nothing')).status).toBe(404);
  });

  test('must exist', async () => {
    await expect(openStaticFiles(join(makeFolder(), 'dist'))).rejects.toThrow(ConfigError);
  });
});

describe('a conditional request', () => {
  test('is answered 304 for the same bytes, however compressed', async () => {
    const { get } = await openBuild();
    const plain = await get('/api/search/titles.json');
    const entityTag = plain.headers.get('ETag') ?? '';
    expect(entityTag).toMatch(/^W\/"[\w-]{22}"$/);
    for (const tag of [entityTag, entityTag.slice(2), `"x", ${entityTag}`, '*']) {
      const headers = { 'If-None-Match': tag, 'Accept-Encoding': 'br' };
      const response = await get('/api/search/titles.json', headers);
      expect([response.status, await response.text()]).toEqual([304, '']);
      expect(response.headers.get('ETag')).toBe(entityTag);
    }
    expect((await get('/api/search/titles.json', { 'If-None-Match': '"x"' })).status).toBe(200);
  });

  test('is answered only after the gate', async () => {
    const { browse } = await openPortal();
    const headers = { 'If-None-Match': '*' };
    expect((await browse().get('/images/0123456789ab.png', { headers })).status).toBe(303);
    expect((await browse().get('/api/search/titles.json', { headers })).status).toBe(401);
  });
});

test('redirects and gone pages are answered only after the gate', async () => {
  const { browse } = await openPortal();
  const browser = browse();
  for (const path of ['/docs/old/', '/docs/retired/', '/docs/sop.media.upload', '/nothing']) {
    expect((await browser.get(path)).headers.get('Location')).toMatch(/^\/sign-in\?returnTo=/);
  }
  await browser.signIn();
  const statuses = ['/docs/old/', '/docs/retired/', '/nothing'].map(
    async (path) => (await browser.get(path)).status,
  );
  expect(await Promise.all(statuses)).toEqual([308, 410, 404]);
});

test('bodies are compressed as the browser asks', async () => {
  const { get } = await openBuild();
  const encoded = async (path: string, accept: string) => {
    const response = await get(path, { 'Accept-Encoding': accept });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('Content-Length')).toBe(String(bytes.length));
    return { bytes, encoding: response.headers.get('Content-Encoding'), headers: response.headers };
  };
  const page = '/docs/sop.media.upload/';
  const text = builtFiles['docs/sop.media.upload/index.html'];
  const brotli = await encoded(page, 'gzip, deflate, br;q=0.9');
  expect([brotli.encoding, brotliDecompressSync(brotli.bytes).toString()]).toEqual(['br', text]);
  expect(brotli.headers.get('Vary')).toBe('Accept-Encoding');
  const gzip = await encoded(page, 'gzip, br;q=0');
  expect([gzip.encoding, gunzipSync(gzip.bytes).toString()]).toEqual(['gzip', text]);
  expect((await encoded(page, 'identity')).encoding).toBeNull();
  expect((await encoded('/docs/sop.media.upload.md', 'br')).encoding).toBeNull();
  expect((await encoded('/images/0123456789ab.png', 'br')).encoding).toBeNull();
});

test('what the build compressed is sent as it is, and has no address of its own', async () => {
  const { dist, get } = await openBuild({
    'index.html': 'home',
    '404.html': 'nothing here',
    '_astro/page.js': 'the script',
    '_astro/lone.js.br': 'nothing belongs to this',
  });
  writeFileSync(join(dist, '_astro/page.js.br'), brotliCompressSync('the script, by brotli'));
  writeFileSync(join(dist, '_astro/page.js.gz'), gzipSync('the script, by gzip'));
  const served = await openStaticFiles(dist);
  const read = async (path: string, accept: string) => {
    const headers = { 'Accept-Encoding': accept };
    const response = await served.respond(new Request(`http://a.invalid${path}`, { headers }));
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes };
  };
  const [br, gzip, plain] = await Promise.all(
    ['br, gzip', 'gzip', 'identity'].map((accept) => read('/_astro/page.js', accept)),
  );
  expect(brotliDecompressSync(br?.bytes ?? '').toString()).toBe('the script, by brotli');
  expect(gunzipSync(gzip?.bytes ?? '').toString()).toBe('the script, by gzip');
  expect(plain?.bytes.toString()).toBe('the script');
  expect(new Set([br, gzip, plain].map((each) => each?.headers.get('ETag'))).size).toBe(1);
  for (const path of ['page.js.br', 'page.js.gz', 'lone.js.br', 'lone.js']) {
    expect((await read(`/_astro/${path}`, 'br')).status).toBe(404);
    expect((await get(`/_astro/${path}`)).status).toBe(404);
  }
});

describe('a new build swapped in', () => {
  const next = { 'index.html': 'second', 'new/index.html': 'new', 'build.json': '{"build":2}' };

  test('is served at once, and nothing of the old one', async () => {
    const { dist, get } = await openBuild();
    const staged = makeFolder();
    writeFiles(`${staged}/next`, next);
    renameSync(dist, `${staged}/old`);
    renameSync(`${staged}/next`, dist);
    expect(await (await get('/')).text()).toBe('second');
    expect((await get('/new/')).status).toBe(200);
    expect((await get('/docs/sop.media.upload/')).status).toBe(404);
    expect((await get('/docs/old/')).status).toBe(404);
  });

  test('takes every request that arrives at the same time', async () => {
    const { dist, get } = await openBuild();
    const staged = makeFolder();
    writeFiles(`${staged}/next`, next);
    const before = Array.from({ length: 20 }, () => get('/'));
    renameSync(dist, `${staged}/old`);
    renameSync(`${staged}/next`, dist);
    const after = Array.from({ length: 20 }, () => get('/'));
    for (const response of await Promise.all([...before, ...after]))
      expect(response.status).toBe(200);
  });

  test('drops no request, however often builds follow one another', async () => {
    const { dist, get } = await openBuild({ 'build.json': '0', 'index.html': 'build 0' });
    const staged = makeFolder();
    const statuses: number[] = [];
    for (let build = 1; build <= 20; build++) {
      const name = `page-${build}`;
      writeFiles(`${staged}/next`, {
        'build.json': String(build),
        'index.html': `build ${build}`,
        [`${name}/index.html`]: name,
      });
      const before = Array.from({ length: 10 }, () => get('/'));
      renameSync(dist, `${staged}/old`);
      // Nothing stands here: these wait for what comes.
      const between = Array.from({ length: 10 }, () => get('/'));
      renameSync(`${staged}/next`, dist);
      rmSync(`${staged}/old`, { recursive: true });
      const after = [get('/'), get(`/${name}/`)];
      const answers = await Promise.all([...before, ...between, ...after]);
      statuses.push(...answers.map(({ status }) => status));
      expect(await answers.at(-1)?.text()).toBe(name);
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test('without a marker is noticed by its folder', async () => {
    const { dist, get } = await openBuild({ 'index.html': 'first' });
    const staged = makeFolder({ 'next/later/index.html': 'later' });
    rmSync(dist, { recursive: true });
    renameSync(`${staged}/next`, dist);
    expect((await get('/later/')).status).toBe(200);
  });

  test('in place is noticed by its marker', async () => {
    const { dist, get } = await openBuild();
    mkdirSync(join(dist, 'later'));
    writeFileSync(join(dist, 'later/index.html'), 'later');
    expect((await get('/later/')).status).toBe(404);
    rmSync(join(dist, 'build.json'));
    writeFileSync(join(dist, 'build.json'), '{"build":2}');
    expect((await get('/later/')).status).toBe(200);
  });
});

test.each([
  ['/a b/', '/a%20b/'],
  ['/%61%2fb', '/a%2Fb'],
  ["/a'(b)", "/a'(b)"],
  ['/%zz', undefined],
])('canonicalPath(%j) is %j', (path, canonical) => {
  expect(canonicalPath(path)).toBe(canonical);
});
