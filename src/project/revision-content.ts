/** The content of a Git revision, for as long as someone reads it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, relative, resolve, sep } from 'node:path';
import { CONFIG_NAME } from '../../schemas/config.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { quote } from '../diagnostics/wording.ts';
import { askGit, requireGit } from '../source/git.ts';

/**
 * Writes the folder `content` of a revision, and the configuration beside it, to a temporary
 * place and hands the folder on. Git gets an index of its own, so neither the working tree nor
 * anything staged is touched.
 *
 * @throws UserError when there is no such revision, or no such folder in it.
 */
export function withContentOfRevision<T>(
  revision: string,
  { cwd, content }: { readonly cwd: string; readonly content: string },
  read: (folder: string) => T,
): T {
  const scratch = mkdtempSync(join(tmpdir(), 'opsbook-revision-'));
  try {
    const path = relative(cwd, resolve(cwd, content)).split(sep).join('/') || '.';
    const tree = findTree(cwd, revision, path);
    const folder = join(scratch, 'content');
    mkdirSync(folder);
    const env = { GIT_INDEX_FILE: join(scratch, 'index') };
    for (const args of [
      ['read-tree', tree],
      ['checkout-index', '--all', `--prefix=${folder}/`],
    ]) {
      requireGit(cwd, args, `read ${quote(revision)}`, { env });
    }
    const config = findConfig(cwd, revision, path);
    if (config !== undefined) writeFileSync(join(scratch, CONFIG_NAME), config);
    return read(folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Git's name of the folder's state; `./` makes the path relative to the working directory. */
function findTree(cwd: string, revision: string, path: string): string {
  const verify = (name: string) =>
    askGit(cwd, ['rev-parse', '--verify', '--quiet', '--end-of-options', name])?.trim();
  if (verify(`${revision}^{commit}`) === undefined) {
    throw new UserError(
      `There is no file or folder ${quote(revision)}, and no Git revision of that name here. ` +
        'Name a template JSON file, a content folder or a revision.',
    );
  }
  const tree = verify(`${revision}:./${path}`);
  if (tree !== undefined) return tree;
  throw new UserError(
    `The Git revision ${quote(revision)} has no folder ${quote(path)} — name one with --content.`,
  );
}

function findConfig(cwd: string, revision: string, path: string): string | undefined {
  const name = `${revision}:./${posix.join(posix.dirname(path), CONFIG_NAME)}`;
  return askGit(cwd, ['show', '--end-of-options', name]);
}
