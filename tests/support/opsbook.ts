/** The command line in a process of its own, as a person or a job runs it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

interface RunOptions {
  /** Folder to run in; the repository by default. */
  readonly cwd?: string;
  /** Variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

export function runOpsbook(args: readonly string[], { cwd = ROOT, env = {} }: RunOptions = {}) {
  const script = join(ROOT, 'scripts', 'opsbook.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}
