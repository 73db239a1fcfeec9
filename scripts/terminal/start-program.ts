/** Starts a program of another maker, such as a package manager, and passes on what it says. */
import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import type { Terminal } from './terminal.ts';

/**
 * Its exit code; undefined when it cannot be started. What it prints is words for people.
 *
 * @param command one line without anything that a shell would read otherwise
 */
export function startProgram(
  command: string,
  folder: string,
  { stderr, env }: Pick<Terminal, 'stderr' | 'env'>,
): Promise<number | undefined> {
  const [program = '', ...args] = command.split(' ');
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Package managers are batch files there, which only a shell starts.
      shell: platform() === 'win32',
    });
    child.stdout.on('data', (part) => stderr.write(String(part)));
    child.stderr.on('data', (part) => stderr.write(String(part)));
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
