/** Folders of this program in the projects of people, which Git and other accounts never see. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Makes `folder`, whose parents may be missing. Whoever makes it keeps it out of Git, itself
 * included; one that is there already is its owner's.
 */
export function makeIgnoredFolder(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) ignoreInGit(folder);
}

/** Keeps all that is in `folder` out of Git. */
export function ignoreInGit(folder: string): void {
  writeFileSync(join(folder, IGNORE_FILE), '*\n');
}

export const IGNORE_FILE = '.gitignore';
