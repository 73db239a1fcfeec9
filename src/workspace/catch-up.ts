/**
 * Makes what schedules ask for in a range of days and what is not there yet. The same range again
 * makes nothing; any number of askers at once make each run once.
 */
import {
  type DateRange,
  type ExistingRun,
  identityKey,
  PlanError,
  type PlannedTask,
  planWorkflow,
  type RunFailure,
  type RunIdentity,
} from '../workflow/index.ts';
import { compareRuns, runsToCatchUp } from '../workflow/schedule/catch-up.ts';
import type { ScheduledRuns } from '../workflow/schedule/scheduled-runs.ts';
import { act } from './act.ts';
import { type Asker, demand } from './asker.ts';
import { inZone } from './in-zone.ts';
import { Problem } from './problem.ts';
import type { Published } from './published.ts';
import {
  failureId,
  type Making,
  makeRun,
  runValuesOf,
  type ScheduledRunRef,
} from './scheduled-run.ts';
import { findTemplate } from './start-run.ts';
import type { Store, StoredRun } from './store.ts';

export interface CatchUpRequest extends DateRange, Making {
  /** Only tells what would be made. */
  readonly dryRun?: boolean;
}

export interface RecoveredRun extends ScheduledRunRef {
  /** Tasks that it lacked. */
  readonly refIds: readonly string[];
}

/** Lists as `CatchUpReport` of the library has them, each with the ids of its runs. */
export interface CaughtUp extends DateRange {
  readonly dryRun: boolean;
  readonly templateCreated: readonly ScheduledRunRef[];
  readonly templateSkipped: readonly ScheduledRunRef[];
  readonly templateRecovered: readonly RecoveredRun[];
  readonly recurringGenerated: readonly ScheduledRunRef[];
  readonly recurringSkipped: readonly ScheduledRunRef[];
  readonly failures: readonly (RunFailure & { readonly runId?: string })[];
}

/**
 * The range is of days on which triggers fire, both ends included. A run is known by the anchor it
 * was made for, whatever became of it since.
 *
 * @throws Problem `forbidden`, and `invalid` for a range that is reversed or longer than 92 days,
 * before anything is made.
 */
export async function catchUpRuns(
  store: Store,
  published: Published,
  asker: Asker,
  { from, to, dryRun = false, ...making }: CatchUpRequest,
): Promise<CaughtUp> {
  demand(asker, 'catch-up');
  const asked = runsAskedFor(published, { from, to }, runValuesOf(await store.registered()));
  const known = await store.findScheduled(asked.runs.map(identityKey));
  const report = compareRuns(asked, existingRuns(asked, known));
  const failures: (RunFailure & { runId?: string })[] = [...report.failures];

  const make = async (bundles: typeof report.templateCreated, skipped: ScheduledRunRef[]) => {
    const made: ScheduledRunRef[] = [];
    for (const bundle of bundles) {
      const { templateType: type, anchorDate: anchor, for: values, title } = bundle;
      if (dryRun) made.push({ type, anchor, ...(values && { for: values }), title });
      else {
        const { isNew, run } = await makeRun(store, published, asker, { ...making, bundle });
        (isNew ? made : skipped).push(run);
      }
    }
    return made;
  };
  const refOf = (identity: RunIdentity): ScheduledRunRef => {
    const stored = known.get(identityKey(identity));
    return { ...identity, ...(stored && { runId: stored.id }), title: stored?.run.title ?? '' };
  };

  const templateSkipped = report.templateSkipped.map(refOf);
  const recurringSkipped = report.recurringSkipped.map(refOf);
  const templateCreated = await make(report.templateCreated, templateSkipped);
  const recurringGenerated = await make(report.recurringGenerated, recurringSkipped);
  const templateRecovered: RecoveredRun[] = [];
  for (const { missingTasks, ...identity } of report.templateRecovered) {
    const run = refOf(identity);
    const refIds = missingTasks.map(({ refId }) => refId);
    const stored = known.get(identityKey(identity));
    const outcome =
      stored && !dryRun
        ? await recover(store, published, asker, { stored, refIds, at: making.at })
        : 'recovered';
    if (outcome === 'recovered') templateRecovered.push({ ...run, refIds });
    else if (outcome === 'there') templateSkipped.push(run);
    else {
      const { reason } = outcome;
      failures.push({ ...identity, ...(run.runId !== undefined && { runId: run.runId }), reason });
    }
  }
  const caughtUp = {
    from,
    to,
    dryRun,
    templateCreated,
    templateSkipped,
    templateRecovered,
    recurringGenerated,
    recurringSkipped,
    failures,
  };
  if (!dryRun) await settleNotes(store, caughtUp);
  return caughtUp;
}

