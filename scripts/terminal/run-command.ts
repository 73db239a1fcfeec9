/** Runs one command; what it could not do becomes a sentence and an exit code here. */
import { Command, CommanderError } from 'commander';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { IS_PUBLISHED, packageVersion } from '../../src/source/this-package.ts';
import { examplesOf } from '../command-examples.ts';
import { COMMAND_GROUPS, COMMAND_LINE_PAGE, type CommandRow, OWN_GROUP } from '../command-table.ts';
import { completeWords } from './complete-words.ts';
import { createProgress } from './progress.ts';
import { projectValues } from './project-values.ts';
import { spellCommands } from './spell-commands.ts';
import type { CommandContext, Output, Terminal } from './terminal.ts';

const CANNOT_RUN = 2;

/** Where a project has the documentation of the version it has installed. */
const DOCS = IS_PUBLISHED ? 'node_modules/opsbook/docs' : 'docs';

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
  const called = calledCommand(args);
  const context = createContext(called, terminal);
  try {
    const program = await programFor(called, commands, context);
    if (args[0] === COMPLETE) {
      await printCompletion(program, args.slice(1), context);
      return context.exitCode;
    }
    await program.parseAsync(understood(program, args), { from: 'user' });
    return context.exitCode;
  } catch (error) {
    return exitCodeOf(error, context);
  } finally {
    context.progress.hide();
  }
}

/** What scripts of `opsbook completion` call, with the words of a line up to the cursor. */
const COMPLETE = '__complete';

/** The name of the command that is run, or that is completed once its name is. */
export function calledCommand(args: readonly string[]): string {
  if (args[0] !== COMPLETE) return args[0] ?? '';
  return args.length > 2 ? (args[1] ?? '') : '';
}

async function printCompletion(
  program: Command,
  words: readonly string[],
  context: CommandContext,
): Promise<void> {
  const { candidates, paths } = await completeWords(program, words, projectValues(words, context));
  const lines = candidates.map(({ value, description }) => `${value}\t${description}\n`);
  context.stdout.write(`${lines.join('')}:${paths}\n`);
}

function createContext(called: string, terminal: Terminal): CommandContext {
  const { stdout, stderr } = terminal;
  const spell = spellCommands(terminal);
  const progress = createProgress(terminal);
  const writeTo = (stream: Output) => (text: string) => {
    progress.hide();
    return stream.write(text);
  };
  const toStderr = writeTo(stderr);
  return {
    ...terminal,
    stdout: { ...stdout, write: writeTo(stdout) },
    stderr: { ...stderr, write: (text) => toStderr(spell(text)), writeAsIs: toStderr },
    spell,
    progress,
    exitCode: 0,
    nameFolder: (folder) => `opsbook ${called} … --content ${folder}`,
  };
}

/** All commands by name and what they do; the one that is called, and no other, with its grammar. */
async function programFor(
  called: string,
  commands: CommandLoaders,
  context: CommandContext,
): Promise<Command> {
  const program = new Command('opsbook')
    .description('Validates, compiles and serves operations knowledge written as Markdown.')
    .version(`opsbook ${packageVersion()}`, '-V, --version', 'print the version')
    .addHelpCommand(
      new Command('help [command]')
        .description('show the options of a command, and examples')
        .helpGroup(`${OWN_GROUP}:`),
    )
    .configureOutput({
      writeOut: (text) => context.stdout.write(context.spell(text)),
      writeErr: (text) => context.stderr.write(text),
      outputError: (text, write) => write(`opsbook: ${sentenceOf(text)}\n`),
      getOutHasColors: () => context.stdout.hasColors === true,
      getErrHasColors: () => context.stderr.hasColors === true,
      getOutHelpWidth: () => context.stdout.columns ?? DEFAULT_WIDTH,
      getErrHelpWidth: () => context.stderr.columns ?? DEFAULT_WIDTH,
    })
    .exitOverride();
  for (const { title, commands: rows } of COMMAND_GROUPS) {
    for (const row of rows) {
      const load = row.name === called ? commands.get(row.name) : undefined;
      const command = load ? (await load())(context) : new Command(row.name);
      command.description(row.summary).helpGroup(`${title}:`);
      program.addCommand(inherit(command, program));
      addHelpEnd(command, row, 'opsbook');
    }
  }
  return program.addHelpText('after', `\nAll of it: ${DOCS}/${COMMAND_LINE_PAGE}.md`);
}

