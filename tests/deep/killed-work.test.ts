/** Programs that are killed while they work on runs: what was answered is kept, nothing is half done. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { migrateDatabase, openDatabase } from '../../src/server/database/open-database.ts';
import { verifyRuns } from '../../src/server/work/portable/verify-work.ts';
import { temporaryFolder } from '../support/content.ts';
import { withPostgres } from '../support/postgres.ts';
import type { WriterOrder } from '../support/work-writer.ts';

const WRITER = join(import.meta.dirname, '../support/work-writer.ts');
const IS_FULL = process.env.OPSBOOK_TEST_FULL !== undefined;
/** Commands in all, and how many of them until each kill. */
const [COMMANDS, UNTIL_KILL] = IS_FULL ? [10_000, 250] : [1200, 200];

/** The ids of commands that the program was answered before it was killed. */
async function workUntilKilled(order: WriterOrder, commands: number): Promise<string[]> {
  const child = spawn(process.execPath, [WRITER, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const answered: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    answered.push(line);
    if (answered.length === commands) child.kill('SIGKILL');
  }
  expect((await ended)[1]).toBe('SIGKILL');
  return answered;
}

async function checkKept(place: WriterOrder['place'], answered: ReadonlySet<string>) {
  const connection = await openDatabase(place);
  try {
    const rows = await connection.db.selectFrom('run_event').select('commandId').execute();
    const kept = rows.map(({ commandId }) => commandId);
    expect(new Set(kept).size).toBe(kept.length);
    expect([...answered].filter((id) => !kept.includes(id))).toEqual([]);
    expect(await verifyRuns(connection.db)).toEqual([]);
  } finally {
    await connection.close();
  }
}

const postgres = withPostgres();

test.each(['SQLite', 'PostgreSQL'])(
  'a program killed at work on %s loses nothing that was answered',
  async (kind) => {
    const databaseUrl = kind === 'SQLite' ? undefined : await postgres.createDatabase();
    const place = { data: temporaryFolder(), ...(databaseUrl !== undefined && { databaseUrl }) };
    await migrateDatabase(place);
    const answered = new Set<string>();
    for (let round = 0; answered.size < COMMANDS; round++) {
      const order = { place, name: `round-${round}`, writers: 8 };
      for (const id of await workUntilKilled(order, UNTIL_KILL)) answered.add(id);
    }
    await checkKept(place, answered);
  },
);
