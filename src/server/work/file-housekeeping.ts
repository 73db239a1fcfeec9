/** Tells at the start when files cannot be kept, and takes away once a day what uploads have left. */
import type { Blobs } from '../../workspace/blobs.ts';
import type { Audit } from '../audit.ts';

export interface FileHousekeeping {
  stop(): void;
}

/** `audit` is told of what cannot be done; the portal goes on, since most of it needs no files. */
export function keepFiles(
  blobs: Pick<Blobs, 'check' | 'sweep'>,
  clock: () => number,
  audit: Audit = () => {},
): FileHousekeeping {
  const told = (work: Promise<void>) =>
    work.catch((error: unknown) => {
      const detail = error instanceof Error ? error.message : String(error);
      audit({ event: 'internal-error', detail });
    });
  void told(blobs.check().then(() => blobs.sweep(clock())));
  const timer = setInterval(() => void told(blobs.sweep(clock())), DAY_MS).unref();
  return { stop: () => clearInterval(timer) };
}

const DAY_MS = 24 * 60 * 60_000;
