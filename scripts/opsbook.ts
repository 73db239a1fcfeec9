/** The command line: one command a file; what one could not do becomes a sentence and an exit code here. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { UserError } from '../src/diagnostics/user-error.ts';
import type { CommandContext, Output, Terminal } from './terminal/terminal.ts';

const CANNOT_RUN = 2;

/** A command loads what it needs and nothing else: `validate` waits for no web server. */
const COMMANDS = new Map<string, () => Promise<(context: CommandContext) => Command>>([
  ['validate', async () => (await import('./commands/validate.ts')).validateCommand],
  ['build', async () => (await import('./commands/build.ts')).buildCommand],
  ['dev', async () => (await import('./commands/dev.ts')).devCommand],
  ['start', async () => (await import('./commands/start.ts')).startCommand],
  ['serve', async () => (await import('./commands/serve.ts')).serveCommand],
  ['users', async () => (await import('./commands/users.ts')).usersCommand],
  ['tokens', async () => (await import('./commands/tokens.ts')).tokensCommand],
  ['work', async () => (await import('./commands/work.ts')).workCommand],
  ['backup', async () => (await import('./commands/work-portable.ts')).backupCommand],
  ['restore', async () => (await import('./commands/work-portable.ts')).restoreCommand],
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
  const context: CommandContext = { ...terminal, exitCode: 0 };
  try {
    await parse(args, context);
    return context.exitCode;
  } catch (error) {
    return exitCodeOf(error, context);
  }
}

async function parse(args: readonly string[], context: CommandContext): Promise<void> {
  const program = new Command('opsbook')
    .description('Validates, compiles and serves operations knowledge written as Markdown.')
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      getOutHasColors: () => context.stdout.hasColors === true,
      getErrHasColors: () => context.stderr.hasColors === true,
    })
    .exitOverride();
  const wanted = COMMANDS.get(args[0] ?? '');
  for (const load of wanted ? [wanted] : COMMANDS.values()) {
    program.addCommand(inherit((await load())(context), program));
  }
  await program.parseAsync(args, { from: 'user' });
}

/** Commands of commands fail the same way. */
function inherit(command: Command, parent: Command): Command {
  for (const child of command.copyInheritedSettings(parent).commands) inherit(child, command);
  return command;
}

/** Commander has printed its own message; ours is a sentence; anything else is a defect. */
function exitCodeOf(error: unknown, { stderr }: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : CANNOT_RUN;
  if (error instanceof UserError) stderr.write(`opsbook: ${error.message}\n`);
  else {
    const trace = error instanceof Error ? error.stack : String(error);
    stderr.write(`opsbook: internal error — please report it.\n${trace}\n`);
  }
  return CANNOT_RUN;
}