function runsAskedFor(
  { templates }: Published,
  range: DateRange,
  values: ReturnType<typeof runValuesOf>,
): ScheduledRuns {
  try {
    return runsToCatchUp(templates, range, values);
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw new Problem('invalid', error.message, { field: 'from' });
  }
}

/** A run that is cancelled lacks nothing. */
function existingRuns(
  { runs }: ScheduledRuns,
  known: ReadonlyMap<string, StoredRun>,
): ExistingRun[] {
  return runs.flatMap(({ type, anchor, for: values }): ExistingRun[] => {
    const identity = { type, anchor, ...(values && { for: values }) };
    const stored = known.get(identityKey(identity));
    if (!stored) return [];
    const { cancelled, contentHash, tasks, archived = [] } = stored.run;
    if (cancelled) return [identity];
    const refIds = [...tasks, ...archived].map(({ refId }) => refId);
    return [{ ...identity, contentHash, refIds }];
  });
}

/** Adds tasks where they would be now; `there` when somebody else has done so meanwhile. */
async function recover(
  store: Store,
  published: Published,
  asker: Asker,
  { stored, refIds, at }: { stored: StoredRun; refIds: readonly string[]; at: string },
): Promise<'recovered' | 'there' | { readonly reason: string }> {
  let isAdded = false;
  try {
    for (const task of tasksNow(published, stored).filter(({ refId }) => refIds.includes(refId))) {
      const { isRepeated } = await act(store, asker, {
        runId: stored.id,
        commandId: `recover ${stored.id} ${task.refId}`,
        event: { type: 'add-task', task: { ...task, source: 'recovered' } },
        at,
      });
      isAdded ||= !isRepeated;
    }
  } catch (error) {
    if (error instanceof PlanError) return { reason: error.message };
    if (!(error instanceof Problem)) throw error;
    if (error.details.refusal?.code !== 'taken') return { reason: error.message };
  }
  return isAdded ? 'recovered' : 'there';
}

/** The plan of a run by its anchor of today, with what it was started with. */
function tasksNow(published: Published, { run }: StoredRun): readonly PlannedTask[] {
  const { anchorDate: anchor, for: values, timeZone, daysOff, inputs } = run;
  const planned = planWorkflow(findTemplate(published, run.templateType), {
    anchor,
    ...(values && { for: values }),
    ...(timeZone !== undefined && { timeZone }),
    ...(daysOff && { daysOff }),
    ...(inputs && { inputs }),
  });
  return inZone(planned, published.timeZone).tasks;
}

/** What could not be had before and is there now needs nobody any more. */
async function settleNotes(store: Store, caughtUp: CaughtUp): Promise<void> {
  const there = new Set(
    [
      ...caughtUp.templateCreated,
      ...caughtUp.templateSkipped,
      ...caughtUp.recurringGenerated,
      ...caughtUp.recurringSkipped,
    ].map(failureId),
  );
  const settled = (await store.scheduleNotes()).filter(({ id }) => there.has(id));
  await store.removeScheduleNotes(settled.map(({ id }) => id));
}
