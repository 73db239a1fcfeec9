/**
 * Replaces an output folder in one step: readers see the old build or the new one, never a
 * mixture, and a crash at any moment leaves a whole build to return to.
 */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { UserError } from '../diagnostics/user-error.ts';

/** Written last into every build; what has it was made by us and is whole. */
export const BUILD_RECORD = 'build.json';

/** The folder to build into, empty; undoes what an interrupted swap left behind. */
export function prepareOutput(out: string, contentRoot: string): string {
  const next = `${out}.next`;
  refuseForeign(out, contentRoot);
  repairOutput(out);
  for (const leftover of [next, `${out}.old`]) rmSync(leftover, { recursive: true, force: true });
  return next;
}

/** Puts the last whole build back when a swap was interrupted between its two renames. */
export function repairOutput(out: string): void {
  const old = `${out}.old`;
  if (existsSync(old) && !existsSync(out)) renameSync(old, out);
}

/** Puts what was built by `prepareOutput`'s folder in the place of `out`. */
export function swapOutput(out: string): void {
  const old = `${out}.old`;
  if (existsSync(out)) renameSync(out, old);
  renameSync(`${out}.next`, out);
  rmSync(old, { recursive: true, force: true });
}

/** A mistyped `--out` must not cost anyone their files. */
function refuseForeign(out: string, contentRoot: string): void {
  if (isWithin(contentRoot, out) || isWithin(out, contentRoot)) {
    throw new UserError(`${out} overlaps the content folder — name another with --out.`);
  }
  for (const folder of [out, `${out}.next`, `${out}.old`]) {
    if (!existsSync(folder)) continue;
    const isOurs = existsSync(join(folder, BUILD_RECORD)) || folder !== out;
    if (!isOurs && readdirSync(folder).length > 0) {
      throw new UserError(`${folder} holds files that are no build — name another with --out.`);
    }
  }
}

function isWithin(path: string, folder: string): boolean {
  const [first] = relative(resolve(folder), resolve(path)).split(sep);
  return first !== '..';
}
