/** What Git says has changed in a content root since a commit. Git is only asked, never told. */
import { realpathSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { UserError } from '../diagnostics/user-error.ts';
import { askGit, readBlobs, requireGit } from './git.ts';
import type { SourceFile } from './source-file.ts';

export interface ChangedFiles {
  /** New, different or gone, relative to the content root. */
  readonly paths: ReadonlySet<string>;
  /** The documents among them that the commit has, as they are there. */
  readonly before: readonly SourceFile[];
  /** Those of the named files beside the content root that have changed. */
  readonly beside: ReadonlySet<string>;
}

/**
 * Compares the files on disk, committed or not, with where this branch left `ref`.
 *
 * @param besides names of files in the parent folder of the content root
 * @throws UserError when there is no repository, no such commit or no Git.
 */
export function changedFilesSince(
  contentRoot: string,
  ref: string,
  besides: readonly string[],
): ChangedFiles {
  const root = realpathSync(contentRoot);
  const prefix = git(root, 'rev-parse', '--show-prefix').trimEnd();
  const commit = forkPoint(root, ref);
  const changed = names(git(root, 'diff', ...DIFF, '--relative', commit, '--', '.'));
  const added = names(git(root, 'ls-files', '--others', '-z', '--', '.'));
  const paths = new Set([...changed, ...added]);
  const documents = [...changed].filter((path) => /\.mdx?$/i.test(path));
  return {
    paths,
    before: readAt(root, commit, prefix, documents),
    beside: new Set(prefix === '' ? [] : changedBeside(dirname(root), commit, besides)),
  };
}

const DIFF = ['--name-only', '--no-renames', '--no-ext-diff', '-z'];

/** The commit both histories share, so that what others did since does not count as ours. */
function forkPoint(root: string, ref: string): string {
  const name = `${ref}^{commit}`;
  const commit = askGit(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    name,
  ])?.trim();
  if (commit === undefined) {
    throw new UserError(
      `\`${ref}\` is no commit in this clone — write a branch, tag or commit; a CI job may have to fetch the whole history first.`,
    );
  }
  return askGit(root, ['merge-base', commit, 'HEAD'])?.trim() ?? commit;
}

function changedBeside(folder: string, commit: string, besides: readonly string[]): string[] {
  const tracked = git(folder, 'diff', ...DIFF, '--relative', commit, '--', ...besides);
  const added = git(folder, 'ls-files', '--others', '-z', '--', ...besides);
  return [...names(tracked), ...names(added)];
}

/** The files as the commit has them; what is no UTF-8 text there is left out. */
function readAt(root: string, commit: string, prefix: string, paths: readonly string[]) {
  const known = paths.filter((path) => !path.includes('\n'));
  const blobs = readBlobs(
    root,
    known.map((path) => `${commit}:${posix.join(prefix, path)}`),
  );
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const files: SourceFile[] = [];
  for (const [index, path] of known.entries()) {
    const bytes = blobs[index];
    if (bytes === undefined) continue;
    try {
      files.push({ path, text: decoder.decode(bytes) });
    } catch {
      // It was unreadable before as well, so nothing could point into it.
    }
  }
  return files;
}

function git(folder: string, ...args: string[]): string {
  return requireGit(folder, args, 'tell what has changed');
}

function names(output: string): Set<string> {
  return new Set(output.split('\0').filter((name) => name !== ''));
}
