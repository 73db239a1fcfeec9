/** `opsbook work register`: what workflows run for. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { UserError } from '../../../src/diagnostics/user-error.ts';
import { count } from '../../../src/diagnostics/wording.ts';
import { formatTable } from '../../../src/workflow/plan/formats/text-table.ts';
import { toOneLine } from '../../../src/workflow/plan/task-words.ts';
import { SYSTEM } from '../../../src/workspace/asker.ts';
import { valuesOfCsv, valuesOfJson } from '../../../src/workspace/register-file.ts';
import {
  type GivenValue,
  listRegister,
  removeRegistered,
  setRegistered,
} from '../../../src/workspace/registers.ts';
import type { Registered } from '../../../src/workspace/store.ts';
import { collectNamed, type NamedValue } from '../../terminal/named-values.ts';
import { openWorkspace } from '../../terminal/open-workspace.ts';
import { valuesInText } from '../../terminal/print-scheduled-runs.ts';
import type { CommandContext } from '../../terminal/terminal.ts';
import { readValuesFile } from '../../terminal/values-file.ts';

interface Naming {
  readonly for: readonly NamedValue[];
}

interface SetOptions extends Naming {
  readonly zone?: string;
  readonly daysOff?: string;
  readonly from?: string;
  readonly until?: string;
}

export function registerCommand(context: CommandContext): Command {
  const { stdout, stderr } = context;
  const register = new Command('register').description('see to what workflows run for');

  register
    .command('list [type]')
    .description('list the values, of one workflow or of all')
    .option('--json', 'as JSON, in the form that `import` and `plan --values` take')
    .action(async (type: string | undefined, { json }: { json?: true }) => {
      const registered = await openWorkspace(context, async ({ store, publication }) =>
        listRegister(store, await publication(), SYSTEM, type),
      );
      stdout.write(json ? `${JSON.stringify(byType(registered), null, 2)}\n` : format(registered));
    });

  register
    .command('set <type>')
    .description('add a value, or change what is known of it')
    .requiredOption('--for <dimension=value>', 'the value (repeatable)', collectNamed)
    .option('--zone <zone>', 'its time zone')
    .option('--days-off <dates>', 'anchor dates without a run, separated by commas')
    .option('--from <date>', 'first anchor date that is for it')
    .option('--until <date>', 'last anchor date that is for it')
    .action(async (type: string, { for: named, zone, daysOff, from, until }: SetOptions) => {
      const value = {
        for: Object.fromEntries(named),
        ...(zone !== undefined && { timeZone: zone }),
        ...(daysOff !== undefined && { daysOff: daysOff.split(',').map((day) => day.trim()) }),
        ...(from !== undefined && { from }),
        ...(until !== undefined && { until }),
      };
      await keep([{ type, value }]);
    });

  register
    .command('remove <type>')
    .description('take a value away; its runs stay')
    .requiredOption('--for <dimension=value>', 'the value (repeatable)', collectNamed)
    .action(async (type: string, { for: named }: Naming) => {
      const value = { type, for: Object.fromEntries(named) };
      await openWorkspace(context, ({ store }) => removeRegistered(store, SYSTEM, value));
      stderr.write('Removed. Runs that are there go on.\n');
    });

  register
    .command('import <file>')
    .description(
      'add the values of a CSV or JSON file, all or none; `-` reads CSV from standard input',
    )
    .option('--type <type>', 'workflow of lines that name none')
    .action(async (file: string, { type }: { type?: string }) => {
      await keep(readFile(file, type, context));
    });

  async function keep(given: readonly GivenValue[]): Promise<void> {
    const kept = await openWorkspace(context, async ({ store, publication }) =>
      setRegistered(store, await publication(), SYSTEM, given),
    );
    stderr.write(`Kept ${count(kept.length, 'value')}.\n`);
  }

  return register;
}

function readFile(
  file: string,
  type: string | undefined,
  { cwd, readInput }: CommandContext,
): GivenValue[] {
  if (file.toLowerCase().endsWith('.json')) {
    return valuesOfJson(readValuesFile(resolve(cwd, file), file));
  }
  const read = valuesOfCsv(file === '-' ? readInput() : readText(resolve(cwd, file), file), type);
  if ('values' in read) return read.values;
  throw new UserError(
    `\`${file}\` cannot be taken in:\n${read.wrong.map((each) => `  ${each}`).join('\n')}`,
  );
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`\`${name}\` cannot be read: ${(error as Error).message}.`);
  }
}

function byType(registered: readonly Registered[]) {
  const groups = Map.groupBy(registered, ({ type }) => type);
  return Object.fromEntries(
    [...groups].map(([type, list]) => [type, list.map(({ value }) => value)]),
  );
}

function format(registered: readonly Registered[]): string {
  if (registered.length === 0) return 'No workflow runs for anything yet.\n';
  const rows = registered.map(({ type, value }) => [
    type,
    valuesInText(value.for),
    value.timeZone ?? '',
    value.from ?? '',
    value.until ?? '',
    (value.daysOff ?? []).join(' '),
  ]);
  const headings = ['Workflow', 'For', 'Time zone', 'From', 'Until', 'Days off'];
  return `${formatTable(
    headings,
    rows.map((row) => row.map(toOneLine)),
  ).join('\n')}\n`;
}
