/**
 * Blobs in a folder, as `ab/cdef…` by their hash. A blob appears by one rename, after its bytes are
 * on the disk: whatever has such a name is whole.
 */
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { type Blobs, isSha256, type ListedBlob } from '../../../workspace/blobs.ts';
import { whenDiskFails } from './disk-failure.ts';
import { stage, sweepStaged } from './stage.ts';

/** Where files are while they arrive; no two digits, so that it is no folder of blobs. */
const INCOMING = 'incoming';

/** @param folder is made when it is needed */
export function openDiskBlobs(folder: string): Blobs {
  const incoming = join(folder, INCOMING);
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2));
  return {
    put(bytes, limits) {
      return stage(incoming, bytes, limits, ({ path, sha256 }) =>
        whenDiskFails(() => place(path, pathOf(sha256))),
      );
    },
    async open(sha256) {
      if (!isSha256(sha256)) return undefined;
      const path = pathOf(sha256);
      const found = await whenDiskFails(() => stat(path).catch(undefinedWhenAbsent));
      if (found === undefined) return undefined;
      return {
        sha256,
        size: found.size,
        // Node's type of the same class differs from that of browsers.
        read: async (range = { start: 0, end: Number.POSITIVE_INFINITY }) =>
          Readable.toWeb(createReadStream(path, range)) as NodeReadableStream as ReadableStream,
      };
    },
    list: () => listBelow(folder),
    async remove(sha256) {
      if (isSha256(sha256)) await whenDiskFails(() => rm(pathOf(sha256), { force: true }));
    },
    sweep: (now) => sweepStaged(incoming, now),
    async check() {
      // Through all that keeping a file needs; the folder of its own is no place of a blob.
      const limits = { maxBytes: 1, bytesLeft: 1 };
      await stage(incoming, [new Uint8Array(1)], limits, ({ path }) =>
        whenDiskFails(() => place(path, join(incoming, 'check'))),
      );
      await rm(join(incoming, 'check'), { force: true });
    },
  };
}

/** Gives `staged` its name for good. The same bytes may have it already: they get its time. */
async function place(staged: string, path: string): Promise<void> {
  const folder = dirname(path);
  const isNew = (await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined;
  await rename(staged, path);
  await flushFolder(folder);
  if (isNew) await flushFolder(dirname(folder));
}

/** A new name survives a loss of power only when its folder is flushed too. */
async function flushFolder(folder: string): Promise<void> {
  // Windows opens no folders; its journal has the names.
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* listBelow(folder: string): AsyncGenerator<ListedBlob> {
  for (const first of await namesIn(folder)) {
    for (const rest of await namesIn(join(folder, first))) {
      const sha256 = first + rest;
      if (!isSha256(sha256)) continue;
      const found = await stat(join(folder, first, rest)).catch(undefinedWhenAbsent);
      if (found) yield { sha256, size: found.size, at: found.mtimeMs };
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return whenDiskFails(async () => (await readdir(folder).catch(undefinedWhenAbsent)) ?? []);
}

function undefinedWhenAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}
