/**
 * Runs in the database: the log of their events and the state that came of it, in one transaction
 * and under a version that is compared and set. One code for SQLite and PostgreSQL.
 */
import { sql } from 'kysely';
import { saidIn, wordsOf } from '../../../workspace/run-words.ts';
import type { Append, Appended, Created, Creation, Store } from '../../../workspace/store.ts';
import type { Connection, DatabaseTransaction } from '../../database/connection.ts';
import { openAttachments } from './attachments.ts';
import { keyOf, logEvent } from './event-log.ts';
import { openRegisters } from './registers.ts';
import { orRolledBack, RolledBack } from './rolled-back.ts';
import { openRunReader } from './run-reader.ts';
import { changeTasks, insertTasks, taskColumns } from './run-tasks.ts';
import { openSchedules } from './schedules.ts';
import { openTaskQueries } from './task-queries.ts';

export function openStore({ db }: Connection): Store {
  const reader = openRunReader(db);

  async function create(creation: Creation): Promise<Created> {
    const { id, event, scheduleKey = null } = creation;
    const { run, by, commandId } = event;
    return orRolledBack(() =>
      db.transaction().execute(async (trx) => {
        await keepTemplate(trx, creation);
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto('run')
          .values({
            id,
            version: 0,
            scheduleKey,
            type: run.templateType,
            startedAt: event.at,
            said: '',
            ...columnsOf(run, event.at),
          })
          .onConflict((conflict) => conflict.column('scheduleKey').doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows === 0n) {
          const there = await trx
            .selectFrom('run')
            .select('id')
            .where('scheduleKey', '=', scheduleKey)
            .executeTakeFirstOrThrow();
          throw new RolledBack({ outcome: 'exists', runId: there.id });
        }
        await insertTasks(trx, taskColumns(id, run));
        const row = { runId: id, number: 0, at: event.at, event: JSON.stringify(event) };
        const sequence = await logEvent(trx, { ...row, ...keyOf(by, commandId), effects: '[]' });
        return { outcome: 'created', sequence } as const;
      }),
    );
  }

  async function append({
    runId,
    version,
    event,
    effects,
    before,
    run,
  }: Append): Promise<Appended> {
    const said = saidIn(event);
    return orRolledBack(() =>
      db.transaction().execute(async (trx) => {
        const moved = await trx
          .updateTable('run')
          .set({
            version: version + 1,
            ...columnsOf(run, event.at),
            ...(said !== '' && { said: sql<string>`said || ${`\n${said}`}` }),
          })
          .where('id', '=', runId)
          .where('version', '=', version)
          .executeTakeFirst();
        if (moved.numUpdatedRows === 0n) throw new RolledBack({ outcome: 'moved-on' });
        await changeTasks(trx, taskColumns(runId, before), taskColumns(runId, run));
        // Last: until the commit nobody else gets a number.
        const sequence = await logEvent(trx, {
          runId,
          number: version + 1,
          at: event.at,
          event: JSON.stringify(event),
          effects: JSON.stringify(effects),
          ...keyOf(event.by, event.commandId),
        });
        return { outcome: 'stored', sequence } as const;
      }),
    );
  }

  return {
    create,
    append,
    ...reader,
    ...openTaskQueries(db),
    ...openAttachments(db),
    ...openRegisters(db),
    ...openSchedules(db),
  };
}

/** The row of a run as far as it follows from its state. */
function columnsOf({ status = 'active', ...run }: Append['run'], at: string) {
  return {
    status,
    title: run.title,
    anchor: run.anchorDate,
    stage: run.stage,
    templateHash: run.contentHash,
    changedAt: at,
    words: wordsOf(run),
    state: JSON.stringify({ status, ...run }),
  };
}

async function keepTemplate(
  trx: DatabaseTransaction,
  { template, steps, event }: Creation,
): Promise<void> {
  await trx
    .insertInto('template_version')
    .values({
      hash: template.contentHash,
      type: template.type,
      template: JSON.stringify(template),
      firstSeenAt: event.at,
    })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
  // In one order everywhere, so that of two who add the same none waits for the other in a circle.
  const words = Object.entries(steps)
    .map(([hash, each]) => ({ hash, words: each }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1));
  if (words.length === 0) return;
  await trx
    .insertInto('step_words')
    .values(words)
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
}
