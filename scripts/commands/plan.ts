/** `opsbook plan`: the dated tasks of a workflow, before anything runs. */
import type { WorkflowTemplate } from '../../schemas/workflow-template.ts';
import { nearest } from '../../src/diagnostics/suggest.ts';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { didYouMean, listing, quote } from '../../src/diagnostics/wording.ts';
import { readTemplates } from '../../src/project/project-templates.ts';
import { checkTimeZone, EACH_ZONE } from '../../src/workflow/dates/time-zone.ts';
import { formatPlanCalendar } from '../../src/workflow/plan/formats/plan-calendar.ts';
import { formatPlanCsv } from '../../src/workflow/plan/formats/plan-csv.ts';
import { formatPlanMarkdown } from '../../src/workflow/plan/formats/plan-markdown.ts';
import { formatPlanTable } from '../../src/workflow/plan/formats/plan-table.ts';
import { type Bundle, PlanError, planWorkflow } from '../../src/workflow/plan/plan.ts';
import { planRemarks } from '../../src/workflow/plan/plan-remarks.ts';
import { openContent } from '../terminal/open-content.ts';
import type { PlanFormat } from '../terminal/plan-formats.ts';
import { printSimulation, type SimulationOptions } from '../terminal/print-simulation.ts';
import type { CommandContext, Terminal } from '../terminal/terminal.ts';

/** Everything a format may say beside the plan itself. */
interface FormatOptions {
  readonly stamp?: string;
  readonly portal?: string;
}

const FORMATS = {
  table: formatPlanTable,
  json: (bundle: Bundle) => `${JSON.stringify(bundle, null, 2)}\n`,
  ics: formatPlanCalendar,
  markdown: formatPlanMarkdown,
  csv: formatPlanCsv,
} satisfies Record<PlanFormat, (bundle: Bundle, options: FormatOptions) => string>;

export interface PlanOptions extends SimulationOptions {
  readonly content: string;
  readonly format: PlanFormat;
  readonly portal?: string;
  readonly simulate?: true;
  readonly today: string;
}

/** Prints the plan of a workflow, or with `--simulate` that of all runs in a range. */
export function plan(
  type: string | undefined,
  options: PlanOptions,
  { isTodayGiven }: { readonly isTodayGiven: boolean },
  context: CommandContext,
): void {
  const templates = compileTemplates(options, context);
  const chosen = type === undefined ? templates : [findTemplate(templates, type)];
  try {
    if (options.simulate) printSimulation(chosen, options, context);
    else printPlan(type === undefined ? [] : chosen, options, isTodayGiven, context);
  } catch (error) {
    if (error instanceof PlanError) throw new UserError(error.message);
    throw error;
  }
}

/** Says which workflows have errors: a simulation without them must not look complete. */
function compileTemplates(
  { content, today, simulate }: PlanOptions,
  context: CommandContext,
): WorkflowTemplate[] {
  const { templates, broken } = readTemplates(openContent(content, context), today);
  if (simulate && broken.length > 0) {
    const paths = listing(broken.map(quote));
    context.stderr.write(`Note: Left out for its errors: ${paths}. Run \`opsbook validate\`.\n`);
  }
  return templates.map(({ template }) => template);
}

function findTemplate(templates: readonly WorkflowTemplate[], type: string): WorkflowTemplate {
  const found = templates.find((template) => template.type === type);
  if (found) return found;
  const types = templates.map((template) => template.type);
  const known = types.length > 0 ? `There are ${listing(types.map(quote))}.` : 'There is none.';
  throw new UserError(
    `No valid workflow has the type \`${type}\`. ${known}${didYouMean(nearest(type, types))}`,
  );
}

function printPlan(
  [template]: readonly WorkflowTemplate[],
  { anchor, title, link, input, for: values, zone, format, portal, today, ...others }: PlanOptions,
  isTodayGiven: boolean,
  { stdout, stderr }: Terminal,
): void {
  if (!template) throw new UserError('Name the workflow to plan, such as `opsbook plan oss`.');
  const stray = (['from', 'to', 'values'] as const).find((flag) => others[flag] !== undefined);
  if (stray)
    throw new UserError(`\`--${stray}\` belongs to \`--simulate\`. Add it or leave it out.`);
  if (anchor === undefined) {
    throw new UserError('A plan is counted from a date. Give it with `--anchor 2026-07-22`.');
  }
  if (zone !== undefined) checkZone(zone, template);
  const asked = {
    anchor,
    ...(input && { inputs: Object.fromEntries(input) }),
    ...(zone !== undefined && { timeZone: zone }),
  };
  const bundle = planWorkflow(template, {
    ...asked,
    ...(title !== undefined && { title }),
    ...(link && { links: Object.fromEntries(link) }),
    ...(values && { for: Object.fromEntries(values) }),
  });
  const options = {
    ...(isTodayGiven && { stamp: today }),
    ...(portal !== undefined && { portal }),
  };
  stdout.write(FORMATS[format](bundle, options));
  for (const remark of planRemarks(template, { ...asked, ...(isTodayGiven && { today }) })) {
    stderr.write(`Note: ${remark}\n`);
  }
}

/** A zone that nothing is reckoned in would be believed. */
function checkZone(zone: string, { type, anchor, triggerTimeZone }: WorkflowTemplate): void {
  checkTimeZone(zone);
  if (anchor.timeZone === EACH_ZONE || triggerTimeZone === EACH_ZONE) return;
  throw new UserError(
    `\`--zone\` is for workflows whose times are in the zone of each value, and \`${type}\` is none. Leave it out.`,
  );
}
