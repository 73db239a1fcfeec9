/**
 * Bytes on their way in: a file of their own while they arrive, hashed and counted, that becomes
 * something only when all of them are there.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BlobIdentity, type BlobLimits, checkLimits } from '../../../workspace/blobs.ts';
import { whenDiskFails } from './disk-failure.ts';

/** All bytes of an upload, flushed to disk. */
export interface StagedFile extends BlobIdentity {
  readonly path: string;
}

/** Nobody sends one file for longer. */
const ABANDONED_MS = 24 * 60 * 60_000;

/**
 * Writes `bytes` to a new file in `folder`, lets `keep` have it and removes what is left of it,
 * whatever happened.
 */
export async function stage(
  folder: string,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limits: BlobLimits,
  keep: (file: StagedFile) => Promise<void>,
): Promise<BlobIdentity> {
  const path = join(folder, randomUUID());
  try {
    const { sha256, size } = await write(folder, path, bytes, limits);
    await keep({ path, sha256, size });
    return { sha256, size };
  } finally {
    // What cannot be removed now is swept later, and hides no error of the upload.
    await rm(path, { force: true }).catch(() => {});
  }
}

/** Removes files of `folder` that were begun more than a day before `now`. */
export async function sweepStaged(folder: string, now: number): Promise<void> {
  await whenDiskFails(async () => {
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
      if (now - mtimeMs > ABANDONED_MS) await rm(path, { force: true });
    }
  });
}

async function write(
  folder: string,
  path: string,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limits: BlobLimits,
): Promise<BlobIdentity> {
  const file = await whenDiskFails(async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return open(path, 'wx', 0o600);
  });
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of bytes) {
      size += chunk.length;
      checkLimits(size, limits);
      hash.update(chunk);
      await whenDiskFails(() => file.writeFile(chunk));
    }
    await whenDiskFails(() => file.sync());
    return { sha256: hash.digest('hex'), size };
  } finally {
    await file.close();
  }
}
