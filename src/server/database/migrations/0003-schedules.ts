/** What schedules could not do, until somebody has seen to it. */
import type { Kysely } from 'kysely';

export async function keepScheduleNotes({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('schedule_note')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .execute();
}
