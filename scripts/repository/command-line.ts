/** The reference of the command line, written from the definitions that parse it. */
import type { Command } from 'commander';
import { COMMAND_GROUPS } from '../command-table.ts';
import { COMMANDS } from '../opsbook.ts';
import { PORTAL_COMMANDS } from '../portal.ts';

/** Where the page lies, below the package. */
export const COMMAND_LINE_FILE = 'docs/command-line.md';

const BEGIN = '<!-- Written by `npm run schemas` from the commands themselves. -->\n';
const END = '<!-- Up to here. -->\n';

/** Every command by what is typed, such as `opsbook users add`, as it is where nothing is set. */
export async function readGrammar(): Promise<ReadonlyMap<string, Command>> {
  const grammar = new Map<string, Command>();
  const add = (command: Command, parent: string) => {
    const path = `${parent} ${command.name()}`;
    grammar.set(path, command);
    for (const each of command.commands) add(each, path);
  };
  const silent = { write: () => {} };
  const same = (text: string) => text;
  for (const load of [...COMMANDS.values(), ...PORTAL_COMMANDS.values()]) {
    const define = await load();
    add(
      define({
        stdout: silent,
        stderr: silent,
        readInput: () => '',
        cwd: '/',
        env: {},
        exitCode: 0,
        progress: { show: () => {}, hide: () => {} },
        spell: same,
        nameFolder: same,
      }),
      'opsbook',
    );
  }
  return grammar;
}

/** The page with its reference as the commands are now. */
export async function commandLinePage(page: string): Promise<string> {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${COMMAND_LINE_FILE} has no place for it.`);
  const grammar = await readGrammar();
  const groups = COMMAND_GROUPS.map(({ title, commands }) => {
    const parts = commands.map(({ name, summary }) => {
      const path = `opsbook ${name}`;
      const below = [...grammar].filter(([each]) => `${each} `.startsWith(`${path} `));
      return `### ${name}\n\n${sentence(summary)}\n\n${below.map(describe).join('')}`;
    });
    return `## ${title}\n\n${parts.join('')}`;
  });
  return `${page.slice(0, begin)}${BEGIN}\n${groups.join('')}${page.slice(end)}`;
}

/** How it is called, and its arguments and options; a command of commands is those. */
function describe([path, command]: readonly [string, Command]): string {
  if (command.commands.length > 0) return '';
  const helper = command.createHelp();
  const rows = [
    ...helper
      .visibleArguments(command)
      .map((each) => [each.name(), helper.argumentDescription(each)] as const),
    ...command.options.map((each) => [each.flags, helper.optionDescription(each)] as const),
  ];
  const table = rows.map(([term, text]) => `| \`${term}\` | ${text.replaceAll('|', '\\|')} |\n`);
  const summary = command.description() === '' ? '' : `${sentence(command.description())}\n\n`;
  const usage = command.options.length > 0 ? command.usage() : command.usage().slice(NO_OPTIONS);
  const call = `    ${path} ${usage}`.trimEnd();
  const below = rows.length > 0 ? `| | |\n|---|---|\n${table.join('')}\n` : '';
  return `${summary}${call}\n\n${below}`;
}

/** Commander always writes it, for `--help`. */
const NO_OPTIONS = '[options] '.length;

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}
