/** What every route of the workspace works with. */
import { randomBytes } from 'node:crypto';
import type { Blobs } from '../../workspace/blobs.ts';
import type { Publication } from '../../workspace/published.ts';
import type { Store } from '../../workspace/store.ts';

export interface WorkServices {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly publication: Publication;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newId: (kind: IdKind) => string;
  /** E-mail address of each account by the id that the log keeps. */
  readonly people: () => Promise<ReadonlyMap<string, string>>;
}

/** First letter of an id: runs, files, commands. */
export type IdKind = 'r' | 'f' | 'c';

/** 100 random bits, which no two runs share and nobody guesses. */
export function newId(kind: IdKind): string {
  const digits = BigInt(`0x${randomBytes(16).toString('hex')}`).toString(36);
  return kind + digits.padStart(20, '0').slice(-20);
}

/** The present moment as the workspace takes it. */
export function momentOf(clock: () => number): string {
  return new Date(clock()).toISOString();
}
