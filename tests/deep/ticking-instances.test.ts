/** Three servers look at the schedules of a year at once: they make exactly what a simulation lists. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { migrateDatabase, openDatabase } from '../../src/server/database/open-database.ts';
import { identityKey } from '../../src/workflow/index.ts';
import { simulate } from '../../src/workflow/schedule/simulate.ts';
import { automatic } from '../server/work/scheduled-templates.ts';
import { temporaryFolder } from '../support/content.ts';
import { withPostgres } from '../support/postgres.ts';

const postgres = withPostgres();
const INSTANCE = join(import.meta.dirname, '../server/work/ticking-instance.ts');
/** Hours between two looks: each hour in full, so that each instance looks 8,760 times. */
const HOURS = process.env.OPSBOOK_TEST_FULL === undefined ? 61 : 1;
const TEMPLATES = [
  automatic({ type: 'daily', schedule: '30 2 * * *', timeZone: 'Europe/Berlin' }),
  automatic({ type: 'weekly', schedule: '0 9 * * 1', leadDays: 6, timeZone: 'Pacific/Apia' }),
  automatic({ type: 'monthly', schedule: '0 0 1,15 * *', tasks: 1 }),
];
const BEGIN = Date.UTC(2026, 0, 1, 12);
const MOMENTS = Array.from({ length: Math.ceil(8760 / HOURS) }, (_, n) =>
  new Date(BEGIN + n * HOURS * 3_600_000).toISOString(),
);

test.each(['sqlite', 'postgres'])('FR-5d on %s', async (kind) => {
  const folder = temporaryFolder();
  const place = {
    data: join(folder, 'data'),
    ...(kind === 'postgres' && { databaseUrl: await postgres.createDatabase() }),
  };
  await migrateDatabase(place);
  const plan = join(folder, 'plan.json');
  writeFileSync(plan, JSON.stringify({ place, templates: TEMPLATES, moments: MOMENTS }));
  const outputs = await Promise.all(
    Array.from({ length: 3 }, () => promisify(execFile)(process.execPath, [INSTANCE, plan])),
  );
  const end = Date.parse(MOMENTS.at(-1) ?? '');
  const day = (moment: number) => new Date(moment).toISOString().slice(0, 10);
  const range = { from: day(BEGIN - 2 * 86_400_000), to: day(end + 2 * 86_400_000) };
  const expected = simulate(TEMPLATES, range)
    .runs.filter(({ firesAt }) => BEGIN < Date.parse(firesAt) && Date.parse(firesAt) <= end)
    .map(identityKey);
  const connection = await openDatabase(place);
  const rows = await connection.db.selectFrom('run').select('scheduleKey').execute();
  await connection.close();
  expect(rows.map(({ scheduleKey }) => scheduleKey).sort()).toEqual(expected.sort());
  const made = outputs.map(({ stdout }) => Number(stdout));
  expect(made.reduce((sum, each) => sum + each)).toBe(expected.length);
});
