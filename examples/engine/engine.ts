/**
 * A work engine in one file: templates, runs and what happened to them, in SQLite. A run is its
 * plan and its events, both stored as they are; its state is computed from them, so a crash can
 * lose an answer but never half of one.
 */
import { DatabaseSync } from 'node:sqlite';
import {
  nextReady,
  PlanError,
  type PlanRequest,
  planWorkflow,
  type QueueItem,
  queueOf,
  type ReadyRequest,
  type ReadyTask,
  type Run,
  type RunEvent,
  type Transition,
  transition,
  type WorkflowTemplate,
} from 'opsbook/workflow';

const TABLES = `
  CREATE TABLE IF NOT EXISTS templates (type TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY,
    identity TEXT NOT NULL,
    run TEXT -- the run before its first event; empty while it could not be planned
  ) STRICT;
  CREATE INDEX IF NOT EXISTS runs_by_identity ON runs (identity);
  CREATE TABLE IF NOT EXISTS events (
    run_id TEXT NOT NULL REFERENCES runs (id),
    number INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (run_id, number)
  ) STRICT;
`;

/** A run that a schedule asks for. */
export interface AskedRun {
  readonly type: string;
  readonly anchor: string;
  readonly for?: Readonly<Record<string, string>>;
}

/** Which runs of a catch-up are new, were there, or could not be had. */
export interface CatchUpReport {
  readonly templateCreated: string[];
  readonly templateSkipped: string[];
  /** Runs that an earlier catch-up could not plan. */
  readonly templateRecovered: string[];
  /** Runs of templates with one task: duties that come back. */
  readonly recurringGenerated: string[];
  readonly recurringSkipped: string[];
  readonly failures: { readonly run: string; readonly reason: string }[];
}

export interface Dashboard {
  readonly work: readonly (QueueItem & { readonly run: string })[];
  /** What can be started now, by type. */
  readonly startable: readonly Pick<WorkflowTemplate, 'type' | 'name' | 'anchor'>[];
  readonly notice: string;
}

