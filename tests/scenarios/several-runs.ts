/** Many runs at the library alone, as a conductor keeps them: by id, changed by events, asked in turn. */
import {
  type Actor,
  nextReady,
  planWorkflow,
  type ReadyRequest,
  type Run,
  type RunEvent,
  type Transition,
  transition,
  type WorkflowTemplate,
} from 'opsbook/workflow';

export const NOW = '2026-07-22T09:00:00Z';
export const ADA = { kind: 'person', id: 'ada', name: 'Ada' } as const;
export const PAT = { kind: 'person', id: 'pat', name: 'Pat' } as const;
export const BOT = { kind: 'agent', id: 'bot' } as const;
export const ARM = { kind: 'agent', id: 'arm' } as const;

/** An event without its moment, which `at` of the desk gives. */
export type Act = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, 'at'> & { readonly at?: string }
    : never
  : never;

export class RunDesk {
  readonly #runs = new Map<string, Run>();
  /** The moment it is; tests move it. */
  now = NOW;

  start(id: string, template: WorkflowTemplate, changes: Partial<Run> = {}): void {
    const run = planWorkflow(template, { anchor: '2026-07-22', title: id });
    this.#runs.set(id, { ...run, id, startedAt: this.now, ...changes });
  }

  run(id: string): Run {
    const run = this.#runs.get(id);
    if (!run) throw new Error(`There is no run ${id}.`);
    return run;
  }

  send(id: string, act: Act): Transition {
    // Whoever acts may say when; the rest is an event.
    const event = { at: this.now, ...act } as RunEvent;
    const outcome = transition(this.run(id), event);
    if ('run' in outcome) this.#runs.set(id, outcome.run);
    return outcome;
  }

  /** Sends what has to be accepted, and returns the types of its effects. */
  act(id: string, act: Act): string[] {
    const outcome = this.send(id, act);
    if ('refused' in outcome) throw new Error(outcome.refused);
    return outcome.effects.map(({ type }) => type);
  }

  /** The code of the refusal, or `accepted`. */
  code(id: string, act: Act): string {
    const outcome = this.send(id, act);
    return 'refused' in outcome ? outcome.code : 'accepted';
  }

  /** What is offered, as `run task`, best first. */
  offered(asker: Actor | Actor['kind'] = ADA, more: Pick<ReadyRequest, 'roles'> = {}): string[] {
    const request = { now: this.now, timeZone: 'UTC', asker, ...more };
    return nextReady([...this.#runs.values()], request).map(
      ({ run, task, resumes }) => `${run.id} ${task.refId}${resumes ? ' resumes' : ''}`,
    );
  }
}
