/** How `opsbook validate` is called. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { ValidateOptions } from '../commands/validate.ts';
import { takeContentFolder } from '../terminal/content-folder.ts';
import { todayOption } from '../terminal/day-option.ts';
import { takeFormat } from '../terminal/format-options.ts';
import { REPORT_FORMATS } from '../terminal/report-formats.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export const validateCommand = (context: CommandContext) =>
  takeFormat(
    takeContentFolder(new Command('validate'), context),
    REPORT_FORMATS,
    'how findings are printed',
  )
    .option('--changed <ref>', 'only what changes since this commit concern')
    .option('--rule <code...>', 'only findings of these rules')
    .option('--fix', 'fix what can be fixed without changing a meaning, and update the ledger')
    .option('--dry-run', 'with --fix: print what would change, and change nothing')
    .option('--frozen', 'fail when registry.lock.json is not up to date')
    .option('--baseline <file>', 'suppress the findings listed in this file')
    .addOption(
      new Option('--update-baseline', 'write the findings of this run to the baseline').conflicts([
        'changed',
        'rule',
        'dryRun',
      ]),
    )
    .option('--quiet', 'print errors only')
    .option('--max-warnings <number>', 'fail above this many warnings', wholeNumber)
    .addOption(todayOption(context))
    .action(async (_folder: string | undefined, options: ValidateOptions) => {
      const { validate } = await import('../commands/validate.ts');
      context.exitCode = await validate(options, context);
    });

function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('Write a whole number.');
  return Number(value);
}
