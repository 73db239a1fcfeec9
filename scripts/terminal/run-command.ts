/** Runs one command; what it could not do becomes a sentence and an exit code here. */
import { Command, CommanderError } from 'commander';
import { UserError } from '../../src/diagnostics/user-error.ts';
import type { CommandContext, Terminal } from './terminal.ts';

const CANNOT_RUN = 2;

/** By name. A command loads what it needs and nothing else: `validate` waits for no web server. */
export type CommandLoaders = ReadonlyMap<
  string,
  () => Promise<(context: CommandContext) => Command>
>;

/**
 * Returns the exit code: 0 when all is well, 1 for errors in the content, 2 when it could not run.
 * Never throws.
 *
 * @param args what follows `opsbook`
 */
export async function runCommand(
  commands: CommandLoaders,
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const context: CommandContext = { ...terminal, exitCode: 0 };
  try {
    await parse(commands, args, context);
    return context.exitCode;
  } catch (error) {
    return exitCodeOf(error, context);
  }
}

async function parse(
  commands: CommandLoaders,
  args: readonly string[],
  context: CommandContext,
): Promise<void> {
  const program = new Command('opsbook')
    .description('Validates, compiles and serves operations knowledge written as Markdown.')
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      getOutHasColors: () => context.stdout.hasColors === true,
      getErrHasColors: () => context.stderr.hasColors === true,
    })
    .exitOverride();
  const wanted = commands.get(args[0] ?? '');
  for (const load of wanted ? [wanted] : commands.values()) {
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
export function exitCodeOf(error: unknown, { stderr }: Pick<Terminal, 'stderr'>): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : CANNOT_RUN;
  if (error instanceof UserError) stderr.write(`opsbook: ${error.message}\n`);
  else {
    const trace = error instanceof Error ? error.stack : String(error);
    stderr.write(`opsbook: internal error — please report it.\n${trace}\n`);
  }
  return CANNOT_RUN;
}
