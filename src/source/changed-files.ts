/** What Git says has changed in a content root since a commit. Git is only asked, never told. */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import type { SourceFile } from './source-file.ts';

export interface ChangedFiles {
  /** New, different or gone, relative to the content root. */
  readonly paths: ReadonlySet<string>;
  /** The documents among them that the commit has, as they are there. */
  readonly before: readonly SourceFile[];
  /** Those of the named files beside the content root that have changed. */
  readonly beside: ReadonlySet<string>;
}

/** A question Git could not answer, with the reason as a sentence. */
export class GitError extends Error {
  override readonly name = 'GitError';
}

/**
 * Compares the files on disk, committed or not, with where this branch left `ref`.
 *
 * @param besides names of files in the parent folder of the content root
 * @throws GitError when there is no repository, no such commit or no Git.
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
  const found = run(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  if (found.status !== 0) {
    throw new GitError(
      `\`${ref}\` is no commit in this clone — write a branch, tag or commit; a CI job may have to fetch the whole history first.`,
    );
  }
  const commit = found.stdout.trim();
  const base = run(root, ['merge-base', commit, 'HEAD']);
  return base.status === 0 ? base.stdout.trim() : commit;
}

function changedBeside(folder: string, commit: string, besides: readonly string[]): string[] {
  const tracked = git(folder, 'diff', ...DIFF, '--relative', commit, '--', ...besides);
  const added = git(folder, 'ls-files', '--others', '-z', '--', ...besides);
  return [...names(tracked), ...names(added)];
}

/** The files as the commit has them; what is no UTF-8 text there is left out. */
function readAt(root: string, commit: string, prefix: string, paths: readonly string[]) {
  const known = paths.filter((path) => !path.includes('\n'));
  if (known.length === 0) return [];
  const input = known.map((path) => `${commit}:${posix.join(prefix, path)}\n`).join('');
  const { stdout } = spawnSync('git', ['cat-file', '--batch'], { ...OPTIONS, cwd: root, input });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const files: SourceFile[] = [];
  let at = 0;
  for (const path of known) {
    const end = stdout.indexOf('\n', at);
    const size = /^\S+ blob (\d+)$/.exec(stdout.subarray(at, end).toString())?.[1];
    at = end + 1;
    if (size === undefined) continue;
    const bytes = stdout.subarray(at, at + Number(size));
    at += Number(size) + 1;
    try {
      files.push({ path, text: decoder.decode(bytes) });
    } catch {
      // It was unreadable before as well, so nothing could point into it.
    }
  }
  return files;
}

const OPTIONS = {
  maxBuffer: 1 << 30,
  env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
} as const;

function run(cwd: string, args: readonly string[]) {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    ...OPTIONS,
    cwd,
    encoding: 'utf8',
  });
  if (error) throw new GitError(`Git cannot be run (${error.message}) — install it.`);
  return { status, stdout, stderr };
}

function git(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = run(cwd, args);
  if (status === 0) return stdout;
  throw new GitError(`Git cannot tell what has changed: ${stderr.trim() || `exit ${status}`}`);
}

function names(output: string): Set<string> {
  return new Set(output.split('\0').filter((name) => name !== ''));
}