export class Engine {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    // Committed means on disk: an answer that was given survives a crash.
    this.#database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL;');
    this.#database.exec(`PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; ${TABLES}`);
  }

  close(): void {
    this.#database.close();
  }

  /** Takes over the templates as they are now. Runs keep the plan they were started with. */
  seed(templates: readonly WorkflowTemplate[]): void {
    this.#atOnce(() => {
      for (const template of templates) {
        this.#database
          .prepare(
            'INSERT INTO templates VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json',
          )
          .run(template.type, JSON.stringify(template));
      }
    });
  }

  templates(): WorkflowTemplate[] {
    const rows = this.#database.prepare('SELECT json FROM templates ORDER BY type').all();
    return rows.map(({ json }) => JSON.parse(String(json)));
  }

  /** Starts a run by hand and answers its id. Throws `PlanError` for what cannot be planned. */
  start(type: string, request: PlanRequest, startedAt: string): string {
    return this.#atOnce(() => {
      const run = this.#plan(type, request, startedAt);
      const base = runName({ type, ...request });
      const taken = this.#count('SELECT count(*) AS n FROM runs WHERE identity = ?', base);
      const id = taken === 0 ? base : `${base}.${taken + 1}`;
      this.#database
        .prepare('INSERT INTO runs VALUES (?, ?, ?)')
        .run(id, base, JSON.stringify(run));
      return id;
    });
  }

  /** The run as it is after all that happened. */
  run(id: string): Run {
    const row = this.#database.prepare('SELECT run FROM runs WHERE id = ?').get(id);
    if (!row?.run) throw new PlanError(`There is no run \`${id}\`.`);
    const events = this.#database
      .prepare('SELECT event FROM events WHERE run_id = ? ORDER BY number')
      .all(id)
      .map(({ event }): RunEvent => JSON.parse(String(event)));
    return events.reduce(
      (run, event) => {
        const next = transition(run, event);
        if ('refused' in next) throw new Error(`Run ${id} has an impossible past: ${next.refused}`);
        return next.run;
      },
      JSON.parse(String(row.run)) as Run,
    );
  }

  runs(): { readonly id: string; readonly run: Run }[] {
    const rows = this.#database
      .prepare('SELECT id FROM runs WHERE run IS NOT NULL ORDER BY id')
      .all();
    return rows.map(({ id }) => ({ id: String(id), run: this.run(String(id)) }));
  }

  /** Stores the event if the run accepts it. When this returns, it is on disk. */
  send(id: string, event: RunEvent): Transition {
    return this.#atOnce(() => {
      const outcome = transition(this.run(id), event);
      if (!('refused' in outcome)) {
        const number = this.#count('SELECT count(*) AS n FROM events WHERE run_id = ?', id);
        this.#database
          .prepare('INSERT INTO events VALUES (?, ?, ?)')
          .run(id, number, JSON.stringify(event));
      }
      return outcome;
    });
  }

  /** Creates the runs that are not there yet; a second time the same list changes nothing. */
  catchUp(asked: readonly AskedRun[], startedAt: string): CatchUpReport {
    const report: CatchUpReport = {
      templateCreated: [],
      templateSkipped: [],
      templateRecovered: [],
      recurringGenerated: [],
      recurringSkipped: [],
      failures: [],
    };
    for (const each of asked) this.#atOnce(() => this.#catchUpWith(each, startedAt, report));
    return report;
  }

  dashboard(today: string): Dashboard {
    const work = this.runs().flatMap(({ id, run }) =>
      run.status === 'done' ? [] : queueOf(run, { today }).map((item) => ({ run: id, ...item })),
    );
    const startable = this.templates().map(({ type, name, anchor }) => ({ type, name, anchor }));
    const idle = work.length === 0 ? 'There is no active work. Start a workflow below.' : '';
    const empty = 'There are no templates. Seed them from the portal first.';
    return { work, startable, notice: startable.length === 0 ? empty : idle };
  }

  next(request: ReadyRequest): ReadyTask[] {
    const runs = this.runs().map(({ run }) => run);
    return nextReady(runs, request);
  }

  #catchUpWith(asked: AskedRun, startedAt: string, report: CatchUpReport): void {
    const run = runName(asked);
    const template = this.templates().find(({ type }) => type === asked.type);
    if (template?.triggerType === 'manual' || template?.triggerEnabled === false) {
      report.failures.push({ run, reason: 'No schedule starts this workflow.' });
      return;
    }
    const isRecurring = template?.taskDefinitions.length === 1;
    const existing = this.#database
      .prepare('SELECT run FROM runs WHERE identity = ? ORDER BY run IS NULL')
      .get(run);
    if (existing?.run) {
      report[isRecurring ? 'recurringSkipped' : 'templateSkipped'].push(run);
      return;
    }
    try {
      const planned = JSON.stringify(this.#plan(asked.type, asked, startedAt));
      this.#database
        .prepare('INSERT INTO runs VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET run = excluded.run')
        .run(run, run, planned);
      const created = isRecurring ? 'recurringGenerated' : 'templateCreated';
      report[existing ? 'templateRecovered' : created].push(run);
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      this.#database.prepare('INSERT OR IGNORE INTO runs VALUES (?, ?, NULL)').run(run, run);
      report.failures.push({ run, reason: error.message });
    }
  }

  #plan(type: string, request: PlanRequest, startedAt: string): Run {
    const row = this.#database.prepare('SELECT json FROM templates WHERE type = ?').get(type);
    if (!row) throw new PlanError(`There is no template \`${type}\`.`);
    return { ...planWorkflow(JSON.parse(String(row.json)), request), startedAt };
  }

  #count(query: string, value: string): number {
    return Number(this.#database.prepare(query).get(value)?.n);
  }

  /** All or nothing, and nobody else writes meanwhile. */
  #atOnce<T>(act: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = act();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

/** `oss.2026-07-22`, and what the run is for: the same for the same work. */
function runName({ type, anchor, for: values = {} }: AskedRun): string {
  const parts = Object.keys(values)
    .sort()
    .map((key) => `${key}=${values[key]}`);
  return [type, anchor, ...parts].join('.');
}
