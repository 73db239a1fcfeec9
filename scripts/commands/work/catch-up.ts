/** `opsbook work catch-up`: what schedules asked for in a range of days, made where it is not there. */
import { Command, Option } from 'commander';
import { momentOf } from '../../../src/server/work/work-services.ts';
import { SYSTEM } from '../../../src/workspace/asker.ts';
import { catchUpRuns } from '../../../src/workspace/catch-up.ts';
import { dateArgument } from '../../terminal/day-option.ts';
import { openWorkspace } from '../../terminal/open-workspace.ts';
import { formatCaughtUp } from '../../terminal/print-scheduled-runs.ts';
import type { CommandContext } from '../../terminal/terminal.ts';

interface CatchUpOptions {
  readonly from: string;
  readonly to: string;
  readonly dryRun?: boolean;
  readonly json?: true;
}

export const catchUpCommand = (context: CommandContext) =>
  new Command('catch-up')
    .description('make the runs of a range of days that are not there')
    .addOption(dayOption('--from <date>', 'first day on which schedules fire'))
    .addOption(dayOption('--to <date>', 'last day; at most 92 days in all'))
    .option('--dry-run', 'only tell what would be made')
    .option('--json', 'as JSON')
    .action(async ({ from, to, dryRun = false, json }: CatchUpOptions) => {
      const caughtUp = await openWorkspace(context, async ({ store, publication, clock, newId }) =>
        catchUpRuns(store, await publication(), SYSTEM, {
          from,
          to,
          dryRun,
          at: momentOf(clock),
          newId,
        }),
      );
      context.stdout.write(
        json ? `${JSON.stringify(caughtUp, null, 2)}\n` : formatCaughtUp(caughtUp),
      );
      if (caughtUp.failures.length > 0) context.exitCode = 1;
    });

function dayOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(dateArgument).makeOptionMandatory();
}
