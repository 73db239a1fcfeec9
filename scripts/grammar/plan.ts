/** How `opsbook plan` is called. */
import { Command, InvalidArgumentError } from 'commander';
import type { PlanOptions } from '../commands/plan.ts';
import { contentOption } from '../terminal/content-folder.ts';
import { todayOption } from '../terminal/day-option.ts';
import { takeFormat } from '../terminal/format-options.ts';
import { collectNamed } from '../terminal/named-values.ts';
import { PLAN_FORMATS } from '../terminal/plan-formats.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export const planCommand = (context: CommandContext) =>
  takeFormat(new Command('plan'), PLAN_FORMATS, 'how the plan is printed')
    .argument('[type]', 'type of the workflow, e.g. oss')
    .option('--anchor <date>', 'date every due date is counted from')
    .option('--title <title>', 'title of the run')
    .option('--link <name=url>', 'a link the run already has (repeatable)', collectNamed)
    .option(
      '--input <name=value>',
      'an answer to what the workflow asks for (repeatable)',
      collectNamed,
    )
    .option('--for <dimension=value>', 'what the run is for (repeatable)', collectNamed)
    .option('--zone <zone>', 'time zone of what the run is for, where the workflow says `each`')
    .option('--portal <url>', 'address of the portal, for links to instructions', portalAddress)
    .option('--simulate', 'show every run the triggers would create')
    .option('--values <file>', 'JSON file of what the runs of a simulation are for')
    .option('--from <date>', 'first day of the simulation')
    .option('--to <date>', 'last day of the simulation')
    .addOption(contentOption())
    .addOption(todayOption(context))
    .action(async (type: string | undefined, options: PlanOptions, command: Command) => {
      const { plan } = await import('../commands/plan.ts');
      // The day it is said to be may leave a mark on the output, the day it happens to be may not.
      const isTodayGiven = command.getOptionValueSource('today') === 'cli';
      plan(type, options, { isTodayGiven }, context);
    });

function portalAddress(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError('Write an address such as https://ops.example.org.');
}
