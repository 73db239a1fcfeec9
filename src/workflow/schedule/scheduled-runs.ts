/**
 * The runs that the triggers of a set of templates ask for: every occurrence, once for each
 * value a template runs for. Catch-up and simulation both begin here. Browser-safe.
 */
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { compareText } from '../../diagnostics/report.ts';
import { listing, quote } from '../../diagnostics/wording.ts';
import { parseDate } from '../dates/calendar.ts';
import type { DateRange } from '../dates/date-range.ts';
import { checkTimeZone, EACH_ZONE } from '../dates/time-zone.ts';
import { checkTemplate } from '../plan/check-template.ts';
import { type Bundle, planWorkflow, type RunFor } from '../plan/plan.ts';
import { PlanError } from '../plan/plan-error.ts';
import { type Occurrence, occurrences, readRange, type Trigger } from './occurrences.ts';

/** What makes a run one run: no two have the same type, anchor date and values. */
export interface RunIdentity {
  readonly type: string;
  /** Anchor date, `YYYY-MM-DD`. */
  readonly anchor: string;
  /** Value of each dimension the template runs for. */
  readonly for?: Readonly<Record<string, string>>;
}

/** What one run of a template is for, out of a register: with a zone, days off and a time it counts. */
export interface RegisteredValue extends RunFor {
  readonly for: Readonly<Record<string, string>>;
  /** First and last anchor date that is for it, `YYYY-MM-DD`; default any. */
  readonly from?: string;
  readonly until?: string;
}

/**
 * Template type → the values it runs for, one a run: the mapping alone, such as
 * `{ report: [{ client: 'acme' }] }`, or with what is known of it, such as
 * `{ report: [{ for: { client: 'acme' }, timeZone: 'Asia/Kolkata' }] }`.
 */
export type RunValues = Readonly<
  Record<string, readonly (Readonly<Record<string, string>> | RegisteredValue)[]>
>;

export interface ScheduledRun extends RunIdentity {
  readonly occurrence: Occurrence;
  readonly template: WorkflowTemplate;
  readonly bundle: Bundle;
}

/** A run, or a whole trigger when there is no anchor, that cannot be had. */
export interface RunFailure extends Partial<RunIdentity> {
  readonly type: string;
  /** A sentence for a person. */
  readonly reason: string;
}

/** What of a range is meant: everything, unless it says less. */
export type IsMeant = (occurrence: Occurrence) => boolean;

export interface ScheduledRuns {
  readonly runs: ScheduledRun[];
  readonly failures: RunFailure[];
}

