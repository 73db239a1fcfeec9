/** When Git last saw each file of a content root change. Git is only asked, never told. */
import { realpathSync } from 'node:fs';
import { askGit } from './git.ts';

export interface History {
  /** Commit the working tree is at. */
  readonly head: string;
  /** `YYYY-MM-DD` of the last commit that changed the file, by path below the content root. */
  readonly changed: ReadonlyMap<string, string>;
}

/**
 * The history of the content root; undefined without Git, outside a repository, before the first
 * commit, and in a shallow clone, whose dates would be those of the clone.
 */
export function readHistory(contentRoot: string): History | undefined {
  const root = realpathSync(contentRoot);
  const state = askGit(root, ['rev-parse', '--is-shallow-repository', 'HEAD'])?.split('\n');
  const [isShallow, head] = state ?? [];
  if (isShallow !== 'false' || !head) return undefined;
  const format = ['--format=%x01%cs', '--name-only', '--no-renames', '-z', '--relative'];
  const log = askGit(root, ['log', ...format, '--', '.']);
  return log === undefined ? undefined : { head, changed: lastChanges(log) };
}

/** The log is newest first: the first mention of a file is its last change. */
function lastChanges(log: string): Map<string, string> {
  const changed = new Map<string, string>();
  for (const commit of log.split('\u0001').slice(1)) {
    const [date = '', ...rest] = commit.split(/\0|\n/);
    for (const path of rest) if (path !== '' && !changed.has(path)) changed.set(path, date);
  }
  return changed;
}
