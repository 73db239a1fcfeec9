/**
 * The runs that the triggers of a set of templates ask for: every occurrence, once for each
 * value a template runs for. Catch-up and simulation both begin here. Browser-safe.
 */
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { compareText } from '../../diagnostics/report.ts';
import type { DateRange } from '../dates/date-range.ts';
import { type Bundle, planWorkflow } from '../plan/plan.ts';
import { PlanError } from '../plan/plan-error.ts';
import { type Occurrence, occurrences, readRange } from './occurrences.ts';

/** What makes a run one run: no two have the same type, anchor date and values. */
export interface RunIdentity {
  readonly type: string;
  /** Anchor date, `YYYY-MM-DD`. */
  readonly anchor: string;
  /** Value of each dimension the template runs for. */
  readonly for?: Readonly<Record<string, string>>;
}

/** Template type → the values it runs for, one mapping a run, e.g. `{ report: [{ client: 'acme' }] }`. */
export type RunValues = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;

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

/** A text that two identities share exactly if they name the same run. */
export function identityKey({ type, anchor, for: values = {} }: RunIdentity): string {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([type, anchor, sorted]);
}

/**
 * Every run the triggers ask for in the range, by day of firing, then template type, then the
 * order of the values. What cannot be had is among the failures and keeps nothing else back.
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
    const { type, forEach } = template;
    const found = attempt(() => occurrences(template, range), { type });
    if (!found || found.length === 0) return [];
    const dimensions = valuesOf.get(type);
    if (forEach && !dimensions) {
      // One failure for the template: the same sentence for every day would bury the others.
      attempt(() => planWorkflow(template, { anchor: range.from }), { type });
      return [];
    }
    return found.flatMap((occurrence) =>
      (forEach ? (dimensions ?? []) : [undefined]).flatMap((each) => {
        const identity = { type, anchor: occurrence.anchor, ...(each && { for: each }) };
        const bundle = attempt(() => planWorkflow(template, identity), identity);
        return bundle ? [{ ...identity, occurrence, template, bundle }] : [];
      }),
    );
  });
  // Stable: within a day the order of the templates and of their values stays.
  runs.sort((a, b) => compareText(a.occurrence.firesOn, b.occurrence.firesOn));
  return { runs, failures };

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
