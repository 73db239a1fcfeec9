/** Makes anew what follows from states and events: rows of open tasks, words that search looks through. */
import { saidIn, wordsOf } from '../../../workspace/run-words.ts';
import type { Database } from '../../database/connection.ts';
import { eachRun } from './each-run.ts';
import { insertTasks, taskColumns } from './run-tasks.ts';

/** In the transaction of the caller. */
export async function rebuildDerived(trx: Database): Promise<void> {
  await trx.deleteFrom('run_task').execute();
  for await (const { id, run, events } of eachRun(trx)) {
    const said = events.flatMap(({ event }) =>
      event.type === 'start-run' ? [] : saidIn(event) || [],
    );
    await trx
      .updateTable('run')
      .set({ words: wordsOf(run), said: said.map((text) => `\n${text}`).join('') })
      .where('id', '=', id)
      .execute();
    await insertTasks(trx, taskColumns(id, run));
  }
}
