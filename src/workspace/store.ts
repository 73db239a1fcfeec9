/**
 * Where runs are kept, as the workspace needs it: the log of what happened and the state that came
 * of it, always both. Whatever a promise has resolved for is on the disk.
 */
import type { Actor, Effect, Run, RunEvent, WorkflowTemplate } from '../workflow/index.ts';

/** A run as it is now; `version` counts its events. The history is kept apart. */
export interface StoredRun {
  readonly id: string;
  readonly version: number;
  readonly run: Run;
}

/** What a command is known by: its id among those of its actor. */
export interface CommandKey {
  readonly actor: Actor;
  readonly commandId: string;
}

/** The first entry of every history: what was asked for, and the run as it began. */
export interface StartEvent {
  readonly type: 'start-run';
  readonly at: string;
  readonly by: Actor;
  readonly commandId: string;
  readonly request: StartRequest;
  readonly run: Run;
}

export interface StartRequest {
  readonly type: string;
  readonly anchor: string;
  readonly for?: Readonly<Record<string, string>>;
  readonly title?: string;
  readonly inputs?: Readonly<Record<string, string | number>>;
  readonly links?: Readonly<Record<string, string>>;
}

export interface StoredEvent {
  /** Over all runs, in the order of commits. */
  readonly sequence: number;
  readonly runId: string;
  /** Within the run, from 0. */
  readonly number: number;
  readonly event: RunEvent | StartEvent;
  readonly effects: readonly Effect[];
}

export interface Creation {
  readonly id: string;
  readonly event: StartEvent;
  readonly template: WorkflowTemplate;
  /** Words of the steps that its tasks name, by the hash of the step. */
  readonly steps: Readonly<Record<string, string>>;
  /** Of runs that a schedule makes, once. */
  readonly scheduleKey?: string;
}

export type Created =
  | { readonly outcome: 'created'; readonly sequence: number }
  /** The command was here before. */
  | { readonly outcome: 'repeated' }
  | { readonly outcome: 'exists'; readonly runId: string };

export interface Append {
  readonly runId: string;
  /** Version the event happened to. */
  readonly version: number;
  readonly event: RunEvent & { readonly by: Actor; readonly commandId: string };
  readonly effects: readonly Effect[];
  /** The run it happened to, and the run after it; without history. */
  readonly before: Run;
  readonly run: Run;
}

export type Appended =
  | { readonly outcome: 'stored'; readonly sequence: number }
  | { readonly outcome: 'repeated' }
  /** The run has another version by now. */
  | { readonly outcome: 'moved-on' };

/** Whose open tasks: of a person with their roles and what nobody is known to do, of one role, or all. */
export type Whose =
  | { readonly person: string; readonly roles: readonly string[] }
  | { readonly role: string }
  | 'all';

/** Moments are RFC 3339 in UTC, days `YYYY-MM-DD` where the asker is. */
export interface OpenTaskQuery {
  readonly whose: Whose;
  readonly now: string;
  readonly day: string;
  /** First moment after the day. */
  readonly dayEnds: string;
}

export const OPEN_TASK_STATES = [
  'follow-up-due',
  'overdue',
  'today',
  'waiting',
  'upcoming',
] as const;
export type OpenTaskState = (typeof OPEN_TASK_STATES)[number];

export interface OpenTaskRef {
  readonly runId: string;
  readonly refId: string;
}

export interface OpenTasks {
  readonly total: number;
  /** The most urgent ones. */
  readonly tasks: readonly OpenTaskRef[];
}

export interface RunFilter {
  readonly status?: 'active' | 'done' | 'cancelled';
  readonly type?: string;
  /** Words that all have to be in title, tasks, links or comments. */
  readonly words?: readonly string[];
  readonly limit: number;
  readonly cursor?: string;
}

export interface RunPage {
  readonly runs: readonly StoredRun[];
  /** Where the next page begins. */
  readonly cursor?: string;
}

export interface StoredAttachment {
  readonly id: string;
  readonly runId: string;
  readonly refId?: string;
  readonly sha256: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly at: string;
  readonly by: Actor;
}

export interface RoleHolder {
  readonly role: string;
  readonly userId: string;
  /** Value the role is held for; '' is any. */
  readonly value: string;
}

