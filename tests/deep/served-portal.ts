/** The portal as an installation runs it: a process of its own, started by a command line. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');
const bin = join(root, 'bin', 'opsbook.js');

export interface ServedPortal {
  /** What it printed to stderr so far: the audit log. */
  readonly log: () => string;
  readonly process: ChildProcess;
}

/** Starts `command` and waits until the portal says its address. */
export async function servePortal(
  env: Readonly<Record<string, string>>,
  command: readonly string[] = [process.execPath, bin, 'serve'],
): Promise<ServedPortal> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: root, env: { PATH: process.env.PATH ?? '', ...env } });
  let log = '';
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    log += chunk;
  });
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk;
  });
  while (!printed.includes('\n')) {
    const [event] = await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then((): string[] => ['exit']),
    ]);
    if (event === 'exit') throw new Error(`The portal did not start: ${log}`);
  }
  return { process: child, log: () => log };
}

/** Ends a process that was started here and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

export function opsbook(args: readonly string[], env: Readonly<Record<string, string>>) {
  const options = { cwd: root, env: { PATH: process.env.PATH ?? '', ...env }, encoding: 'utf8' };
  return spawnSync(process.execPath, [bin, ...args], options as { encoding: 'utf8' });
}
