/**
 * `opsbook/workflow`: all a work engine or a page needs to run published templates. This file
 * is the contract with other programs; whatever it does not export may change at any time.
 * Everything is pure and without a clock. Browser-safe.
 */
export type { TaskDefinition, WorkflowTemplate } from '../../schemas/workflow-template.ts';
export {
  type CatchUpReport,
  type CatchUpRequest,
  catchUp,
  type ExistingRun,
} from './catch-up.ts';
export {
  type CheckedTask,
  type Completion,
  checkCompletion,
  type Evidence,
  type Missing,
} from './check-completion.ts';
export type { DateRange } from './date-range.ts';
export { type Occurrence, occurrences, type Trigger } from './occurrences.ts';
export {
  type Bundle,
  ImpossibleDate,
  PlanError,
  type PlannedTask,
  type PlanRequest,
  planWorkflow,
} from './plan.ts';
export { planRemarks } from './plan-remarks.ts';
export {
  nextReady,
  type QueueItem,
  type QueueRequest,
  queueOf,
  type ReadyRequest,
  type ReadyTask,
  type Risk,
  type TaskState,
} from './queue.ts';
export type { Actor, Effect, HistoryEntry, Run, RunEvent, RunTask, Waiting } from './run.ts';
export { evidenceOf } from './run.ts';
export type { Change, Refusal } from './run-change.ts';
export type { RunFailure, RunIdentity, RunValues } from './scheduled-runs.ts';
export type { Note } from './skip-closure.ts';
export { type Transition, transition } from './transition.ts';
