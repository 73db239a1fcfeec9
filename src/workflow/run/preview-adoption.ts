/**
 * What adopting another version of its template would do to a run: the classes of the comparison
 * as far as they concern it, and the event that does exactly that. Three-way: what the operator
 * changed in the run stays, closed tasks keep what they were closed under. Browser-safe.
 */
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import {
  CHANGE_CLASSES,
  type Change,
  type ChangeClass,
  type ChangeCode,
} from '../diff/change-classes.ts';
import { isSame } from '../diff/compare-values.ts';
import { diffTemplate } from '../diff/diff-template.ts';
import { type Bundle, type PlannedTask, planWorkflow } from '../plan/plan.ts';
import { PlanError } from '../plan/plan-error.ts';
import { ADOPTED_RUN } from './adopting.ts';
import { isClosed, type Run, type RunTask } from './run.ts';
import type { AdoptedChanges, AdoptedKeys, EventBodies } from './run-event.ts';

export interface AdoptionPreview {
  /** Worst class of what concerns the run; absent when nothing does. */
  readonly class?: ChangeClass;
  /** What concerns the run, in the order of the comparison. */
  readonly changes: readonly Change[];
  /** What concerns closed tasks alone, or how runs are started. */
  readonly notApplied: readonly Change[];
  readonly moved: readonly { readonly refId: string; readonly from: string; readonly to: string }[];
  readonly added: readonly string[];
  readonly archived: readonly string[];
  /** Open tasks that need more to show than before. */
  readonly tightened: readonly string[];
  /** Keys that the operator changed and that therefore stay. */
  readonly kept: readonly { readonly refId?: string; readonly key: string }[];
  /** Complete it with `at`, `by` and `commandId`. It is refused once the run has moved on. */
  readonly event: { readonly type: 'adopt' } & EventBodies['adopt'];
}

/** Placed by hand, or computed from what is. */
const NOT_COPIED = new Set(['title', 'titlePattern', 'stage', 'bundleLinks']);
/** Keys of a task that events change. */
const OPERATORS = new Set(['date', 'assigneeId', 'priority']);
const IDENTITY = new Set(['refId', 'status', 'source']);
const TIGHTENING: ReadonlySet<ChangeCode> = new Set([
  'proof-required',
  'proof-type-changed',
  'required-link-added',
  'file-required',
  'bundle-link-required',
]);
const STARTING: ReadonlySet<ChangeCode> = new Set([
  'trigger-stopped',
  'trigger-moved',
  'trigger-started',
]);

/**
 * `pinned` is the version the run is of. Throws `PlanError` when it is not, and when the new
 * version cannot be planned for this run, such as for something else than it runs for.
 */
export function previewAdoption(
  run: Run,
  pinned: WorkflowTemplate,
  next: WorkflowTemplate,
): AdoptionPreview {
  if (pinned.contentHash !== run.contentHash) {
    throw new PlanError('The run is of another version than the one it is compared with.');
  }
  const [was, is] = [planAgain(run, pinned), planAgain(run, next)];
  const fate = fatesOf(run, was, is);
  const top = keysOfRun(run, was, is);
  const all = diffTemplate(pinned, next);
  const closed = new Set(run.tasks.filter(isClosed).map(({ refId }) => refId));
  const isConcerned = ({ code, refId }: Change) =>
    !STARTING.has(code) && (refId === undefined || !closed.has(refId));
  const changes = all.filter(isConcerned);
  const worst = CHANGE_CLASSES.find((each) => changes.some((change) => change.class === each));
  const tightened = changes.flatMap(({ code, refId = '' }) => (TIGHTENING.has(code) ? refId : []));
  return {
    ...(worst && { class: worst }),
    changes,
    notApplied: all.filter((change) => !isConcerned(change)),
    moved: fate.moved,
    added: fate.add.map(({ refId }) => refId),
    archived: fate.archive,
    tightened: [...new Set(tightened)],
    kept: [...top.kept, ...fate.kept],
    event: {
      type: 'adopt',
      templateHash: next.contentHash,
      from: run.contentHash,
      changes: changesOf(top.set, fate),
    },
  };
}

function planAgain(run: Run, template: WorkflowTemplate): Bundle {
  const { anchorDate: anchor, for: values, timeZone, daysOff, inputs } = run;
  return planWorkflow(template, {
    anchor,
    ...(values && { for: values }),
    ...(timeZone !== undefined && { timeZone }),
    ...(daysOff && { daysOff }),
    ...(inputs && { inputs }),
  });
}

