/**
 * `opsbook/workflow`: all a work engine or a page needs to run published templates. This file
 * is the contract with other programs; whatever it does not export may change at any time.
 * Everything is pure and without a clock. Browser-safe.
 */
export type { FormField, RunInput } from '../../schemas/fields.ts';
export type { TaskDefinition, WorkflowTemplate } from '../../schemas/workflow-template.ts';
export type { DateRange } from './dates/date-range.ts';
export type { Change as TemplateChange, ChangeClass } from './diff/change-classes.ts';
export {
  type AnswerField,
  type AnswerProblem,
  type Answers,
  checkAnswers,
} from './plan/answers.ts';
export { escapeForMarkdown, fillIn, type PlaceholderValues } from './plan/placeholders.ts';
export {
  type Bundle,
  ImpossibleDate,
  PlanError,
  type PlannedTask,
  type PlanRequest,
  planWorkflow,
  type RunFor,
  type TaskPatterns,
} from './plan/plan.ts';
export { planRemarks } from './plan/plan-remarks.ts';
export {
  type CheckedTask,
  type Completion,
  checkCompletion,
  type Evidence,
  isAddress,
  type Missing,
} from './run/check-completion.ts';
export { type Clock, dueMomentOf } from './run/due-moment.ts';
export type { Change } from './run/event-definition.ts';
export { type AdoptionPreview, previewAdoption } from './run/preview-adoption.ts';
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
export { REFUSAL_CODES, type Refusal, type RefusalCode } from './run/refusal.ts';
export { type Reminder, type ReminderRequest, remindersBetween } from './run/reminders.ts';
export type {
  Act,
  Attachment,
  ChangedKey,
  Claim,
  LastAct,
  Run,
  RunTask,
  Tick,
  Verdict,
} from './run/run.ts';
export { evidenceOf } from './run/run.ts';
export type {
  Actor,
  AdoptedChanges,
  AdoptedKeys,
  Blocker,
  Effect,
  HistoryEntry,
  NewTask,
  RunEvent,
  Waiting,
} from './run/run-event.ts';
export { type RunSummary, runSummary } from './run/run-summary.ts';
export type { Note } from './run/skip-closure.ts';
export { type Transition, transition } from './run/transition.ts';
export {
  type CatchUpReport,
  type CatchUpRequest,
  catchUp,
  type ExistingRun,
} from './schedule/catch-up.ts';
export { type Occurrence, occurrences, type Trigger } from './schedule/occurrences.ts';
export {
  identityKey,
  type RegisteredValue,
  type RunFailure,
  type RunIdentity,
  type RunValues,
} from './schedule/scheduled-runs.ts';
