/** `opsbook plan`: the dated tasks of a workflow, before anything runs. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { nearest } from '../src/diagnostics/suggest.ts';
import { didYouMean, listing } from '../src/diagnostics/wording.ts';
import { compilePortal } from '../src/portal/compile-portal.ts';
import { PlanError, planWorkflow } from '../src/workflow/plan.ts';
import { formatPlanTable } from '../src/workflow/plan-table.ts';
import { CommandError } from './command-error.ts';
import { openProject } from './project.ts';
import { todayOption } from './today.ts';

interface PlanOptions {
  readonly content: string;
  readonly anchor: string;
  readonly title?: string;
  readonly link?: Readonly<Record<string, string>>;
  readonly for?: Readonly<Record<string, string>>;
  readonly format: 'table' | 'json';
  readonly today: string;
}

export const planCommand = new Command('plan')
  .description('show the dated tasks of a workflow')
  .argument('<type>', 'type of the workflow, e.g. oss')
  .requiredOption('--anchor <date>', 'date every due date is counted from')
  .option('--title <title>', 'title of the run')
  .option('--link <name=url>', 'a link the run already has (repeatable)', collect)
  .option('--for <dimension=value>', 'what the run is for (repeatable)', collect)
  .addOption(
    new Option('--format <format>', 'how the plan is printed')
      .choices(['table', 'json'])
      .default('table'),
  )
  .option('--content <dir>', 'content folder', 'content')
  .addOption(todayOption())
  .action((type: string, options: PlanOptions) => plan(type, options));

function plan(type: string, { content, format, today, ...options }: PlanOptions): void {
  const { sources, config } = openProject(content);
  const { templates } = compilePortal({ sources, config, today });
  const types = templates.map(({ template }) => template.type);
  const found = templates.find(({ template }) => template.type === type);
  if (!found) {
    const known =
      types.length > 0
        ? `There are ${listing(types.map((name) => `\`${name}\``))}.`
        : 'There is none.';
    throw new CommandError(
      `No valid workflow has the type \`${type}\`. ${known}${didYouMean(nearest(type, types))}`,
    );
  }
  try {
    const { anchor, title, link: links, for: values } = options;
    const bundle = planWorkflow(found.template, {
      anchor,
      ...(title !== undefined && { title }),
      ...(links && { links }),
      ...(values && { for: values }),
    });
    process.stdout.write(
      format === 'json' ? `${JSON.stringify(bundle, null, 2)}\n` : formatPlanTable(bundle),
    );
  } catch (error) {
    if (error instanceof PlanError) throw new CommandError(error.message);
    throw error;
  }
}

/** `name=value`, gathered over every use of the flag. */
function collect(text: string, previous: Readonly<Record<string, string>> = {}) {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Write NAME=VALUE.');
  return { ...previous, [text.slice(0, equals)]: text.slice(equals + 1) };
}
