/**
 * A work engine in one file: templates, runs and what happened to them, in SQLite. A run is its
 * plan and its events, both stored as they are; its state is computed from them, so a crash can
 * lose an answer but never half of one.
 */
import { DatabaseSync } from 'node:sqlite';
import {
  type CatchUpReport,
  catchUp,
  type DateRange,
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
  type RunValues,
  type Transition,
  transition,
  type WorkflowTemplate,
} from 'opsbook/workflow';

const TABLES = `
  CREATE TABLE IF NOT EXISTS templates (type TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    run TEXT NOT NULL -- as it was before its first event
  ) STRICT;
  CREATE INDEX IF NOT EXISTS runs_by_name ON runs (name);
  CREATE TABLE IF NOT EXISTS events (
    run_id TEXT NOT NULL REFERENCES runs (id),
    number INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (run_id, number)
  ) STRICT;
`;

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

  /** Starts a run by hand and returns its id. Throws `PlanError` for what cannot be planned. */
  start(type: string, request: PlanRequest, startedAt: string): string {
    return this.#atOnce(() => {
      const template = this.templates().find((each) => each.type === type);
      if (!template) throw new PlanError(`There is no template \`${type}\`.`);
      return this.#insert({ ...planWorkflow(template, request), startedAt });
    });
  }

  /** The run as it is after all that happened. */
  run(id: string): Run {
    const row = this.#database.prepare('SELECT run FROM runs WHERE id = ?').get(id);
    if (!row) throw new PlanError(`There is no run \`${id}\`.`);
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
    const rows = this.#database.prepare('SELECT id FROM runs ORDER BY id').all();
    return rows.map(({ id }) => ({ id: String(id), run: this.run(String(id)) }));
  }

  /**
   * Stores the event if the run accepts it. When this returns, it is on disk. A command that is
   * sent again, because its answer was lost, is answered again and stored once.
   */
  send(id: string, event: RunEvent): Transition {
    return this.#atOnce(() => {
      const outcome = transition(this.run(id), event);
      if (!('refused' in outcome) && !outcome.repeated) {
        const number = this.#count('SELECT count(*) AS n FROM events WHERE run_id = ?', id);
        this.#database
          .prepare('INSERT INTO events VALUES (?, ?, ?)')
          .run(id, number, JSON.stringify(event));
      }
      return outcome;
    });
  }

  /** Creates what the schedules ask for in the range; a second time the same range changes nothing. */
  catchUp(range: DateRange, startedAt: string, values: RunValues = {}): CatchUpReport {
    return this.#atOnce(() => {
      const existing = this.runs().map(({ run }) => ({
        type: run.templateType,
        // A run is known by the day it was made for, wherever its anchor is now.
        anchor: run.firstAnchorDate ?? run.anchorDate,
        ...(run.for && { for: run.for }),
      }));
      const report = catchUp(this.templates(), { ...range, values, existing });
      for (const bundle of [...report.templateCreated, ...report.recurringGenerated]) {
        this.#insert({ ...bundle, startedAt });
      }
      return report;
    });
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
    // Runs block each other by their ids.
    const runs = this.runs().map(({ id, run }) => ({ ...run, id }));
    return nextReady(runs, request);
  }

  /** Two runs of one type and date are told apart by a number. */
  #insert(run: Run): string {
    const values = Object.values(run.for ?? {});
    const name = [run.templateType, run.anchorDate, ...values].join('.');
    const taken = this.#count('SELECT count(*) AS n FROM runs WHERE name = ?', name);
    const id = taken === 0 ? name : `${name}.${taken + 1}`;
    this.#database.prepare('INSERT INTO runs VALUES (?, ?, ?)').run(id, name, JSON.stringify(run));
    return id;
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
