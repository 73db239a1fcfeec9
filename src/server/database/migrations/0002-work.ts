/**
 * The tables of work: runs with their events, tasks and files, the versions of templates they are
 * of, whom and what schedules make runs for.
 */
import { type Kysely, sql } from 'kysely';

export async function keepWork(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;

  // State and version of each run; a schedule makes the run of a key once, whoever is first.
  await schema
    .createTable('run')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('anchor', 'text', (column) => column.notNull())
    .addColumn('stage', 'text', (column) => column.notNull())
    .addColumn('templateHash', 'text', (column) => column.notNull())
    .addColumn('scheduleKey', 'text', (column) => column.unique())
    .addColumn('startedAt', 'text', (column) => column.notNull())
    .addColumn('changedAt', 'text', (column) => column.notNull())
    // What search looks through, in small letters.
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('said', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('run_by_status')
    .on('run')
    .columns(['status', 'startedAt', 'id'])
    .execute();

  // What happened, numbered in each run and, in the order of commits, over all of them. Number 0 is
  // the run as it began. A command of an actor is there once.
  await schema
    .createTable('run_event')
    .addColumn('sequence', 'bigint', (column) => column.primaryKey())
    .addColumn('runId', 'text', (column) => column.notNull().references('run.id'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('commandId', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('effects', 'text', (column) => column.notNull())
    .addUniqueConstraint('run_event_number', ['runId', 'number'])
    .addUniqueConstraint('run_event_command', ['actor', 'commandId'])
    .execute();

  // The open tasks of live runs, so that what is next is one indexed query; made from the states.
  await schema
    .createTable('run_task')
    .addColumn('runId', 'text', (column) => column.notNull().references('run.id'))
    .addColumn('refId', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('date', 'text', (column) => column.notNull())
    .addColumn('dueAt', 'text')
    .addColumn('followUpAt', 'text')
    .addColumn('role', 'text')
    .addColumn('personId', 'text')
    .addColumn('isReady', 'integer', (column) => column.notNull())
    .addColumn('missing', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('run_task_key', ['runId', 'refId'])
    .execute();
  await schema.createIndex('run_task_by_due').on('run_task').columns(['status', 'date']).execute();
  await schema
    .createIndex('run_task_by_person')
    .on('run_task')
    .columns(['personId', 'date'])
    .execute();

  // Every version that a run is of, and what the steps said that its tasks name: hashes alone cannot
  // show what changed.
  await schema
    .createTable('template_version')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('template', 'text', (column) => column.notNull())
    .addColumn('firstSeenAt', 'text', (column) => column.notNull())
    .execute();

  await schema
    .createTable('step_words')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('words', 'text', (column) => column.notNull())
    .execute();

  // What a template with `forEach` runs for.
  await schema
    .createTable('register_value')
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('register_value_key', ['type', 'key'])
    .execute();

  // Who holds a role of templates, everywhere (an empty value) or for one value.
  await schema
    .createTable('role_holder')
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('userId', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('role_holder_key', ['role', 'userId', 'value'])
    .execute();

  // The names of files; their bytes are kept elsewhere under their hash.
  await schema
    .createTable('attachment')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('runId', 'text', (column) => column.notNull().references('run.id'))
    .addColumn('refId', 'text')
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('size', 'bigint', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('attachment_by_run').on('attachment').column('runId').execute();

  // Until when each trigger, and each of its values, has been read.
  await schema
    .createTable('caught_up')
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('until', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('caught_up_key', ['type', 'value'])
    .execute();

  // What schedules could not do, until somebody has seen to it.
  await schema
    .createTable('schedule_note')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .execute();

  // Counters, such as the last sequence of all events.
  await schema
    .createTable('meta')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'bigint', (column) => column.notNull())
    .execute();
  await sql`INSERT INTO meta (key, value) VALUES ('sequence', 0)`.execute(db);
}