interface Fates {
  readonly sets: { refId: string; set: AdoptedKeys }[];
  readonly add: readonly PlannedTask[];
  readonly archive: readonly string[];
  readonly moved: { refId: string; from: string; to: string }[];
  readonly kept: { refId: string; key: string }[];
}

function fatesOf(run: Run, was: Bundle, is: Bundle): Fates {
  const [former, present] = [was, is].map(({ tasks }) => new Map(tasks.map((t) => [t.refId, t])));
  const own = new Set(run.tasks.map(({ refId }) => refId));
  const open = run.tasks.filter((task) => !isClosed(task) && task.source !== 'operator');
  const fates: Fates = {
    sets: [],
    add: is.tasks.filter(({ refId }) => !own.has(refId)),
    archive: open.filter(({ refId }) => !present?.has(refId)).map(({ refId }) => refId),
    moved: [],
    kept: [],
  };
  for (const task of open) {
    const { refId } = task;
    const after = present?.get(refId);
    if (!after) continue;
    const { set, kept } = keysOfTask(task, former?.get(refId) ?? task, after);
    if (Object.keys(set).length > 0) fates.sets.push({ refId, set });
    fates.kept.push(...kept.map((key) => ({ refId, key })));
    if (typeof set.date === 'string') fates.moved.push({ refId, from: task.date, to: set.date });
  }
  return fates;
}

function keysOfTask(task: RunTask, before: PlannedTask | RunTask, after: PlannedTask) {
  const [own, was, is] = [task, before, after].map((each) => new Map(Object.entries(each)));
  const definition = before === task ? new Map(is) : was;
  const set: Record<string, unknown> = {};
  const kept: string[] = [];
  for (const key of new Set([...(definition?.keys() ?? []), ...(is?.keys() ?? [])])) {
    if (IDENTITY.has(key) || isSame(was?.get(key), is?.get(key))) continue;
    if (OPERATORS.has(key) && !isSame(own?.get(key), was?.get(key))) kept.push(key);
    else set[key] = is?.get(key) ?? null;
  }
  return { set: set as AdoptedKeys, kept };
}

function keysOfRun(run: Run, was: Bundle, is: Bundle) {
  const [own, former, present] = [run, was, is].map((each) => new Map(Object.entries(each)));
  const set: Record<string, unknown> = {};
  const kept: { key: string }[] = [];
  for (const key of Object.keys(ADOPTED_RUN)) {
    if (NOT_COPIED.has(key) || isSame(former?.get(key), present?.get(key))) continue;
    set[key] = present?.get(key) ?? null;
  }
  for (const key of ['title', 'titlePattern']) {
    if (isSame(former?.get(key), present?.get(key))) continue;
    // Answers given since fill the title; only a title without a pattern is the operator's.
    const compared = run.titlePattern === undefined ? 'title' : 'titlePattern';
    const isOwn = !isSame(own?.get(compared), former?.get(compared));
    if (isOwn) kept.push({ key });
    else set[key] = present?.get(key) ?? null;
  }
  const links = linksOf(run, is);
  if (!isSame(links, run.bundleLinks)) set.bundleLinks = links;
  const stage = stageOf(run, is);
  if (stage !== run.stage) set.stage = stage;
  return { set: set as AdoptedKeys, kept };
}

/** Links the version collects with the addresses there are; what was collected is not thrown away. */
function linksOf({ bundleLinks, tasks }: Run, is: Bundle): Bundle['bundleLinks'] {
  const names = new Set(is.bundleLinks.map(({ name }) => name));
  const needed = new Set(
    tasks
      .filter(isClosed)
      .flatMap(({ validation, requiredLinkName = '' }) => [
        requiredLinkName,
        ...(typeof validation === 'object' ? (validation.requiredBundleLinks ?? []) : []),
      ]),
  );
  return [
    ...is.bundleLinks.map(({ name, url }) => ({
      name,
      url: bundleLinks.find((each) => each.name === name)?.url ?? url,
    })),
    ...bundleLinks.filter(({ name, url }) => !names.has(name) && (url !== '' || needed.has(name))),
  ];
}

/** Where the run is, or the last stage before that the version still has. */
function stageOf({ stage, stages }: Run, is: Bundle): string {
  const passed = stages.slice(0, stages.indexOf(stage) + 1);
  return passed.findLast((each) => is.stages.includes(each)) ?? is.stage;
}

function changesOf(set: AdoptedKeys, { sets, add, archive }: Fates): AdoptedChanges {
  return {
    ...(Object.keys(set).length > 0 && { run: set }),
    ...(sets.length > 0 && { tasks: sets }),
    ...(add.length > 0 && { add }),
    ...(archive.length > 0 && { archive }),
  };
}