/** A text that two identities share exactly if they name the same run. Blanks around a value count for nothing. */
export function identityKey({ type, anchor, for: values = {} }: RunIdentity): string {
  const sorted = Object.entries(values)
    .map(([name, value]) => [name, `${value}`.trim()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([type, anchor, sorted]);
}

/**
 * Every run the triggers ask for in the range, by day of firing, then template type, then the
 * order of the values. A day off of a value makes no run for it, nor a day outside its time. What
 * cannot be had is among the failures and keeps nothing else back, a broken template included; a
 * template that runs for something and is given nothing is a failure once it fires. Throws for a range that `occurrences` refuses.
 */
export function scheduledRuns(
  templates: readonly WorkflowTemplate[],
  range: DateRange,
  values: RunValues = {},
  isMeant: IsMeant = () => true,
): ScheduledRuns {
  // Refused once and aloud, not once a template and among the failures.
  readRange(range);
  const failures: RunFailure[] = [];
  const valuesOf = new Map(Object.entries(values));
  const sound = templates.filter((template) => attempt(() => check(template), named(template)));
  const byType = sound.toSorted((a, b) => compareText(a.type, b.type));
  const runs = byType.filter(isActive).flatMap((template) => {
    const { type, forEach } = template;
    const given = forEach && valuesOf.get(type);
    const found = occurrencesByZone(template);
    const ofAll = attempt(() => found(undefined), { type });
    if (!ofAll) return [];
    if (!given) return runsFor(template, ofAll, undefined);
    return given.flatMap((each) => {
      const concern = { type, ...(isMapping(each) && { for: asRegistered(each).for }) };
      const value = attempt(() => checkValue(each, type), concern);
      if (!value) return [];
      return runsFor(template, attempt(() => found(value), concern) ?? [], value);
    });
  });
  // Stable: within a day the order of the templates and of their values stays.
  runs.sort((a, b) => compareText(a.occurrence.firesOn, b.occurrence.firesOn));
  return { runs, failures };

  /** Computed once a zone, however many values share it. */
  function occurrencesByZone(template: WorkflowTemplate) {
    const known = new Map<string | undefined, Occurrence[]>();
    return (value: RegisteredValue | undefined) => {
      const trigger = isOfEach(template) ? triggerOf(template, value) : template;
      const zone = trigger.triggerTimeZone;
      const found = known.get(zone) ?? occurrences(trigger, range).filter(isMeant);
      known.set(zone, found);
      return found;
    };
  }

  function runsFor(
    template: WorkflowTemplate,
    found: readonly Occurrence[],
    value: RegisteredValue | undefined,
  ): ScheduledRun[] {
    const { type } = template;
    if (!value && (template.forEach || isOfEach(template)) && found.length > 0) {
      // One failure for the template: the same sentence for every day would bury the others.
      attempt(() => refuseWithoutValue(template, range), { type });
      return [];
    }
    return found
      .filter(({ anchor }) => whyLeftOut(anchor, value) === undefined)
      .flatMap((occurrence) => {
        const { anchor } = occurrence;
        const identity = { type, anchor, ...(value && { for: value.for }) };
        const bundle = attempt(() => planWorkflow(template, { ...value, anchor }), identity);
        return bundle ? [{ ...identity, occurrence, template, bundle }] : [];
      });
  }

  function attempt<T>(act: () => T, concern: Omit<RunFailure, 'reason'>): T | undefined {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      failures.push({ ...concern, reason: error.message });
      return undefined;
    }
  }
}

function check(template: WorkflowTemplate): true {
  checkTemplate(template);
  return true;
}

/** Whom a failure concerns, also of what is no template. */
function named(template: unknown): { readonly type: string } {
  const type = isMapping(template) && 'type' in template ? template.type : undefined;
  return { type: typeof type === 'string' ? type : '' };
}

/** A manual trigger never fires, nor one that is switched off, whatever else it says. */
function isActive({ triggerType, triggerEnabled }: WorkflowTemplate): boolean {
  return triggerType === 'automatic' && triggerEnabled !== false;
}

function isOfEach({ triggerTimeZone }: WorkflowTemplate): boolean {
  return triggerTimeZone === EACH_ZONE;
}

function isMapping(value: unknown): value is RunValues[string][number] {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws PlanError always. */
function refuseWithoutValue(template: WorkflowTemplate, { from }: DateRange): void {
  planWorkflow(template, { anchor: from });
  throw new PlanError(
    `Workflow ${quote(template.type)} has the time zone of each value, and runs for none. ` +
      'Name what it runs for, or a zone.',
  );
}

/** Throws `PlanError` for a value that comes from a register and is not of the form of one. */
function checkValue(value: unknown, type: string): RegisteredValue {
  if (!isMapping(value)) {
    throw new PlanError(
      `${quote(value)} is nothing workflow ${quote(type)} can run for. Give names and values.`,
    );
  }
  const registered = asRegistered(value);
  const { from, until, daysOff = [], timeZone } = registered;
  if (from !== undefined) parseDate(from);
  if (until !== undefined) parseDate(until);
  if (!Array.isArray(daysOff)) {
    throw new PlanError(`Days off are a list of dates, not ${quote(daysOff)}.`);
  }
  for (const day of daysOff) parseDate(day);
  if (timeZone !== undefined) checkTimeZone(timeZone);
  return registered;
}

function asRegistered(value: RunValues[string][number]): RegisteredValue {
  return typeof value.for === 'object'
    ? (value as RegisteredValue)
    : { for: value as RunIdentity['for'] & object };
}

/** The trigger in the zone of the value, of a template that says `each`; in UTC for nobody. */
export function triggerOf(template: WorkflowTemplate, value: RegisteredValue | undefined): Trigger {
  if (!value) return { ...template, triggerTimeZone: 'UTC' };
  const { for: values, timeZone } = value;
  if (timeZone !== undefined) return { ...template, triggerTimeZone: timeZone };
  throw new PlanError(
    `Workflow \`${template.type}\` runs in the time zone of each value, and none is known for ` +
      `${listing(Object.values(values).map(quote))}. Give it as \`timeZone\`.`,
  );
}

/** Why a value has no run on a day that its trigger asks for. */
export type LeftOut = 'before' | 'after' | 'day-off';

export function whyLeftOut(
  anchor: string,
  value: RegisteredValue | undefined,
): LeftOut | undefined {
  const { from = anchor, until = anchor, daysOff = [] } = value ?? {};
  if (anchor < from) return 'before';
  if (anchor > until) return 'after';
  return daysOff.includes(anchor) ? 'day-off' : undefined;
}
