/**
 * Which runs a work engine has to create for a range of days, given those it has. Pure: the
 * engine creates what the report says, and the next report of the same range says it is there.
 * A duty that comes back, such as a weekly review, is an automatic template of one task and is
 * reported apart from workflows. Browser-safe.
 */
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { type DateRange, parseRange } from '../dates/date-range.ts';
import type { Bundle, PlannedTask } from '../plan/plan.ts';
import {
  identityKey,
  type RunFailure,
  type RunIdentity,
  type RunValues,
  type ScheduledRuns,
  scheduledRuns,
} from './scheduled-runs.ts';

/** A quarter at most, so that a wrong range cannot flood an engine with runs. */
export const MAX_CATCH_UP_DAYS = 92;

/** A run the engine has, whatever its state: also one that is done or was started by hand. */
export interface ExistingRun extends RunIdentity {
  /** Tasks the run has. Left out, the run counts as whole. */
  readonly refIds?: readonly string[];
  /** Version of the template it was made from. Left out, it counts as made from this one. */
  readonly contentHash?: string;
}

export interface CatchUpRequest extends DateRange {
  readonly existing: Iterable<ExistingRun>;
  readonly values?: RunValues;
}

/** A run whose creation broke off, with what it lacks. */
interface Recovery extends RunIdentity {
  readonly missingTasks: readonly PlannedTask[];
}

/** Every list by day of firing, then type, then the order of the values. */
export interface CatchUpReport {
  /** Runs to create. */
  readonly templateCreated: readonly Bundle[];
  /** Runs that are there. */
  readonly templateSkipped: readonly RunIdentity[];
  /** Runs that are there without some of their tasks; those without their only one as well. */
  readonly templateRecovered: readonly Recovery[];
  /** Runs to create of templates with one task. */
  readonly recurringGenerated: readonly Bundle[];
  /** Runs that are there of templates with one task. */
  readonly recurringSkipped: readonly RunIdentity[];
  readonly failures: readonly RunFailure[];
}

/**
 * Compares what the triggers ask for in the range (both ends included, at most 92 days) with
 * what exists. A run lacks tasks only if it is of the same version of its template: tasks that
 * a later version adds are not forced on it. Throws `PlanError` for a range it refuses.
 */
export function catchUp(
  templates: readonly WorkflowTemplate[],
  { existing, values, ...range }: CatchUpRequest,
): CatchUpReport {
  return compareRuns(runsToCatchUp(templates, range, values), existing);
}

/** What a catch-up is about, before anybody looks for what exists. Throws as `catchUp` does. */
export function runsToCatchUp(
  templates: readonly WorkflowTemplate[],
  range: DateRange,
  values?: RunValues,
): ScheduledRuns {
  parseRange(range, MAX_CATCH_UP_DAYS);
  return scheduledRuns(templates, range, values);
}

/** `existing` holds at least what is there of `runs`. */
export function compareRuns(
  { runs, failures }: ScheduledRuns,
  existing: Iterable<ExistingRun>,
): CatchUpReport {
  const known = new Map([...existing].map((run) => [identityKey(run), run]));
  const templateCreated: Bundle[] = [];
  const templateSkipped: RunIdentity[] = [];
  const templateRecovered: Recovery[] = [];
  const recurringGenerated: Bundle[] = [];
  const recurringSkipped: RunIdentity[] = [];
  for (const { template, bundle, occurrence: _occurrence, ...identity } of runs) {
    const isRecurring = template.taskDefinitions.length === 1;
    const run = known.get(identityKey(identity));
    const missingTasks = run ? tasksMissing(run, bundle) : [];
    if (!run) {
      (isRecurring ? recurringGenerated : templateCreated).push(bundle);
    } else if (missingTasks.length > 0) {
      templateRecovered.push({ ...identity, missingTasks });
    } else {
      (isRecurring ? recurringSkipped : templateSkipped).push(identity);
    }
    // A value that is listed twice asks for one run.
    known.set(identityKey(identity), identity);
  }
  return {
    templateCreated,
    templateSkipped,
    templateRecovered,
    recurringGenerated,
    recurringSkipped,
    failures,
  };
}

function tasksMissing({ refIds, contentHash }: ExistingRun, bundle: Bundle): PlannedTask[] {
  if (!refIds || (contentHash !== undefined && contentHash !== bundle.contentHash)) return [];
  return bundle.tasks.filter(({ refId }) => !refIds.includes(refId));
}
