/** Attachments on their way out: as what, for whom, and how much of them. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { get } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { serveAttachment } from '../../../src/server/work/attachments/serve-attachment.ts';
import { openDiskBlobs } from '../../../src/server/work/blobs/disk-blobs.ts';
import { openS3Blobs } from '../../../src/server/work/blobs/s3-blobs.ts';
import type { Blobs } from '../../../src/workspace/blobs.ts';
import { makeFolder } from '../portal-fixture.ts';
import { bytesOf, hashOf, limits } from './blobs-contract.ts';
import { stagingFolder, startStore } from './s3-store.ts';
import { startUploads } from './upload-server.ts';

const text = 'the proof of the pudding';

async function serving(blobs: Blobs = openDiskBlobs(makeFolder())) {
  const { sha256 } = await blobs.put(bytesOf(text), limits);
  const { origin } = await startUploads(blobs);
  return (name: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${origin}/${sha256}/${name}`, { method, headers });
}

test.each(['page.html', 'drawing.svg', 'photo.png', 'report.pdf', 'clip.mp4', 'a.js', 'noname'])(
  '%s is a download that no browser opens',
  async (name) => {
    const { headers } = await (await serving())(name);
    expect(headers.get('Content-Disposition')).toBe(`attachment; filename=${name}`);
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none';.*sandbox/);
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
    expect(headers.get('Cache-Control')).toBe('private, no-store');
    expect(headers.get('ETag')).toBe(`"${hashOf(text)}"`);
  },
);

test.each([
  ['page.html', 'application/octet-stream'],
  ['report.pdf', 'application/octet-stream'],
  ['notes.txt', 'application/octet-stream'],
  ['a.xhtml', 'application/octet-stream'],
])('%s is a download also where a page would show it', async (name, type) => {
  const { headers } = await (await serving())(`${name}?inline`);
  expect(headers.get('Content-Type')).toBe(type);
  expect(headers.get('Content-Disposition')).toBe(`attachment; filename=${name}`);
  expect(headers.get('Content-Security-Policy')).toBe(
    "default-src 'none'; frame-ancestors 'none'; sandbox",
  );
});

test.each([
  ['photo.png', 'image/png', "default-src 'none'; frame-ancestors 'none'; sandbox"],
  [
    'drawing.svg',
    'image/svg+xml; charset=utf-8',
    "default-src 'none'; frame-ancestors 'none'; sandbox",
  ],
  [
    'clip.mp4',
    'video/mp4',
    "default-src 'none'; media-src 'self'; frame-ancestors 'none'; sandbox allow-same-origin",
  ],
])('%s may be shown in a page, sandboxed', async (name, type, policy) => {
  const { headers } = await (await serving())(`${name}?inline`);
  expect(headers.get('Content-Type')).toBe(type);
  expect(headers.get('Content-Disposition')).toBeNull();
  expect(headers.get('Content-Security-Policy')).toBe(policy);
  expect(headers.get('Cache-Control')).toBe('private, no-cache');
});

test('names of all scripts arrive, and none ends the header', async () => {
  const ask = await serving();
  const dispositionOf = async (name: string) =>
    (await ask(encodeURIComponent(name))).headers.get('Content-Disposition');
  expect(await dispositionOf('Übersicht €.txt')).toBe(
    'attachment; filename="?bersicht ?.txt"; filename*=UTF-8\'\'%C3%9Cbersicht%20%E2%82%AC.txt',
  );
  expect(await dispositionOf('a"; filename="b.html')).toBe(
    'attachment; filename="a\\"; filename=\\"b.html"',
  );
});

const places: readonly (readonly [string, () => Promise<Blobs>])[] = [
  ['a disk', async () => openDiskBlobs(makeFolder())],
  ['a bucket', async () => openS3Blobs((await startStore()).config, stagingFolder())],
];

test.each(places)('a range of what lies on %s is sent alone', async (_where, open) => {
  const ask = await serving(await open());
  const partOf = async (range: string, headers = {}) => {
    const response = await ask('a.txt', { Range: range, ...headers });
    return [response.status, response.headers.get('Content-Range'), await response.text()];
  };
  const { length } = text;
  expect(await partOf('bytes=4-8')).toEqual([206, `bytes 4-8/${length}`, 'proof']);
  expect(await partOf('bytes=17-')).toEqual([206, `bytes 17-23/${length}`, 'pudding']);
  expect(await partOf('bytes=17-999')).toEqual([206, `bytes 17-23/${length}`, 'pudding']);
  expect(await partOf('bytes=-7')).toEqual([206, `bytes 17-23/${length}`, 'pudding']);
  expect(await partOf('bytes=-999')).toEqual([206, `bytes 0-23/${length}`, text]);
  expect(await partOf('bytes=24-')).toEqual([416, `bytes */${length}`, '']);
  expect(await partOf('bytes=-0')).toEqual([416, `bytes */${length}`, '']);
  for (const range of ['bytes=8-4', 'bytes=-', 'bytes=0-1,3-4', 'lines=0-1', 'bytes=a-b']) {
    expect(await partOf(range)).toEqual([200, null, text]);
  }
  const same = { 'If-Range': `"${hashOf(text)}"` };
  expect(await partOf('bytes=4-8', same)).toEqual([206, `bytes 4-8/${length}`, 'proof']);
  expect(await partOf('bytes=4-8', { 'If-Range': '"other"' })).toEqual([200, null, text]);
});

test('whoever has it gets it not again, and HEAD has no body', async () => {
  const ask = await serving();
  const again = await ask('a.txt', { 'If-None-Match': `"${hashOf(text)}"` });
  expect([again.status, await again.text()]).toEqual([304, '']);
  const head = await ask('a.txt', {}, 'HEAD');
  expect([head.status, head.headers.get('Content-Length'), await head.text()]).toEqual([
    200,
    String(text.length),
    '',
  ]);
});

/** How many files below `folder` this process has open. */
const openFilesIn = (folder: string) =>
  readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(folder);
    } catch {
      // The one the list was read by.
      return false;
    }
  }).length;

describe.runIf(existsSync('/proc/self/fd'))('no file stays open', () => {
  test('for a HEAD, whose body nobody reads', async () => {
    const folder = makeFolder();
    const blobs = openDiskBlobs(folder);
    const { sha256 } = await blobs.put(bytesOf(randomBytes(900_000)), limits);
    const blob = await blobs.open(sha256);
    const request = new Request('http://portal.invalid/a.bin', { method: 'HEAD' });
    const response = blob && (await serveAttachment(blob, request, { name: 'a.bin' }));
    expect(response?.headers.get('Content-Length')).toBe('900000');
    expect(response?.body).toBeNull();
    expect(openFilesIn(folder)).toBe(0);
  });

  test('after a reader has left', async () => {
    const folder = makeFolder();
    const blobs = openDiskBlobs(folder);
    const { sha256 } = await blobs.put(bytesOf(randomBytes(900_000)), limits);
    const { origin } = await startUploads(blobs);
    await new Promise<void>((resolve, reject) => {
      const asked = get(`${origin}/${sha256}/a.bin`, (response) => {
        response.once('data', () => {
          asked.destroy();
          resolve();
        });
      });
      asked.on('error', reject);
    });
    await vi.waitFor(() => expect(openFilesIn(folder)).toBe(0), 10_000);
  });
});
