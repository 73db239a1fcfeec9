/**
 * The command line. What checks and compiles is part of `opsbook`; what builds and serves a portal
 * is behind the package import `#portal`: a file here, a package of its own where `opsbook` is
 * installed.
 */
import { readFileSync } from 'node:fs';
import { findCommand } from './command-table.ts';
import { askLines } from './terminal/ask.ts';
import { hasColors } from './terminal/has-colors.ts';
import { loadPortal } from './terminal/load-portal.ts';
import {
  type CommandLoaders,
  calledCommand,
  exitCodeOf,
  runCommand,
} from './terminal/run-command.ts';
import type { Output, Terminal } from './terminal/terminal.ts';

/** What is part of `opsbook` itself. */
export const COMMANDS: CommandLoaders = new Map([
  ['init', async () => (await import('./grammar/init.ts')).initCommand],
  ['validate', async () => (await import('./grammar/validate.ts')).validateCommand],
  ['plan', async () => (await import('./grammar/plan.ts')).planCommand],
  ['diff', async () => (await import('./grammar/diff.ts')).diffCommand],
  ['search', async () => (await import('./grammar/search.ts')).searchCommand],
  ['lock', async () => (await import('./grammar/lock.ts')).lockCommand],
  ['new', async () => (await import('./grammar/new.ts')).newCommand],
  ['adopt', async () => (await import('./grammar/adopt.ts')).adoptCommand],
  ['move', async () => (await import('./grammar/move.ts')).moveCommand],
  ['completion', async () => (await import('./grammar/completion.ts')).completionCommand],
  ['explain', async () => (await import('./grammar/explain.ts')).explainCommand],
]);

/** Runs the command that this process was started with. */
export async function main(): Promise<void> {
  // Whoever reads along may have seen enough, as `| head` has.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  }
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
  return {
    isTTY: Boolean(stream.isTTY),
    hasColors: hasColors(stream, process.env),
    columns: stream.columns,
    write: (text) => stream.write(text),
  };
}

/**
 * Runs one command and returns its exit code: 0 when all is well, 1 for errors in the content, 2
 * when it could not run. Never throws.
 *
 * @param args what follows `opsbook`
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const words = asOptions(args);
  if (!findCommand(calledCommand(words))?.group.isPortal)
    return runCommand(COMMANDS, words, terminal);
  try {
    const portal = await loadPortal();
    return await portal.run(words, terminal);
  } catch (error) {
    return exitCodeOf(error, terminal);
  }
}

/** `help build` is `build --help`, so that one command is loaded; `version` is `--version`. */
function asOptions(args: readonly string[]): readonly string[] {
  const [first, ...rest] = args;
  if (first === 'help') return [...rest, '--help'];
  if (first === 'version' && rest.length === 0) return ['--version'];
  return args;
}
