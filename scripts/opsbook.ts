/**
 * The command line. What checks and compiles is part of `opsbook`; what builds and serves a portal
 * is behind the package import `#portal`: a file here, a package of its own where `opsbook` is
 * installed.
 */
import { readFileSync } from 'node:fs';
import pc from 'picocolors';
import { askLines } from './terminal/ask.ts';
import { type CommandLoaders, runCommand } from './terminal/run-command.ts';
import type { Output, Terminal } from './terminal/terminal.ts';

const COMMANDS: CommandLoaders = new Map([
  ['init', async () => (await import('./commands/init.ts')).initCommand],
  ['validate', async () => (await import('./commands/validate.ts')).validateCommand],
  ['plan', async () => (await import('./commands/plan.ts')).planCommand],
  ['diff', async () => (await import('./commands/diff.ts')).diffCommand],
  ['search', async () => (await import('./commands/search.ts')).searchCommand],
  ['lock', async () => (await import('./commands/lock.ts')).lockCommand],
  ['new', async () => (await import('./commands/new.ts')).newCommand],
  ['adopt', async () => (await import('./commands/adopt.ts')).adoptCommand],
  ['move', async () => (await import('./commands/move.ts')).moveCommand],
  ['explain', async () => (await import('./commands/explain.ts')).explainCommand],
]);

/** Runs the command that this process was started with. */
export async function main(): Promise<void> {
  // Whoever reads along may have seen enough, as `| head` has.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  process.exitCode = await run(process.argv.slice(2), {
    stdout: outputTo(process.stdout),
    stderr: outputTo(process.stderr),
    readInput: () => readFileSync(0, 'utf8'),
    ...(process.stdin.isTTY &&
      process.stderr.isTTY && {
        ask: (questions) => askLines(process.stdin, process.stderr, questions),
      }),
    cwd: process.cwd(),
    env: process.env,
  });
}

function outputTo(stream: NodeJS.WriteStream): Output {
  const isTTY = Boolean(stream.isTTY);
  return { isTTY, hasColors: isTTY && pc.isColorSupported, write: (text) => stream.write(text) };
}

/**
 * Runs one command and returns its exit code: 0 when all is well, 1 for errors in the content, 2
 * when it could not run. Never throws.
 *
 * @param args what follows `opsbook`
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  if (COMMANDS.has(args[0] ?? '')) return runCommand(COMMANDS, args, terminal);
  const portal = await import('#portal');
  if (portal.PORTAL_COMMANDS.has(args[0] ?? '')) return portal.run(args, terminal);
  return runCommand(new Map([...COMMANDS, ...portal.PORTAL_COMMANDS]), args, terminal);
}