const DEFAULT_WIDTH = 80;

/** Commands of commands fail the same way. */
function inherit(command: Command, parent: Command): Command {
  for (const child of command.copyInheritedSettings(parent).commands) inherit(child, command);
  return command;
}

/** What there is to copy, and where more is said. */
function addHelpEnd(command: Command, row: CommandRow, parent: string): void {
  const path = `${parent} ${command.name()}`;
  const examples = examplesOf(path).map((each) => `  ${each}\n`);
  const title = examples.length === 1 ? 'Example:' : 'Examples:';
  command.addHelpText('after', `\n${title}\n${examples.join('')}\nMore: ${DOCS}/${row.page}.md`);
  for (const child of command.commands) addHelpEnd(child, row, path);
}

/**
 * The arguments, but for what keeps Commander from saying what is wrong: what follows a command
 * that there is not, be it `--help`, and the value of an option that there is not.
 */
function understood(program: Command, args: readonly string[]): readonly string[] {
  let command = program;
  for (const [index, arg] of args.entries()) {
    if (command.commands.length === 0 || arg.startsWith('-')) break;
    const next = command.commands.find((each) => each.name() === arg);
    if (!next && arg !== 'help') return args.slice(0, index + 1);
    if (!next) break;
    command = next;
  }
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  return args.map((arg, index) => {
    const [flag = ''] = /^--[^=]+(?==)/.exec(arg) ?? [];
    const isUnknown = flag !== '' && !command.options.some(({ long }) => long === flag);
    return isUnknown && index < end ? flag : arg;
  });
}

/** Commander writes `error: unknown command 'x'` and a suggestion on a line of its own. */
function sentenceOf(message: string): string {
  const [, words = '', suggestion = ''] =
    /^(?:error: )?([\s\S]*?)\.?(?:\n\((Did you mean [\s\S]*)\?\))?\s*$/.exec(message) ?? [];
  const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  const names = suggestion.replace('Did you mean ', '').replace(/^one of /, '');
  const quoted = names.split(', ').map((name) => `\`${name}\``);
  const isUnknown = words.startsWith('unknown ');
  const help = isUnknown ? ' See `opsbook --help`.' : '';
  const question = names === '' ? help : ` Did you mean ${quoted.join(' or ')}?`;
  return `${sentence.replaceAll("'", '`')}${question}`;
}

const DISK_REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'this account may not',
  EPERM: 'this account may not',
  EROFS: 'its disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full for this account',
};

/** What no program can put right, wherever it was met. */
function refusedByDisk(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', path, syscall }: NodeJS.ErrnoException = error;
  const reason = DISK_REFUSALS[code];
  if (reason === undefined || path === undefined) return undefined;
  return `\`${path}\` cannot be used: ${reason} (${syscall}) — change that, or work in another folder.`;
}

/** Commander has printed its own message; ours is a sentence; anything else is a defect. */
export function exitCodeOf(error: unknown, { stderr }: Pick<Terminal, 'stderr'>): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : CANNOT_RUN;
  const refused = refusedByDisk(error);
  if (error instanceof UserError) stderr.write(`opsbook: ${error.message}\n`);
  else if (refused !== undefined) stderr.write(`opsbook: ${refused}\n`);
  else {
    const trace = error instanceof Error ? error.stack : String(error);
    stderr.write(`opsbook: internal error — please report it.\n${trace}\n`);
  }
  return CANNOT_RUN;
}
