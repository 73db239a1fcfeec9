/**
 * The runs that the triggers of a set of templates ask for: every occurrence, once for each
 * value a template runs for. Catch-up and simulation both begin here. Browser-safe.
 */
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { compareText } from '../../diagnostics/report.ts';
import { listing, quote } from '../../diagnostics/wording.ts';
import type { DateRange } from '../dates/date-range.ts';
import { EACH_ZONE } from '../dates/time-zone.ts';
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

/** A text that two identities share exactly if they name the same run. Blanks around a value count for nothing. */
export function identityKey({ type, anchor, for: values = {} }: RunIdentity): string {
  const sorted = Object.entries(values)
    .map(([name, value]) => [name, value.trim()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([type, anchor, sorted]);
}

/**
 * Every run the triggers ask for in the range, by day of firing, then template type, then the
 * order of the values. A day off of a value makes no run for it, nor a day outside its time. What
 * cannot be had is among the failures and keeps nothing else back, a broken template included.
 * Throws for a range that `occurrences` refuses.
 */
export function scheduledRuns(
  templates: readonly WorkflowTemplate[],
  range: DateRange,
  values: RunValues = {},
): { runs: ScheduledRun[]; failures: RunFailure[] } {
  // Refused once and aloud, not once a template and among the failures.
  readRange(range);
  const failures: RunFailure[] = [];
  const valuesOf = new Map(Object.entries(values));
  const byType = templates.toSorted((a, b) => compareText(a.type, b.type));
  const runs = byType.flatMap((template) => {
    const { type, forEach, triggerTimeZone } = template;
    const given = forEach && valuesOf.get(type);
    const isOfEach = triggerTimeZone === EACH_ZONE;
    const ofAll = isOfEach ? [] : attempt(() => occurrences(template, range), { type });
    if (!ofAll) return [];
    if (!given) return runsFor(template, ofAll, undefined);
    return given.map(asRegistered).flatMap((value) => {
      const identity = { type, for: value.for };
      const trigger = () => occurrences(triggerOf(template, value), range);
      return runsFor(template, isOfEach ? (attempt(trigger, identity) ?? []) : ofAll, value);
    });
  });
  // Stable: within a day the order of the templates and of their values stays.
  runs.sort((a, b) => compareText(a.occurrence.firesOn, b.occurrence.firesOn));
  return { runs, failures };

  function runsFor(
    template: WorkflowTemplate,
    found: readonly Occurrence[],
    value: RegisteredValue | undefined,
  ): ScheduledRun[] {
    const { type, triggerTimeZone } = template;
    if (template.forEach && !value && (found.length > 0 || triggerTimeZone === EACH_ZONE)) {
      // One failure for the template: the same sentence for every day would bury the others.
      attempt(() => planWorkflow(template, { anchor: range.from }), { type });
      return [];
    }
    return found
      .filter(({ anchor }) => isWanted(anchor, value))
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
      const { type } = concern;
      const reason =
        error instanceof PlanError
          ? error.message
          : `Workflow \`${type}\` cannot be read: ${(error as Error).message}.`;
      failures.push({ ...concern, reason });
      return undefined;
    }
  }
}

function asRegistered(value: RunValues[string][number]): RegisteredValue {
  return typeof value.for === 'object'
    ? (value as RegisteredValue)
    : { for: value as RunIdentity['for'] & object };
}

/** The trigger in the zone of the value, of a template that says `each`. */
function triggerOf(
  template: WorkflowTemplate,
  { for: values, timeZone }: RegisteredValue,
): Trigger {
  if (timeZone !== undefined) return { ...template, triggerTimeZone: timeZone };
  throw new PlanError(
    `Workflow \`${template.type}\` runs in the time zone of each value, and none is known for ` +
      `${listing(Object.values(values).map(quote))}. Give it as \`timeZone\`.`,
  );
}

function isWanted(anchor: string, value: RegisteredValue | undefined): boolean {
  const { from = anchor, until = anchor, daysOff = [] } = value ?? {};
  return from <= anchor && anchor <= until && !daysOff.includes(anchor);
}
