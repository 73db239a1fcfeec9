/** Blobs on a disk: what is promised of any place, and what only a disk can show. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDiskBlobs } from '../../../src/server/work/blobs/disk-blobs.ts';
import { whenDiskFails } from '../../../src/server/work/blobs/disk-failure.ts';
import { BlobsUnavailable } from '../../../src/workspace/blobs.ts';
import { makeFolder } from '../portal-fixture.ts';
import { bytesOf, describeBlobs, limits, listOf, namesIn } from './blobs-contract.ts';

describeBlobs('on a disk', async () => openDiskBlobs(join(makeFolder(), 'files')));

const text = 'the proof of the pudding';
const sha256 = createHash('sha256').update(text).digest('hex');

/** Every file below `folder`. */
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('blobs on a disk', () => {
  test('lie below two digits of their hash, for the server alone', async () => {
    const folder = join(makeFolder(), 'files');
    await openDiskBlobs(folder).put(bytesOf(text), limits);
    const path = join(folder, sha256.slice(0, 2), sha256.slice(2));
    expect(filesIn(folder)).toEqual([path]);
    expect(readFileSync(path, 'utf8')).toBe(text);
    const modeOf = (each: string) => statSync(each).mode & 0o777;
    expect(modeOf(path)).toBe(0o600);
    expect([folder, join(path, '..'), join(folder, 'incoming')].map(modeOf)).toEqual([
      0o700, 0o700, 0o700,
    ]);
  });

  test('are healed by the same bytes', async () => {
    const folder = makeFolder();
    const blobs = openDiskBlobs(folder);
    await blobs.put(bytesOf(text), limits);
    writeFileSync(join(folder, sha256.slice(0, 2), sha256.slice(2)), 'rotten');
    await blobs.put(bytesOf(text), limits);
    expect((await blobs.open(sha256))?.size).toBe(text.length);
  });

  test('have their time from the last put', async () => {
    const folder = makeFolder();
    const blobs = openDiskBlobs(folder);
    await blobs.put(bytesOf(text), limits);
    utimesSync(join(folder, sha256.slice(0, 2), sha256.slice(2)), 0, 0);
    await blobs.put(bytesOf(text), limits);
    const [listed] = await listOf(blobs);
    expect(listed?.at).toBeGreaterThan(0);
  });

  test('what uploads left behind is swept after a day, and counts as nothing before', async () => {
    const folder = makeFolder();
    const blobs = openDiskBlobs(folder);
    await blobs.put(bytesOf(text), limits);
    const left = join(folder, 'incoming', 'left');
    writeFileSync(left, 'half a fi');
    expect(await namesIn(blobs)).toEqual([sha256]);
    const begun = statSync(left).mtimeMs;
    await blobs.sweep(begun + 23 * 3_600_000);
    expect(existsSync(left)).toBe(true);
    await blobs.sweep(begun + 25 * 3_600_000);
    expect(existsSync(left)).toBe(false);
    expect(await blobs.open(sha256)).toBeDefined();
  });

  test('a place that cannot be written is told in a sentence, with what to do', async () => {
    const file = join(makeFolder({ taken: 'a file' }), 'taken');
    const blobs = openDiskBlobs(file);
    await expect(blobs.check()).rejects.toThrow(BlobsUnavailable);
    await expect(blobs.put(bytesOf(text), limits)).rejects.toThrow(
      /^Attachments cannot be kept at `.*taken\/incoming`: a file is in the place of a folder — /,
    );
  });

  // As the operating system says it: who runs the tests may be allowed everything.
  test.each([
    ['EACCES', 'the server may not write there — give it the folder'],
    ['ENOSPC', 'the disk is full — make room'],
  ])('%s is told in a sentence', async (code, reason) => {
    const error = Object.assign(new Error(code), { code, path: '/srv/files' });
    await expect(whenDiskFails(() => Promise.reject(error))).rejects.toThrow(
      `Attachments cannot be kept at \`/srv/files\`: ${reason}.`,
    );
  });
});
