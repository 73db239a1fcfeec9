/**
 * A run: a bundle that work is done on. What happened is in its history, what is true now in
 * its tasks and links. A bundle fresh from the planner is a run in which nothing happened yet.
 * The state says all that the next event needs, so that the history can be kept elsewhere.
 * Everything is plain JSON, for engines to store as they like. Browser-safe.
 */
import type { TaskDefinition } from '../../../schemas/workflow-template.ts';
import type { Answers } from '../plan/answers.ts';
import type { Bundle, PlannedTask } from '../plan/plan.ts';
import {
  type Completion,
  checkCompletion,
  type Evidence,
  type Missing,
} from './check-completion.ts';
import type { Actor, Blocker, HistoryEntry, RunEvent, Waiting } from './run-event.ts';
import type { Note } from './skip-closure.ts';

/** When something was done, and by whom if that is known. */
export interface Act {
  readonly at: string;
  readonly by?: Actor;
}

export interface Run extends Omit<Bundle, 'tasks'> {
  /** Identity among runs, as blockers of other runs name it. The engine gives it. */
  readonly id?: string;
  /** Moment the run was created, ISO 8601; decides which of two equal tasks is older. */
  readonly startedAt?: string;
  /** Absent until the first event. */
  readonly status?: 'active' | 'done' | 'cancelled';
  /** Stage the run was in before it was done; only while it is done. */
  readonly stageBefore?: string;
  readonly tasks: readonly RunTask[];
  /** Anchor the run was planned for, once it has another: what its schedule knows it by. */
  readonly firstAnchorDate?: string;
  readonly approved?: Act;
  readonly cancelled?: Act & { readonly reason: string };
  /** Tasks of the run are at least as urgent. */
  readonly priority?: NonNullable<TaskDefinition['priority']>;
  readonly group?: string;
  readonly blockedBy?: readonly Blocker[];
  readonly attachments?: readonly Attachment[];
  /** Tasks that an adopted version of the template does not have, as they were. */
  readonly archived?: readonly RunTask[];
  /** How many events were accepted; absent until the first. */
  readonly eventCount?: number;
  /** Every event that was accepted, oldest first; absent until the first. */
  readonly history?: readonly HistoryEntry[];
}

export interface RunTask extends Omit<PlannedTask, 'status' | 'source'> {
  readonly status: 'todo' | 'waiting' | 'done' | 'skipped';
  readonly source: 'template' | 'recovered' | 'operator';
  /** Who does it, beside the role `assigneeId`. */
  readonly personId?: string;
  /** Only while the task is open; ended once `until` has come. */
  readonly claim?: Claim;
  /** When work on it began; only while the task is open. */
  readonly started?: Act;
  /** Steps of its document that are done; a step whose words change is to do again. */
  readonly ticks?: readonly Tick[];
  /** Date it had before it was put off for the first time. */
  readonly firstDate?: string;
  /** What the task itself has to show; links the run collects are in `bundleLinks`. */
  readonly evidence?: Omit<Evidence, 'bundleLinks'>;
  /** Answers of its form, by name of the field; they stay when the task is reopened. */
  readonly answers?: Answers;
  /** Only while the status is `waiting`. */
  readonly waiting?: Waiting;
  /** When the waiting ended last. */
  readonly resumedAt?: string;
  /** Why the task was left out; only while the status is `skipped`. */
  readonly skip?: Note;
  /** Only while the task is closed. */
  readonly closed?: Act & { readonly eventNumber: number };
  /** Every verdict that was given here, oldest first. */
  readonly verdicts?: readonly Verdict[];
  /** The task was closed before; until it is closed again it keeps the run open, optional or not. */
  readonly reopened?: true;
  /** What was taken away after the task was closed; until it is closed again. */
  readonly lostEvidence?: readonly Missing[];
  readonly blockedBy?: readonly Blocker[];
  readonly attachments?: readonly Attachment[];
  /** The last event that changed this task on purpose; `correct` takes it back. */
  readonly lastAct?: LastAct;
}

export interface Claim extends Act {
  readonly by: Actor;
  /** Moment the lease ends, ISO 8601 with offset. */
  readonly until: string;
}

export interface Tick extends Act {
  /** Hash of the step’s source, as `stepHash` of an instruction is. */
  readonly step: string;
}

export interface Verdict extends Act {
  readonly verdict: 'pass' | 'fail';
  readonly comment?: string;
  /** Whoever gave it took it back. */
  readonly corrected?: true;
}

export interface Attachment extends Act {
  readonly attachmentId: string;
  readonly name: string;
}

export interface LastAct extends Act {
  readonly commandId?: string;
  readonly eventNumber: number;
  readonly type: RunEvent['type'];
  /** All that it changed in the run. */
  readonly changes: readonly ChangedKey[];
}

/** A key of the run, or of one task or link of it; an absent side is an absent key. */
export interface ChangedKey {
  readonly refId?: string;
  readonly link?: string;
  readonly key: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Of the event that happens next; the first is 1. */
export function nextEventNumber({ eventCount = 0 }: Run): number {
  return eventCount + 1;
}

/** All there is to show for a task: its own evidence and the links of the run. */
export function evidenceOf(run: Run, task: RunTask): Evidence {
  return { ...task.evidence, bundleLinks: run.bundleLinks ?? [] };
}

/**
 * Whether the task may be closed, or stay closed, as it stands. A task left out is judged by
 * the note it was left out with; an optional one needs no more than that.
 */
export function completionOf(run: Run, task: RunTask): Completion {
  const { status, optional, skip, answers } = task;
  if (status !== 'skipped') return checkCompletion(task, evidenceOf(run, task), answers);
  if (optional) return { ok: true };
  return checkCompletion(task, { ...evidenceOf(run, task), ...skip }, answers);
}

export function isClosed({ status }: RunTask): boolean {
  return status === 'done' || status === 'skipped';
}

/** The tasks that keep a run from being done: waiting ones, and open ones that are not optional. */
export function openTasks(run: Run): RunTask[] {
  return run.tasks.filter(
    ({ status, optional, reopened }) =>
      status === 'waiting' || (status === 'todo' && (!optional || reopened)),
  );
}

/** What has to be closed before the task: what it depends on, and what it is a verdict about. */
export function prerequisitesOf({
  dependsOn = [],
  approval,
}: Pick<RunTask, 'dependsOn' | 'approval'>): readonly string[] {
  return [...dependsOn, ...(approval?.of ?? [])];
}

/** Those of its prerequisites that are not closed. */
export function openDependencies(run: Run, task: RunTask): RunTask[] {
  const before = prerequisitesOf(task);
  return run.tasks.filter((each) => before.includes(each.refId) && !isClosed(each));
}

/** The stage a run is in exactly while it is done; a run of one stage is always in it. */
export function closingStage({ stages = [] }: Run): string | undefined {
  return stages.at(-1);
}

/**
 * Whether a person must close the task. A condition holds while its answer is one of those that
 * ask for a person, and while there is no answer.
 */
export function needsPerson(run: Run, { humanGate }: RunTask): boolean {
  if (humanGate === undefined) return false;
  if (typeof humanGate === 'string' || humanGate.when === undefined) return true;
  const { refId, field, anyOf } = humanGate.when;
  const answers = run.tasks.find((task) => task.refId === refId)?.answers ?? {};
  const answer = Object.hasOwn(answers, field) ? answers[field] : undefined;
  return answer === undefined || anyOf.includes(String(answer));
}

/** Whether the claim has not ended at the moment. */
export function isClaimed({ claim }: RunTask, now: string): boolean {
  return claim !== undefined && Date.parse(claim.until) > Date.parse(now);
}
