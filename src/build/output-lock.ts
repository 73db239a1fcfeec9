/**
 * The lock of an output folder: a file that each process makes for itself in the folder beside it.
 * Who sees no other of a living process has the lock; who sees one gives its own up. There is no
 * moment in which a lock of a dead process could be taken from somebody who has just taken it over.
 */
import { closeSync, mkdirSync, openSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../diagnostics/user-error.ts';
import { IGNORE_FILE, ignoreInGit } from '../source/ignored-folder.ts';
import { type OwnedName, ownedNames, ownName } from './owned-names.ts';

/** The folder beside `out` that builds work in. */
export function workFolder(out: string): string {
  return join(dirname(out), `.${basename(out)}.opsbook`);
}

/** Two that come at the same moment see each other and step back; chance lets one be first. */
const MAX_TRIES = 25;
const MAX_PAUSE_MS = 25;

/** Returns its path. @throws UserError while another build has it. */
export function takeLock(out: string): string {
  const work = workFolder(out);
  let other: OwnedName | undefined;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const lock = makeLock(work);
    if (lock !== undefined) {
      other = lockOf(work, lock);
      if (other === undefined) return lock;
      releaseLock(lock);
    }
    pause(Math.random() * MAX_PAUSE_MS);
  }
  throw new UserError(describeOther(other, out));
}

export function releaseLock(lock: string): void {
  rmSync(lock, { force: true });
  const work = dirname(lock);
  try {
    if (readdirSync(work).join() === IGNORE_FILE) rmSync(join(work, IGNORE_FILE), { force: true });
    rmdirSync(work);
  } catch (error) {
    // Somebody else is in there, or was faster.
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EPERM'].includes(codeOf(error))) throw error;
  }
}

/** Undefined when the folder was removed meanwhile, by a build that has ended. */
function makeLock(work: string): string | undefined {
  const lock = join(work, ownName('lock'));
  try {
    if (mkdirSync(work, { recursive: true }) !== undefined) ignoreInGit(work);
    closeSync(openSync(lock, 'wx'));
    return lock;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function lockOf(work: string, own: string): OwnedName | undefined {
  return ownedNames(work).find(
    ({ part, path, isAlive }) => part === 'lock' && path !== own && isAlive,
  );
}

function describeOther(other: OwnedName | undefined, out: string): string {
  const place = other && !other.isOfThisMachine ? ' of another machine' : '';
  const name = other ? ` (process ${other.pid}${place})` : '';
  const advice = place && `; if it was stopped, remove ${other?.path}`;
  return `Another build${name} is writing into ${out} — run this again when it has ended${advice}.`;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

/** Without giving up the turn: what was read is recorded before anything else can happen. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
