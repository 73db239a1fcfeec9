/** `opsbook work tick`: one look at the schedules, for hosts whose own clock calls it. */
import { Command } from 'commander';
import { count } from '../../../src/diagnostics/wording.ts';
import { lookAtSchedules } from '../../../src/server/work/ticker.ts';
import { openWorkspace } from '../../terminal/open-workspace.ts';
import { formatFailures, formatRuns } from '../../terminal/print-scheduled-runs.ts';
import type { CommandContext } from '../../terminal/terminal.ts';

export const tickCommand = (context: CommandContext) =>
  new Command('tick')
    .description('make what schedules have asked for since the last look')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: true }) => {
      const ticked = await openWorkspace(context, (services) => lookAtSchedules(services));
      const { made, failures, news } = ticked;
      const gaps = news.flatMap(({ type, what }) =>
        what.kind === 'gap'
          ? [
              `- ${type}: nothing is made from ${what.after} to ${what.until}; catch up on what is needed`,
            ]
          : [],
      );
      const lines = [
        `${count(made.length, 'run')} made`,
        ...formatRuns('Made', made),
        ...formatFailures(failures),
        ...(gaps.length > 0 ? ['', 'Not looked at for more than 92 days', '', ...gaps] : []),
      ];
      context.stdout.write(`${json ? JSON.stringify(ticked, null, 2) : lines.join('\n')}\n`);
      if (failures.length > 0 || gaps.length > 0) context.exitCode = 1;
    });
