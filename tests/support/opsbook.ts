/** The command line as a person or a job runs it, without the cost of a process. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../scripts/opsbook.ts';
import { temporaryFolder } from './content.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** What a shell starts. */
export const BIN = join(ROOT, 'bin', 'opsbook.js');

/** A folder for the PATH, with `opsbook` in it; `before` is shell that is run first. */
export function opsbookOnPath(before = ''): string {
  const folder = temporaryFolder({
    opsbook: `#!/bin/sh\n${before}\nexec "${process.execPath}" "${BIN}" "$@"\n`,
  });
  chmodSync(join(folder, 'opsbook'), 0o755);
  return folder;
}

interface RunOptions {
  /** Folder to run in; the repository by default. */
  readonly cwd?: string;
  /** Variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input. */
  readonly input?: string;
  /** What a person at the terminal types; undefined when they leave. */
  readonly ask?: (questions: readonly string[]) => Promise<string[] | undefined>;
  /** Whether a person reads both streams at a terminal. */
  readonly isTTY?: boolean;
}

export async function runOpsbook(
  args: readonly string[],
  { cwd = ROOT, env = {}, input = '', ask, isTTY = false }: RunOptions = {},
) {
  const written = { stdout: '', stderr: '' };
  const collect = (name: 'stdout' | 'stderr') => ({
    isTTY,
    write(text: string) {
      written[name] += text;
    },
  });
  const status = await run(args, {
    stdout: collect('stdout'),
    stderr: collect('stderr'),
    readInput: () => input,
    ...(ask && { ask }),
    cwd,
    env: { ...process.env, ...env },
  });
  return { status, ...written };
}
