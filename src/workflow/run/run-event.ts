/**
 * What can happen to a run, by whom, and what comes of it: the words that engines, pages and
 * the history share. Everything is plain JSON. Browser-safe.
 */
import type { TaskDefinition } from '../../../schemas/workflow-template.ts';
import type { Answers } from '../plan/answers.ts';
import type { PlannedTask } from '../plan/plan.ts';
import type { Evidence, Missing } from './check-completion.ts';
import type { Note } from './skip-closure.ts';

export const ACTOR_KINDS = ['person', 'agent', 'program', 'system'] as const;

/** Who acts. What is behind a `humanGate` is closed by a person only, in their own name. */
export interface Actor {
  readonly kind: (typeof ACTOR_KINDS)[number];
  /** Identity; names are for people and may change. */
  readonly id: string;
  readonly name?: string;
  /** Id of whom it acts for. It grants nothing, and counts as the same actor for `notBy`. */
  readonly onBehalfOf?: string;
}

export interface Waiting {
  readonly waitingFor: string;
  /** Day to ask again, `YYYY-MM-DD`; not before the day of the event. */
  readonly followUpAt: string;
  readonly comment: string;
}

/** Work in another run, or a task of it, that has to be closed before; `run` is that run’s `id`. */
export interface Blocker {
  readonly run: string;
  readonly refId?: string;
}

/** A task that no template foresaw, or one that the creation of the run left out. */
export interface NewTask extends Partial<Omit<PlannedTask, 'status' | 'source'>> {
  /** Left out: `added-1`, `added-2` … */
  readonly refId?: string;
  readonly description: string;
  /** Due date, `YYYY-MM-DD`. */
  readonly date: string;
  readonly personId?: string;
  readonly status?: 'todo';
  /** `recovered` is a task of the template; default `operator`. */
  readonly source?: 'operator' | 'recovered';
}

/** Keys of a definition that an adoption sets; `null` takes a key away. */
export type AdoptedKeys = Readonly<Record<string, unknown>>;

/** All that adopting another version of the template changes in a run. */
export interface AdoptedChanges {
  /** Keys of the run. */
  readonly run?: AdoptedKeys;
  readonly tasks?: readonly { readonly refId: string; readonly set: AdoptedKeys }[];
  readonly add?: readonly PlannedTask[];
  /** Open tasks that the version does not have. */
  readonly archive?: readonly string[];
}

interface OfTask {
  readonly refId: string;
}

/** Type of an event → what it says beside `at`, `by` and `commandId`. */
export interface EventBodies {
  complete: OfTask & { readonly evidence?: Evidence; readonly form?: Answers };
  skip: OfTask & Note;
  reopen: OfTask & { readonly comment?: string };
  /** On a task with `approval`. A `fail` needs a comment and reopens what it is about. */
  verdict: OfTask & {
    readonly verdict: 'pass' | 'fail';
    readonly comment?: string;
    readonly form?: Answers;
  };
  wait: OfTask & Waiting;
  'follow-up-sent': OfTask & { readonly followUpAt: string; readonly comment?: string };
  unblock: OfTask & { readonly comment?: string };
  /** To a later day. */
  'put-off': OfTask & { readonly to: string; readonly reason: string };
  /** To a person, or to nobody; `roleId` hands it to another role, too. */
  assign: OfTask & { readonly personId: string | null; readonly roleId?: string };
  /** A lease for the actor of the event, until a moment. Claimed again it is renewed. */
  claim: OfTask & { readonly until: string };
  /** Gives a claim back; that of somebody else only with a reason. */
  release: OfTask & { readonly reason?: string };
  start: OfTask;
  /** A step of its document, by the hash of its words: done, or to do again. */
  tick: OfTask & { readonly step: string; readonly done: boolean };
  /** Each key given replaces what there is; a blank one takes it away. */
  'set-evidence': OfTask & { readonly evidence: Evidence };
  /** Takes back the last act on the task, the command with this id. */
  correct: OfTask & { readonly of: string; readonly reason: string };
  /** A blank address takes the link away. */
  'set-link': { readonly name: string; readonly url: string };
  /** A blank value takes the answer away. */
  'set-input': { readonly name: string; readonly value: string | number };
  comment: { readonly refId?: string; readonly text: string };
  attach: { readonly refId?: string; readonly attachmentId: string; readonly name: string };
  're-anchor': { readonly anchor: string; readonly reason?: string };
  'add-task': { readonly task: NewTask };
  rename: { readonly title: string };
  approve: { readonly comment?: string };
  cancel: { readonly reason: string };
  'set-priority': {
    readonly refId?: string;
    readonly priority: NonNullable<TaskDefinition['priority']>;
  };
  /** Groups the run with others, such as those of one milestone. */
  'set-group': { readonly group: string | null };
  'set-blockers': { readonly refId?: string; readonly blockedBy: readonly Blocker[] };
  adopt: {
    /** `contentHash` of the version, and of the one that the run has before. */
    readonly templateHash: string;
    readonly from: string;
    readonly changes: AdoptedChanges;
  };
}

export type EventType = keyof EventBodies;

export interface Happening {
  /** When it happened: a date, or date and time with offset (RFC 3339). */
  readonly at: string;
  readonly by?: Actor;
  /** Identity of the command among those of its actor; sent twice it happens once. */
  readonly commandId?: string;
}

/** What can happen to a run. */
export type RunEvent = {
  [Type in EventType]: Happening & { readonly type: Type } & EventBodies[Type];
}[EventType];

export type EventOf<Type extends EventType> = Extract<RunEvent, { readonly type: Type }>;

/** What an event brought about, for whoever notifies, counts or draws. */
export type Effect =
  | {
      readonly type:
        | 'task-done'
        | 'task-skipped'
        | 'task-unblocked'
        | 'task-reopened'
        | 'task-ready'
        | 'task-claimed'
        | 'task-released'
        | 'task-started'
        | 'task-added'
        | 'task-archived'
        /** A verdict that passed no longer stands, for what it was about is open again. */
        | 'verdict-stale';
      readonly refId: string;
    }
  | { readonly type: 'task-assigned'; readonly refId: string; readonly personId: string | null }
  | {
      readonly type: 'verdict-given';
      readonly refId: string;
      readonly verdict: 'pass' | 'fail';
    }
  | { readonly type: 'follow-up-set'; readonly refId: string; readonly followUpAt: string }
  | {
      readonly type: 'task-moved';
      readonly refId: string;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly type: 'step-ticked' | 'step-unticked';
      readonly refId: string;
      readonly step: string;
    }
  | { readonly type: 'act-corrected'; readonly refId: string; readonly of: string }
  | { readonly type: 'link-set' | 'link-removed' | 'input-set'; readonly name: string }
  /** A closed task is open again because this is no longer there. */
  | { readonly type: 'evidence-lost'; readonly refId: string; readonly missing: readonly Missing[] }
  | { readonly type: 'stage-changed'; readonly from: string; readonly to: string }
  /** The closing task is done, but these tasks keep the run open. */
  | { readonly type: 'done-held'; readonly open: readonly string[] }
  | {
      readonly type: 'commented' | 'attached' | 'priority-set' | 'blockers-set';
      readonly refId?: string;
    }
  | {
      readonly type:
        | 'run-done'
        | 'run-reopened'
        | 'run-renamed'
        | 'run-approved'
        | 'run-cancelled'
        | 'run-grouped'
        | 'run-re-anchored'
        | 'template-adopted';
    };

export interface HistoryEntry {
  readonly event: RunEvent;
  readonly effects: readonly Effect[];
}
