/**
 * A workflow template and an anchor date make a bundle: one run, every task with its day.
 * Pure and without a clock, for the command line, the portal's pages and work engines
 * alike. Browser-safe: it never loads zod or Node.
 */
import type { TaskDefinition, WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean, listing, quote } from '../../diagnostics/wording.ts';
import { parseDate, WorkCalendar } from '../dates/calendar.ts';
import { PlanError } from './plan-error.ts';

export { ImpossibleDate, PlanError } from './plan-error.ts';

export interface PlanRequest {
  /** Anchor date, `YYYY-MM-DD`. */
  readonly anchor: string;
  /** Title of the run; default `<name>: <anchor>`. */
  readonly title?: string;
  /** Link name → address, for links the run already has. */
  readonly links?: Readonly<Record<string, string>>;
  /** Day the plan is made, `YYYY-MM-DD`. No date of the bundle depends on it. */
  readonly today?: string;
  /** Dimension → value: one for each of the template's `forEach`, and no other. */
  readonly for?: Readonly<Record<string, string>>;
}

/** A task definition with its day; what it is not told to do is absent. */
export interface PlannedTask extends TaskDefinition {
  /** Due date, `YYYY-MM-DD`. */
  readonly date: string;
  /** IANA zone of `time`; only beside a `time`, and only if the anchor names one. */
  readonly timeZone?: string;
  readonly status: 'todo';
  readonly source: 'template';
}

/** One run of a template, as `plan --format json` prints it. */
export interface Bundle
  extends Pick<
    WorkflowTemplate,
    'templateId' | 'contentHash' | 'stages' | 'tags' | 'phases' | 'references'
  > {
  readonly title: string;
  readonly anchorDate: string;
  readonly templateType: string;
  /** Stage the run begins in. */
  readonly stage: string;
  /** Values of the template's `forEach` dimensions, in its order. */
  readonly for?: Readonly<Record<string, string>>;
  /** Links the run collects, in the template's order; the address is empty until known. */
  readonly bundleLinks: readonly { readonly name: string; readonly url: string }[];
  /** By date; tasks of one day in authored order. */
  readonly tasks: readonly PlannedTask[];
}

/**
 * Plans one run. Due date = anchor + offset in plain calendar dates, then the calendar's
 * roll rule. Throws `ImpossibleDate` for an anchor that does not exist, and `PlanError` for
 * a link the template does not define and for `for` values that do not fit its `forEach`.
 */
export function planWorkflow(template: WorkflowTemplate, request: PlanRequest): Bundle {
  const anchor = parseDate(request.anchor);
  const calendar = new WorkCalendar(template.calendar);
  const [stage] = template.stages;
  if (stage === undefined) throw new PlanError(`Workflow \`${template.type}\` has no stages.`);
  const dimensions = fillDimensions(template, request.for ?? {});
  return {
    title: request.title ?? `${template.name}: ${request.anchor}`,
    anchorDate: request.anchor,
    templateId: template.templateId,
    templateType: template.type,
    contentHash: template.contentHash,
    stage,
    stages: template.stages,
    tags: template.tags,
    phases: template.phases,
    references: template.references,
    ...(dimensions && { for: dimensions }),
    bundleLinks: fillLinks(template, request.links ?? {}),
    tasks: template.taskDefinitions
      .map((task) => planTask(task, calendar.roll(calendar.offset(anchor, task)).toString()))
      .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)),
  };

  function planTask(definition: TaskDefinition, date: string): PlannedTask {
    const { refId, description, time, ...rest } = definition;
    const { timeZone } = template.anchor;
    return {
      refId,
      description,
      date,
      ...(time !== undefined && { time }),
      ...(time !== undefined && timeZone !== undefined && { timeZone }),
      status: 'todo',
      source: 'template',
      ...rest,
    };
  }
}

function fillLinks(
  { type, bundleLinkDefinitions }: WorkflowTemplate,
  links: Readonly<Record<string, string>>,
): Bundle['bundleLinks'] {
  const names = bundleLinkDefinitions.map(({ name }) => name);
  const addresses = new Map(Object.entries(links));
  refuseUnknown(addresses.keys(), names, `a link of workflow \`${type}\``);
  return names.map((name) => ({ name, url: addresses.get(name) ?? '' }));
}

function fillDimensions(
  { type, forEach = [] }: WorkflowTemplate,
  values: Readonly<Record<string, string>>,
): Bundle['for'] {
  const given = new Map(Object.entries(values));
  refuseUnknown(given.keys(), forEach, `something workflow \`${type}\` runs for`);
  const missing = forEach.filter((dimension) => !given.get(dimension)?.trim());
  if (missing.length > 0) {
    throw new PlanError(
      `Workflow \`${type}\` has one run per ${listing(forEach.map(quote))}. ` +
        `Give a value for ${listing(missing.map(quote))}.`,
    );
  }
  if (forEach.length === 0) return undefined;
  return Object.fromEntries(forEach.map((dimension) => [dimension, given.get(dimension) ?? '']));
}

function refuseUnknown(given: Iterable<string>, known: readonly string[], noun: string): void {
  const unknown = [...given].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const choice = known.length > 0 ? `Choose from ${listing(known.map(quote))}.` : 'It has none.';
  throw new PlanError(
    `${quote(unknown)} is not ${noun}. ${choice}${didYouMean(nearest(unknown, known))}`,
  );
}
