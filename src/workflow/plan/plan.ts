/**
 * A workflow template and an anchor date make a bundle: one run, every task with its day.
 * Pure and without a clock, for the command line, the portal's pages and work engines
 * alike. Browser-safe: it never loads zod or Node.
 */
import type { TaskDefinition, WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean, listing, quote } from '../../diagnostics/wording.ts';
import { calendarFor, type PlainDate, parseDate, WorkCalendar } from '../dates/calendar.ts';
import { checkTimeZone, EACH_ZONE } from '../dates/time-zone.ts';
import { isAddress } from '../run/check-completion.ts';
import { type Answers, checkAnswers, readAnswers } from './answers.ts';
import { checkTemplate } from './check-template.ts';
import { fillIn, type PlaceholderValues, placeholdersOf } from './placeholders.ts';
import { PlanError } from './plan-error.ts';

export { ImpossibleDate, PlanError } from './plan-error.ts';

/** What a run is for and what is known of it. */
export interface RunFor {
  /** Dimension → value: one for each of the template's `forEach`, and no other. */
  readonly for?: Readonly<Record<string, string>>;
  /** IANA zone of that value: the zone of the times of a template that says `each`. */
  readonly timeZone?: string;
  /** Days off of that value, `YYYY-MM-DD`, beside those of the template's calendar. */
  readonly daysOff?: readonly string[];
}

export interface PlanRequest extends RunFor {
  /** Anchor date, `YYYY-MM-DD`. */
  readonly anchor: string;
  /** Title of the run; default that of the template, or else `<name>: <anchor>`. */
  readonly title?: string;
  /** Link name → address, for links the run already has. */
  readonly links?: Readonly<Record<string, string>>;
  /** Answers to what the template asks for, by name. */
  readonly inputs?: Answers;
  /** Whether every required input has to be there: for a run, not for a look at its dates. */
  readonly requireInputs?: boolean;
  /** Day the plan is made, `YYYY-MM-DD`. No date of the bundle depends on it. */
  readonly today?: string;
}

/** Texts of a task before placeholders were filled in; only those that have some. */
export interface TaskPatterns {
  readonly description?: string;
  readonly operatorAction?: string;
  readonly completionProof?: string;
}

/** A task definition with its day; what it is not told to do is absent. */
export interface PlannedTask extends TaskDefinition {
  /** Due date, `YYYY-MM-DD`. */
  readonly date: string;
  /** IANA zone of `time`; only beside a `time`, and only if one is known. */
  readonly timeZone?: string;
  readonly status: 'todo';
  readonly source: 'template';
  readonly patterns?: TaskPatterns;
}

/** One run of a template, as `plan --format json` prints it. */
export interface Bundle
  extends RunFor,
    Pick<
      WorkflowTemplate,
      | 'templateId'
      | 'contentHash'
      | 'emoji'
      | 'stages'
      | 'tags'
      | 'phases'
      | 'references'
      | 'roles'
      | 'doneCriteria'
      | 'requiresApproval'
      | 'calendar'
    > {
  readonly title: string;
  /** Title before placeholders were filled in, if it has some. */
  readonly titlePattern?: string;
  readonly anchorDate: string;
  readonly templateType: string;
  /** Stage the run begins in. */
  readonly stage: string;
  /** Values of the template's `forEach` dimensions, in its order. */
  readonly for?: Readonly<Record<string, string>>;
  /** What the template asks for when a run is started, and what was answered. */
  readonly inputDefinitions?: NonNullable<WorkflowTemplate['inputs']>;
  readonly inputs?: Answers;
  /** Links the run collects, in the template's order; the address is empty until known. */
  readonly bundleLinks: readonly { readonly name: string; readonly url: string }[];
  /** By date; tasks of one day in authored order. Each names who does it, if anybody is known to. */
  readonly tasks: readonly PlannedTask[];
}

/** What a template that names no stages has; the words of the schema, which browsers do not load. */
const DEFAULT_STAGES = ['preparation', 'announced', 'after-event', 'done'];

