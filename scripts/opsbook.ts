#!/usr/bin/env node
/** The command line: one command a file, and one place that turns failures into exit codes. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { CommandError } from '../src/diagnostics/user-error.ts';

// Stripping types and compiling take as long as a small run; without the folder they just do.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'opsbook'));

const CANNOT_RUN = 2;

/** A command loads what it needs and nothing else: `validate` waits for no web server. */
const COMMANDS = new Map<string, () => Promise<Command>>([
  ['validate', async () => (await import('./commands/validate.ts')).validateCommand],
  ['build', async () => (await import('./commands/build.ts')).buildCommand],
  ['dev', async () => (await import('./commands/dev.ts')).devCommand],
  ['start', async () => (await import('./commands/start.ts')).startCommand],
  ['serve', async () => (await import('./commands/serve.ts')).serveCommand],
  ['users', async () => (await import('./commands/users.ts')).usersCommand],
  ['tokens', async () => (await import('./commands/tokens.ts')).tokensCommand],
  ['leak-check', async () => (await import('./commands/leak-check.ts')).leakCheckCommand],
  ['plan', async () => (await import('./commands/plan.ts')).planCommand],
  ['diff', async () => (await import('./commands/diff.ts')).diffCommand],
  ['search', async () => (await import('./commands/search.ts')).searchCommand],
  ['lock', async () => (await import('./commands/lock.ts')).lockCommand],
  ['new', async () => (await import('./commands/new.ts')).newCommand],
  ['adopt', async () => (await import('./commands/adopt.ts')).adoptCommand],
  ['move', async () => (await import('./commands/move.ts')).moveCommand],
  ['explain', async () => (await import('./commands/explain.ts')).explainCommand],
]);

// A third of a short command's time is compiling the same modules as the last time.
enableCompileCache(join(import.meta.dirname, '..', '.opsbook', 'cache', 'compile'));

// Whoever reads along may have seen enough, as `| head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await run(process.argv);
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

async function run(argv: readonly string[]): Promise<void> {
  const program = new Command('opsbook')
    .description('Validates, compiles and serves operations knowledge written as Markdown.')
    .exitOverride();
  const wanted = COMMANDS.get(argv[2] ?? '');
  for (const load of wanted ? [wanted] : COMMANDS.values()) {
    program.addCommand(inherit(await load(), program));
  }
  await program.parseAsync(argv);
}

/** Commands of commands fail the same way. */
function inherit(command: Command, parent: Command): Command {
  for (const child of command.copyInheritedSettings(parent).commands) inherit(child, command);
  return command;
}

/** Commander has printed its own message; ours is a sentence; anything else is a defect. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : CANNOT_RUN;
  if (error instanceof CommandError) process.stderr.write(`opsbook: ${error.message}\n`);
  else {
    const trace = error instanceof Error ? error.stack : String(error);
    process.stderr.write(`opsbook: internal error — please report it.\n${trace}\n`);
  }
  return CANNOT_RUN;
}
