/** The rows of the open tasks of one run. */
import type { Run } from '../../../workflow/index.ts';
import { taskRows } from '../../../workspace/task-rows.ts';
import type { Database } from '../../database/connection.ts';
import type { RunTaskTable } from '../../database/tables.ts';

/** Adds them to a run that has none. */
export async function insertTasks(db: Database, runId: string, run: Run): Promise<void> {
  const rows = taskColumns(runId, run);
  for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
    await db
      .insertInto('run_task')
      .values(rows.slice(first, first + ROWS_AT_ONCE))
      .execute();
  }
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