/**
 * Plans one run. Due date = anchor + offset in plain calendar dates, then the calendar's
 * roll rule. Throws `ImpossibleDate` for an anchor that does not exist, and `PlanError` for
 * a link that the template does not define or that is no address, for inputs that do not fit, for
 * `for` values that do not fit its `forEach`, for a zone that is none, and for a template that is
 * not of the published form.
 */
export function planWorkflow(template: WorkflowTemplate, request: PlanRequest): Bundle {
  checkTemplate(template);
  const anchor = parseDate(request.anchor);
  const runFor = readRunFor(template, request);
  const inputs = readInputs(template, request);
  const links = fillLinks(template, request.links ?? {});
  const calendar = calendarFor(template.calendar, runFor.daysOff);
  const days = new WorkCalendar(calendar);
  const stages = template.stages?.length ? template.stages : DEFAULT_STAGES;
  const values = { ...inputs, ...runFor.for, anchor: request.anchor };
  const texts = new Texts(template, values);
  const zone = zoneOf(template, runFor);
  return {
    ...titleOf(template, request, texts),
    anchorDate: request.anchor,
    templateId: template.templateId,
    templateType: template.type,
    contentHash: template.contentHash,
    ...(template.emoji && { emoji: template.emoji }),
    stage: stages[0] ?? '',
    stages,
    tags: template.tags ?? [],
    ...(template.phases && { phases: template.phases }),
    references: template.references ?? [],
    roles: template.roles ?? {},
    doneCriteria: template.doneCriteria ?? [],
    ...(template.requiresApproval !== undefined && { requiresApproval: template.requiresApproval }),
    ...(calendar && { calendar }),
    ...runFor,
    ...(template.inputs && { inputDefinitions: template.inputs }),
    ...(Object.keys(inputs).length > 0 && { inputs }),
    bundleLinks: links,
    tasks: (template.taskDefinitions ?? [])
      .map((task) => planTask(task, days.roll(days.offset(anchor, task))))
      .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)),
  };

  function planTask(definition: TaskDefinition, date: PlainDate): PlannedTask {
    const { refId, description, time, assigneeId, ...rest } = definition;
    const who = assigneeId ?? template.defaultAssigneeId;
    const planned = {
      refId,
      description,
      date: date.toString(),
      ...(time !== undefined && { time }),
      ...(time !== undefined && zone !== undefined && { timeZone: zone }),
      status: 'todo',
      source: 'template',
      ...(who !== undefined && { assigneeId: who }),
    } as const;
    // The second time for a key of ours that an engine keeps something else under.
    return texts.fill({ ...planned, ...rest, ...planned });
  }
}

/** Zone of the times; absent where each value has its own and none is known. */
function zoneOf({ anchor }: WorkflowTemplate, { timeZone }: RunFor): string | undefined {
  return anchor?.timeZone === EACH_ZONE ? timeZone : anchor?.timeZone;
}

function titleOf(
  template: WorkflowTemplate,
  { title, anchor }: PlanRequest,
  texts: Texts,
): Pick<Bundle, 'title' | 'titlePattern'> {
  if (title?.trim()) return { title: title.trim() };
  const pattern = template.runTitle ?? `${template.name}: ${anchor}`;
  const filled = texts.fillText(pattern);
  return { title: filled, ...(texts.isPattern(pattern) && { titlePattern: pattern }) };
}

/** The texts of one run, with what is known by now in place of placeholders. */
class Texts {
  readonly #values: PlaceholderValues;
  readonly #names: ReadonlySet<string>;

