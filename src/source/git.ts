/**
 * Git, started in one way: without a shell, in the folder it is asked about, in plain English, and
 * without taking locks that it could do without.
 */
import { spawnSync } from 'node:child_process';
import { UserError } from '../diagnostics/user-error.ts';

export interface GitOptions {
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What Git prints; undefined when it cannot tell, or cannot be run. */
export function askGit(
  folder: string,
  args: readonly string[],
  options?: GitOptions,
): string | undefined {
  const { isDone, output } = run(folder, args, options);
  return isDone ? output.toString() : undefined;
}

/**
 * What Git prints.
 *
 * @param purpose what it is asked to do, as in “Git cannot <purpose>: …”
 * @throws UserError with Git's own reason when it cannot.
 */
export function requireGit(
  folder: string,
  args: readonly string[],
  purpose: string,
  options?: GitOptions,
): string {
  const { isDone, output, reason } = run(folder, args, options);
  if (!isDone) throw new UserError(`Git cannot ${purpose}: ${reason}`);
  return output.toString();
}

/**
 * The content of files by Git's names for them, `<commit>:<path>`, in order; undefined where there
 * is no such file. No name may contain a line break.
 */
export function readBlobs(folder: string, names: readonly string[]): (Buffer | undefined)[] {
  if (names.length === 0) return [];
  const input = names.map((name) => `${name}\n`).join('');
  const { output } = run(folder, ['cat-file', '--batch'], { input });
  let at = 0;
  return names.map(() => {
    const end = output.indexOf('\n', at);
    const [, kind, size] = /^\S+ (\w+) (\d+)$/.exec(output.subarray(at, end).toString()) ?? [];
    const start = end + 1;
    at = size === undefined ? start : start + Number(size) + 1;
    return kind === 'blob' ? output.subarray(start, at - 1) : undefined;
  });
}

const MAX_OUTPUT_BYTES = 1 << 30;
const ENVIRONMENT = { GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };

function run(
  folder: string,
  args: readonly string[],
  { env, input }: GitOptions & { readonly input?: string } = {},
) {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd: folder,
    env: { ...process.env, ...ENVIRONMENT, ...env },
    maxBuffer: MAX_OUTPUT_BYTES,
    ...(input !== undefined && { input }),
  });
  const reason = error
    ? `it cannot be run (${error.message}) — install it.`
    : stderr.toString().trim() || `exit ${status}`;
  return { isDone: !error && status === 0, output: stdout ?? Buffer.alloc(0), reason };
}
