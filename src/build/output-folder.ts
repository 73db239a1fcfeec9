/**
 * Replaces an output folder as a whole: whoever reads it sees the build before or the new one.
 *
 * Beside `dist` lies, while a build runs, the folder `.dist.opsbook` of our own names: `.lock` of who
 * builds, `.next` where it builds, `.old` what stood in `dist`, `.trash` what is being removed.
 *
 * 1. Nobody touches `dist` or these names without the lock. Each process makes a lock file of its
 *    own (O_EXCL) and has the lock when no other living process has such a file; a file of a dead
 *    process counts for nothing and belongs to nobody who could miss it.
 * 2. `.next` is of one process. It becomes `dist` after its record was written, which is last.
 * 3. `.old` is a whole build: it was `dist` until one rename, and is renamed to `.trash` before
 *    anything in it is removed.
 * 4. `dist` is a whole build or is absent; and it is absent only before the first build and between
 *    two renames that follow each other at once, when `.old` is there.
 *
 * So a process that is killed anywhere leaves `dist` whole, or absent with its last build in `.old`,
 * which the next `build`, `start` or `serve` puts back. No file system that Node speaks to exchanges
 * two folders in one step; a symbolic link could, but what people copy to a host is a folder.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../diagnostics/user-error.ts';
import { releaseLock, takeLock, workFolder } from './output-lock.ts';
import { ownedNames, ownName } from './owned-names.ts';

/** Written last into every build; what has it was made by us and is whole. */
export const BUILD_RECORD = 'build.json';

/** Called with a sentence about what an earlier build left. */
export type OnNotice = (sentence: string) => void;

/** An output folder that this process alone may replace until it gives it back. */
export interface ClaimedOutput {
  /** The folder to build into; the caller makes it. */
  readonly next: string;
  /** Puts it in the place of the output folder. @throws UserError when the claim was taken away. */
  swap(): void;
  /** Removes what was not put in place, and lets others build. */
  release(): void;
}

/**
 * Claims `out`, which is absolute, and clears away what killed builds left.
 *
 * @throws UserError when another build is at work, or `out` is no place to build into.
 */
export function claimOutput(out: string, contentRoot: string, onNotice: OnNotice): ClaimedOutput {
  if (isWithin(contentRoot, out) || isWithin(out, contentRoot)) {
    throw new UserError(`${out} overlaps the content folder — name another with --out.`);
  }
  const work = workFolder(out);
  const lock = takeLock(out);
  const next = join(work, ownName('next'));
  const release = () => {
    discard(next);
    // Last, so that what else is there is nobody's.
    releaseLock(lock);
  };
  try {
    restore(out, onNotice);
    clear(work, lock, onNotice);
    refuseForeign(out);
  } catch (error) {
    release();
    throw error;
  }
  return {
    next,
    release,
    swap() {
      if (!existsSync(lock)) {
        throw new UserError(`${lock} was removed while ${out} was being built — build again.`);
      }
      replace(out, next);
    },
  };
}

/**
 * Puts the last whole build back when a swap was interrupted between its two renames.
 *
 * @throws UserError when another build is at work and nothing is there yet.
 */
export function repairOutput(out: string, onNotice: OnNotice): void {
  if (existsSync(out) || ownedNames(workFolder(out)).every(({ part }) => part !== 'old')) return;
  let lock: string;
  try {
    lock = takeLock(out);
  } catch (error) {
    // It was between its two renames.
    if (existsSync(out)) return;
    throw error;
  }
  try {
    restore(out, onNotice);
  } finally {
    releaseLock(lock);
  }
}

function restore(out: string, onNotice: OnNotice): void {
  if (existsSync(out)) return;
  const old = ownedNames(workFolder(out)).find(
    ({ part, path }) => part === 'old' && bearsRecord(path),
  );
  if (old === undefined) return;
  renameSync(old.path, out);
  onNotice(`A build (process ${old.pid}) did not end; the one before it is back in ${out}.`);
}

/** Nobody else is at work here, so what others have named is left over. */
function clear(work: string, lock: string, onNotice: OnNotice): void {
  for (const { path, part, pid } of ownedNames(work)) {
    if (path === lock) continue;
    discard(path);
    if (part === 'lock') onNotice(`A build (process ${pid}) did not end; what it left is removed.`);
  }
}

function replace(out: string, next: string): void {
  if (!bearsRecord(out)) {
    // An empty folder, or one that somebody has filled meanwhile, which is then an error.
    if (existsSync(out)) rmdirSync(out);
    renameSync(next, out);
    return;
  }
  const old = join(dirname(next), ownName('old'));
  renameSync(out, old);
  try {
    renameSync(next, out);
  } catch (error) {
    renameSync(old, out);
    throw error;
  }
  discard(old);
}

/** Removes what may be a whole build: half of one must not be taken for it. */
function discard(path: string): void {
  if (!existsSync(path)) return;
  const trash = join(dirname(path), ownName('trash'));
  renameSync(path, trash);
  rmSync(trash, { recursive: true, force: true });
}

/** A mistyped `--out` must not cost anyone their files. */
function refuseForeign(out: string): void {
  if (existsSync(out) && !bearsRecord(out) && readdirSync(out).length > 0) {
    throw new UserError(`${out} holds files that are no build — name another with --out.`);
  }
}

/** Other programs have a `build.json`, too. */
function bearsRecord(folder: string): boolean {
  try {
    const record = JSON.parse(readFileSync(join(folder, BUILD_RECORD), 'utf8'));
    return record.version === 1 && Array.isArray(record.inputs);
  } catch {
    return false;
  }
}

function isWithin(path: string, folder: string): boolean {
  const [first] = relative(resolve(folder), resolve(path)).split(sep);
  return first !== '..';
}
