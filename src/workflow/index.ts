/**
 * `opsbook/workflow`: all a work engine or a page needs to run published templates. This file
 * is the contract with other programs; whatever it does not export may change at any time.
 * Everything is pure and without a clock. Browser-safe.
 */
export type { TaskDefinition, WorkflowTemplate } from '../../schemas/workflow-template.ts';
export type { DateRange } from './dates/date-range.ts';
export {
  type Bundle,
  ImpossibleDate,
  PlanError,
  type PlannedTask,
  type PlanRequest,
  planWorkflow,
} from './plan/plan.ts';
export { planRemarks } from './plan/plan-remarks.ts';
export {
  type CheckedTask,
  type Completion,
  checkCompletion,
  type Evidence,
  type Missing,
} from './run/check-completion.ts';
export {
  nextReady,
  type QueueItem,
  type QueueRequest,
  queueOf,
  type ReadyRequest,
  type ReadyTask,
  type Risk,
  type TaskState,
} from './run/queue.ts';
export type { Actor, Effect, HistoryEntry, Run, RunEvent, RunTask, Waiting } from './run/run.ts';
export { evidenceOf } from './run/run.ts';
export type { Change, Refusal } from './run/run-change.ts';
export type { Note } from './run/skip-closure.ts';
export { type Transition, transition } from './run/transition.ts';
export {
  type CatchUpReport,
  type CatchUpRequest,
  catchUp,
  type ExistingRun,
} from './schedule/catch-up.ts';
export { type Occurrence, occurrences, type Trigger } from './schedule/occurrences.ts';
export type { RunFailure, RunIdentity, RunValues } from './schedule/scheduled-runs.ts';