  constructor(template: WorkflowTemplate, values: PlaceholderValues) {
    const { inputs = [], forEach = [], taskDefinitions = [] } = template;
    this.#values = values;
    this.#names = new Set([
      'anchor',
      ...inputs.map(({ name }) => name),
      ...forEach,
      ...taskDefinitions.flatMap(({ refId, form = [] }) =>
        form.map(({ name }) => `${refId}.${name}`),
      ),
    ]);
  }

  /** Whether it has a placeholder that the template declares. */
  isPattern(text: string): boolean {
    return placeholdersOf(text).some((name) => this.#names.has(name));
  }

  fillText(text: string): string {
    return this.isPattern(text) ? fillIn(text, this.#values) : text;
  }

  fill(task: PlannedTask): PlannedTask {
    const { validation } = task;
    const within = typeof validation === 'object' ? validation : undefined;
    const written = {
      description: task.description,
      operatorAction: within?.operatorAction,
      completionProof: within?.completionProof,
    };
    const patterns: TaskPatterns = Object.fromEntries(
      Object.entries(written).filter(
        ([, text]) => typeof text === 'string' && this.isPattern(text),
      ),
    );
    if (Object.keys(patterns).length === 0) return task;
    const { description, ...others } = patterns;
    const filled = Object.fromEntries(
      Object.entries(others).map(([key, text]) => [key, this.fillText(text)]),
    );
    return {
      ...task,
      ...(description !== undefined && { description: this.fillText(description) }),
      ...(within && { validation: { ...within, ...filled } }),
      patterns,
    };
  }
}

function readInputs(template: WorkflowTemplate, request: PlanRequest): Answers {
  const fields = template.inputs ?? [];
  const { inputs = {}, requireInputs = false } = request;
  const [problem] = checkAnswers(fields, inputs, { require: requireInputs });
  if (problem?.code === 'unknown') {
    refuseUnknown(
      [problem.field],
      fields.map(({ name }) => name),
      `an input of workflow \`${template.type}\``,
    );
  }
  if (problem) throw new PlanError(problem.sentence);
  return readAnswers(fields, inputs);
}

function fillLinks(
  { type, bundleLinkDefinitions = [] }: WorkflowTemplate,
  links: Readonly<Record<string, string>>,
): Bundle['bundleLinks'] {
  const names = bundleLinkDefinitions.map(({ name }) => name);
  const addresses = new Map(Object.entries(links).map(([name, url]) => [name, `${url}`.trim()]));
  refuseUnknown(addresses.keys(), names, `a link of workflow \`${type}\``);
  for (const [name, url] of addresses) {
    if (url === '' || isAddress(url)) continue;
    throw new PlanError(
      `Link ${quote(name)} cannot be ${quote(url)}, which is not an address. Write one that ` +
        'begins with `https://`, `mailto:` or `tel:`.',
    );
  }
  return names.map((name) => ({ name, url: addresses.get(name) ?? '' }));
}

function readRunFor(
  { type, forEach = [] }: WorkflowTemplate,
  { for: values = {}, timeZone, daysOff = [] }: RunFor,
): RunFor {
  const given = new Map(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
  refuseUnknown(given.keys(), forEach, `something workflow \`${type}\` runs for`);
  const missing = forEach.filter((dimension) => !given.get(dimension));
  if (missing.length > 0) {
    throw new PlanError(
      `Workflow \`${type}\` has one run per ${listing(forEach.map(quote))}. ` +
        `Give a value for ${listing(missing.map(quote))}.`,
    );
  }
  if (timeZone !== undefined) checkTimeZone(timeZone);
  for (const day of daysOff) parseDate(day);
  return {
    ...(forEach.length > 0 && {
      for: Object.fromEntries(forEach.map((dimension) => [dimension, given.get(dimension) ?? ''])),
    }),
    ...(timeZone !== undefined && { timeZone }),
    ...(daysOff.length > 0 && { daysOff }),
  };
}

/** Trimmed; what engines hand over may be anything, and what is no text is blank. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function refuseUnknown(given: Iterable<string>, known: readonly string[], noun: string): void {
  const unknown = [...given].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const choice = known.length > 0 ? `Choose from ${listing(known.map(quote))}.` : 'It has none.';
  throw new PlanError(
    `${quote(unknown)} is not ${noun}. ${choice}${didYouMean(nearest(unknown, known))}`,
  );
}
