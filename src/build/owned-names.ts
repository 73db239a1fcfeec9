/**
 * Names that say which process they belong to, so that processes can work beside each other in one
 * folder and clear away what another left when it was killed. No name is made twice, so removing
 * what a dead process left can meet nobody else; what is not named like this is never touched.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

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
  return `${process.pid}-${startOf(process.pid) ?? 0}-${MACHINE}-${chance}.${part}`;
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

/** A number is given to another process in time, whose start tells the two apart. */
function isRunning(pid: number, start: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one, too.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const known = startOf(pid);
  return known === undefined || start === 0 || known === start;
}

/** When a process began, in ticks since the machine did (proc_pid_stat(5), field 22); Linux tells. */
function startOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name of the program in brackets, which may hold anything.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return undefined;
  }
}

function isRecent(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs < MAX_FOREIGN_AGE_MS;
}
