/**
 * Names that say which process they belong to, so that processes can work beside each other in one
 * folder and clear away what another left when it was killed. No name is made twice, so removing
 * what a dead process left can meet nobody else; what is not named like this is never touched.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRunning, startOf } from '../source/running-process.ts';

/** What a name is for. */
export type Part = 'lock' | 'next' | 'old' | 'trash' | 'scratch';

export interface OwnedName {
  readonly path: string;
  readonly part: Part;
  readonly pid: number;
  readonly isOfThisMachine: boolean;
  /** Whether its process may still be at work. */
  readonly isAlive: boolean;
}

/** A process of another machine cannot be asked; no build takes this long. */
const MAX_FOREIGN_AGE_MS = 60 * 60 * 1000;

const OWNED = /^(\d+)-(\d+)-([0-9a-f]{8})-[0-9a-f]{16}\.(lock|next|old|trash|scratch)$/;

const MACHINE = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** A name of this process that nothing has yet. */
export function ownName(part: Part): string {
  const chance = randomBytes(8).toString('hex');
  return `${process.pid}-${startOf(process.pid)}-${MACHINE}-${chance}.${part}`;
}

/** What is in `folder`; empty when there is no such folder. */
export function ownedNames(folder: string): OwnedName[] {
  return namesIn(folder).flatMap((name) => {
    const [, pid = '', start = '', machine, part] = OWNED.exec(name) ?? [];
    if (part === undefined) return [];
    const path = join(folder, name);
    const isOfThisMachine = machine === MACHINE;
    const isAlive = isOfThisMachine ? isRunning(Number(pid), Number(start)) : isRecent(path);
    return [{ path, part: part as Part, pid: Number(pid), isOfThisMachine, isAlive }];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function isRecent(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs < MAX_FOREIGN_AGE_MS;
}