/** What a template with `forEach` runs for, as the library's `RegisteredValue` is. */
export interface Registered {
  readonly type: string;
  readonly value: {
    readonly for: Readonly<Record<string, string>>;
    readonly timeZone?: string;
    readonly daysOff?: readonly string[];
    readonly from?: string;
    readonly until?: string;
  };
}

/** What a schedule could not do, until somebody has seen to it. */
export interface ScheduleNote {
  /** The same for the same thing. */
  readonly id: string;
  /** Moment it was found, RFC 3339 in UTC. */
  readonly at: string;
  readonly type: string;
  readonly for?: Readonly<Record<string, string>>;
  readonly what:
    | {
        readonly kind: 'failure';
        /** Of the run that cannot be had; absent when none of the trigger can. */
        readonly anchor?: string;
        readonly reason: string;
      }
    /** Nothing was read for so long that a person has to say what is still to be done. */
    | { readonly kind: 'gap'; readonly after: string; readonly until: string };
}

export interface Store {
  create(creation: Creation): Promise<Created>;
  append(append: Append): Promise<Appended>;
  load(runId: string): Promise<StoredRun | undefined>;
  loadAll(runIds: readonly string[]): Promise<readonly StoredRun[]>;
  /** What the command was, when it was here before. */
  findCommand(key: CommandKey): Promise<StoredEvent | undefined>;
  /** Events of a run after a number, oldest first. */
  history(runId: string, after: number, limit: number): Promise<readonly StoredEvent[]>;
  /** Events of all runs after a sequence, oldest first. */
  eventsAfter(sequence: number, limit: number): Promise<readonly StoredEvent[]>;
  lastSequence(): Promise<number>;
  /** The newest first. */
  listRuns(filter: RunFilter): Promise<RunPage>;
  countRuns(): Promise<Readonly<Record<'active' | 'done' | 'cancelled', number>>>;
  /** Most urgent first; `total` counts beyond the limit. */
  openTasks(state: OpenTaskState, query: OpenTaskQuery, limit: number): Promise<OpenTasks>;
  /** How many open tasks are in one of the states, by role; '' for those of none. */
  countOpen(
    states: readonly OpenTaskState[],
    query: OpenTaskQuery,
  ): Promise<ReadonlyMap<string, number>>;
  /** Runs that schedules have made, by the key they are known by. */
  findScheduled(keys: readonly string[]): Promise<ReadonlyMap<string, StoredRun>>;
  templateVersion(hash: string): Promise<WorkflowTemplate | undefined>;
  /** What steps of procedures said, by hash, as far as it is known. */
  stepWords(hashes: readonly string[]): Promise<ReadonlyMap<string, string>>;
  addAttachment(attachment: StoredAttachment): Promise<void>;
  findAttachment(runId: string, id: string): Promise<StoredAttachment | undefined>;
  attachmentsOf(runId: string): Promise<readonly StoredAttachment[]>;
  /** Bytes of all attachments. */
  attachedBytes(): Promise<number>;
  roleHolders(): Promise<readonly RoleHolder[]>;
  setRoleHolder(holder: RoleHolder, holds: boolean): Promise<void>;
  registered(): Promise<readonly Registered[]>;
  /** All of them or none. */
  setRegistered(registered: readonly Registered[]): Promise<void>;
  removeRegistered(type: string, values: Readonly<Record<string, string>>): Promise<boolean>;
  /** Moment up to which a trigger, or one value of it, was read, by `triggerKey`. */
  caughtUp(): Promise<ReadonlyMap<string, string>>;
  /** Moments only move forward; one that is there and later stays. `until` as `Date` writes it. */
  moveCaughtUp(keys: readonly string[], until: string): Promise<void>;
  /** Those that were read last before a moment. */
  forgetCaughtUp(keys: readonly string[], before: string): Promise<void>;
  /** What schedules could not do, the newest first. */
  scheduleNotes(): Promise<readonly ScheduleNote[]>;
  /** Returns those that were not there yet. */
  addScheduleNotes(notes: readonly ScheduleNote[]): Promise<readonly ScheduleNote[]>;
  /** Returns how many were there. */
  removeScheduleNotes(ids: readonly string[]): Promise<number>;
}
