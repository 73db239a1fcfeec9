/** The rows of the open tasks of one run. */
import type { Run } from '../../../workflow/index.ts';
import { taskRows } from '../../../workspace/task-rows.ts';
import type { Database } from '../../database/connection.ts';
import type { RunTaskTable } from '../../database/tables.ts';

/** Adds rows that are not there. */
export async function insertTasks(db: Database, rows: readonly RunTaskTable[]): Promise<void> {
  for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
    await db
      .insertInto('run_task')
      .values(rows.slice(first, first + ROWS_AT_ONCE))
      .execute();
  }
}

/** Makes of the rows of a run those after an event, which leaves most of them as they are. */
export async function changeTasks(
  db: Database,
  before: readonly RunTaskTable[],
  after: readonly RunTaskTable[],
): Promise<void> {
  const [was, is] = [before, after].map((rows) => new Set(rows.map((row) => JSON.stringify(row))));
  const gone = before.filter((row) => !is?.has(JSON.stringify(row)));
  const [first] = gone;
  if (first !== undefined) {
    const refIds = gone.map(({ refId }) => refId);
    await db
      .deleteFrom('run_task')
      .where('runId', '=', first.runId)
      .where('refId', 'in', refIds)
      .execute();
  }
  await insertTasks(
    db,
    after.filter((row) => !was?.has(JSON.stringify(row))),
  );
}

export function taskColumns(runId: string, run: Run): RunTaskTable[] {
  return taskRows(run).map((row) => ({
    runId,
    refId: row.refId,
    status: row.status,
    date: row.date,
    dueAt: row.dueAt ?? null,
    followUpAt: row.followUpAt ?? null,
    role: row.role ?? null,
    personId: row.personId ?? null,
    isReady: Number(row.isReady),
    missing: row.missing,
  }));
}

/** SQLite takes 32,766 values in one statement. */
const ROWS_AT_ONCE = 500;
