/**
 * What a shell may complete a line with, read from the definitions of Commander: the one grammar
 * that parses the line as well. The name of a placeholder says what stands there.
 */
import type { Argument, Command, Option } from 'commander';

export interface Candidate {
  readonly value: string;
  readonly description: string;
}

export interface Completion {
  readonly candidates: readonly Candidate[];
  /** What the shell itself knows to complete, besides. */
  readonly paths: 'files' | 'folders' | 'none';
}

/** What a project has for a placeholder such as `type`. */
export type ProjectValues = (placeholder: string) => Promise<readonly string[]>;

/** @param words what follows `opsbook`, up to the cursor; the last is completed and may be empty */
export async function completeWords(
  program: Command,
  words: readonly string[],
  valuesOf: ProjectValues,
): Promise<Completion> {
  const typed = words.at(-1) ?? '';
  const { command, operands, pending, isOperandOnly } = readBefore(program, words.slice(0, -1));
  const [flag = ''] = /^--[^=]+(?==)/.exec(typed) ?? [];
  const assigned = isOperandOnly ? undefined : optionOf(command, flag);
  if (assigned) {
    const completion = await ofSlot(assigned, valuesOf);
    return starting(typed, {
      ...completion,
      candidates: completion.candidates.map(({ value, ...rest }) => ({
        value: `${flag}=${value}`,
        ...rest,
      })),
    });
  }
  if (pending && !(pending.variadic && typed.startsWith('-'))) {
    const completion = await ofSlot(pending, valuesOf);
    if (!pending.variadic) return starting(typed, completion);
    const { candidates } = optionsOf(command);
    return starting(typed, {
      ...completion,
      candidates: [...completion.candidates, ...candidates],
    });
  }
  if (typed.startsWith('-') && !isOperandOnly) return starting(typed, optionsOf(command));
  const { registeredArguments } = command;
  const last = registeredArguments.at(-1);
  const argument = registeredArguments[operands] ?? (last?.variadic ? last : undefined);
  const slot = argument ? await ofSlot(argument, valuesOf) : NOTHING;
  return starting(typed, {
    ...slot,
    candidates: [...(operands === 0 ? commandsOf(command) : []), ...slot.candidates],
  });
}

const NOTHING: Completion = { candidates: [], paths: 'none' };

/** Where the words before the one that is completed have led to. */
function readBefore(program: Command, words: readonly string[]) {
  let command = program;
  let operands = 0;
  let pending: Option | undefined;
  let isOperandOnly = false;
  for (const word of words) {
    const isFlag = word.startsWith('-') && word !== '-' && !isOperandOnly;
    if (pending && !isFlag) {
      if (!pending.variadic) pending = undefined;
    } else if (isFlag) {
      isOperandOnly = word === '--';
      const option = optionOf(command, word);
      pending = option?.required || option?.optional ? option : undefined;
    } else if (word !== 'help' || command.commands.length === 0) {
      const next = operands === 0 && command.commands.find((each) => each.name() === word);
      if (next) command = next;
      else operands += 1;
    }
  }
  return { command, operands, pending, isOperandOnly };
}

function optionOf(command: Command, flag: string): Option | undefined {
  return flag === ''
    ? undefined
    : command.options.find(({ long, short }) => long === flag || short === flag);
}

function optionsOf(command: Command): Completion {
  const candidates = command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, short, description }) => ({ value: long ?? short ?? '', description }));
  return { candidates, paths: 'none' };
}

function commandsOf(command: Command): readonly Candidate[] {
  if (command.commands.length === 0) return [];
  return command
    .createHelp()
    .visibleCommands(command)
    .map((each) => ({
      value: each.name().split(' ')[0] ?? '',
      description: each.summary() || each.description(),
    }));
}

const FOLDERS: ReadonlySet<string> = new Set(['dir', 'folder']);
const FILES: ReadonlySet<string> = new Set(['file', 'path', 'from', 'to', 'old', 'new', 'json']);

/** What stands in the place of an argument, or of the value of an option. */
async function ofSlot(slot: Argument | Option, valuesOf: ProjectValues): Promise<Completion> {
  const placeholder = 'flags' in slot ? placeholderOf(slot.flags) : slot.name();
  const values = slot.argChoices ?? (await valuesOf(placeholder));
  return {
    candidates: values.map((value) => ({ value, description: '' })),
    paths: FOLDERS.has(placeholder) ? 'folders' : FILES.has(placeholder) ? 'files' : 'none',
  };
}

/** `--rule <code...>` takes a `code`. */
function placeholderOf(flags: string): string {
  return /[<[]([^>\].]+)/.exec(flags)?.[1] ?? '';
}

function starting(typed: string, { candidates, paths }: Completion): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(typed)), paths };
}
