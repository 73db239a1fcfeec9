/** Starts a program of another maker, such as a package manager, and passes on what it says. */
import { spawn } from 'node:child_process';
import type { Terminal } from './terminal.ts';

/** Its exit code; undefined when it cannot be started. What it prints is words for people. */
export function startProgram(
  [program, ...args]: readonly [string, ...string[]],
  folder: string,
  { stderr, env }: Pick<Terminal, 'stderr' | 'env'>,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (part) => stderr.write(String(part)));
    child.stderr.on('data', (part) => stderr.write(String(part)));
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
