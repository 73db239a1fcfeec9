/** When Git last saw each file of a content root change. Git is only asked, never told. */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

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
  const state = ask(root, 'rev-parse', '--is-shallow-repository', 'HEAD')?.split('\n');
  const [isShallow, head] = state ?? [];
  if (isShallow !== 'false' || !head) return undefined;
  const log = ask(
    root,
    'log',
    '--format=%x01%cs',
    '--name-only',
    '--no-renames',
    '-z',
    '--relative',
    '--',
    '.',
  );
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

function ask(root: string, ...args: string[]): string | undefined {
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0' };
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30, env } as const;
  const { status, stdout } = spawnSync('git', ['-c', 'core.quotePath=false', ...args], options);
  return status === 0 ? stdout : undefined;
}
