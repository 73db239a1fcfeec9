/** The server keeps the schedules while it runs, whatever happens to its database, and stops cleanly. */
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import type { AuditEvent } from '../../../src/server/audit.ts';
import { readConfig } from '../../../src/server/config/config.ts';
import { connectSqlite } from '../../../src/server/database/connection.ts';
import { startServer } from '../../../src/server/main.ts';
import { openDiskBlobs } from '../../../src/server/work/blobs/disk-blobs.ts';
import { startTicker } from '../../../src/server/work/ticker.ts';
import { newId, type WorkServices } from '../../../src/server/work/work-services.ts';
import type { Store } from '../../../src/workspace/store.ts';
import { hashCost, makeFolder } from '../portal-fixture.ts';
import { builtWorkflows } from './built-workflows.ts';
import { automatic } from './scheduled-templates.ts';
import { type SmallWorkspace, smallWorkspace } from './work-fixture.ts';

const DAILY = automatic({ type: 'daily', schedule: '0 9 * * *' });
const BEGIN = Date.parse('2026-07-06T10:00:00Z');
const DAY_MS = 86_400_000;

function servicesOf(work: SmallWorkspace, clock: () => number, store = work.store): WorkServices {
  return {
    store,
    blobs: openDiskBlobs(makeFolder()),
    publication: async () => work.published,
    clock,
    newId,
    people: async () => new Map(),
  };
}

const countIn = async ({ store }: SmallWorkspace) => (await store.countRuns()).active;

test('looks again and again, and not any more once it is stopped', async () => {
  await using work = await smallWorkspace([DAILY]);
  let now = BEGIN;
  const ticker = startTicker(
    servicesOf(work, () => now),
    { everyMs: 1 },
  );
  await vi.waitFor(async () => expect((await work.store.caughtUp()).size).toBe(1));
  now += DAY_MS;
  await vi.waitFor(async () => expect(await countIn(work)).toBe(1));
  now += 2 * DAY_MS;
  await vi.waitFor(async () => expect(await countIn(work)).toBe(3));
  await ticker.stop();
  const read = await work.store.caughtUp();
  now += DAY_MS;
  await new Promise(setImmediate);
  expect(await work.store.caughtUp()).toEqual(read);
});

test('a database that is held is told, and tried again', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'opsbook-ticker-'));
  const file = join(folder.path, 'work.sqlite');
  using other = new DatabaseSync(file);
  await using work = await smallWorkspace(
    [DAILY],
    connectSqlite(new DatabaseSync(file, { timeout: 0 })),
  );
  other.exec('BEGIN EXCLUSIVE');
  const told: AuditEvent[] = [];
  const failures: unknown[] = [];
  const failed = (error: unknown) => failures.push(error) % 2 === 0;
  const ticker = startTicker(
    servicesOf(work, () => BEGIN),
    {
      everyMs: 1,
      health: { failed },
      audit: (event) => told.push(event),
    },
  );
  await vi.waitFor(() => expect(failures.length).toBeGreaterThan(2));
  // What is about the database is told by its health, all else by the ticker.
  expect(told[0]).toMatchObject({
    event: 'internal-error',
    detail: expect.stringContaining('locked'),
  });
  expect(told.length).toBeLessThan(failures.length);
  other.exec('ROLLBACK');
  await vi.waitFor(async () => expect((await work.store.caughtUp()).size).toBe(1));
  await ticker.stop();
});

test('what a schedule cannot do is in the log, once', async () => {
  const local = automatic({
    type: 'local',
    schedule: '0 9 * * *',
    timeZone: 'each',
    forEach: ['client'],
  });
  await using work = await smallWorkspace([local, DAILY]);
  await work.store.setRegistered([{ type: 'local', value: { for: { client: 'acme' } } }]);
  let now = BEGIN;
  const told: AuditEvent[] = [];
  const audit = (event: AuditEvent) => told.push(event);
  const ticker = startTicker(
    servicesOf(work, () => now),
    { everyMs: 1, audit },
  );
  await vi.waitFor(async () => expect((await work.store.caughtUp()).size).toBe(2));
  now += 100 * DAY_MS;
  await vi.waitFor(() => expect(told.length).toBe(2));
  now += DAY_MS;
  await vi.waitFor(() => expect(told.length).toBe(3));
  now += DAY_MS;
  await vi.waitFor(async () => expect(await countIn(work)).toBe(2));
  await ticker.stop();
  expect(told).toEqual([
    { event: 'schedule-gap', workflow: 'local', detail: expect.stringContaining('2026-10-14') },
    { event: 'schedule-gap', workflow: 'daily', detail: expect.stringContaining('2026-10-14') },
    {
      event: 'schedule-failed',
      workflow: 'local',
      detail: expect.stringMatching(/^acme: .* time zone of each value/),
    },
  ]);
});

test('stopped in the middle it ends after a run, and the next look makes the rest', async () => {
  await using work = await smallWorkspace([DAILY]);
  await work.store.moveCaughtUp(['daily'], new Date(BEGIN).toISOString());
  let now = BEGIN + 30 * DAY_MS;
  const created = Promise.withResolvers<void>();
  const store: Store = {
    ...work.store,
    async create(creation) {
      const outcome = await work.store.create(creation);
      created.resolve();
      return outcome;
    },
  };
  const ticker = startTicker(
    servicesOf(work, () => now, store),
    { everyMs: 1 },
  );
  await created.promise;
  await ticker.stop();
  const made = await countIn(work);
  expect(made).toBeGreaterThan(0);
  expect(made).toBeLessThan(30);
  now += 1;
  const next = startTicker(
    servicesOf(work, () => now),
    { everyMs: 1 },
  );
  await vi.waitFor(async () => expect(await countIn(work)).toBe(30));
  await next.stop();
});

test.each([
  ['on', ['daily']],
  ['off', []],
])('a server whose ticker is %s reads %o', async (ticker, keys) => {
  const data = makeFolder();
  const config = readConfig({
    OPSBOOK_DATA: data,
    OPSBOOK_DIST: makeFolder(builtWorkflows([DAILY])),
    OPSBOOK_PORT: '0',
    OPSBOOK_FIRST_ACCOUNT: 'none',
    OPSBOOK_TICKER: ticker,
  });
  const told: AuditEvent[] = [];
  const server = await startServer(config, { hashCost, audit: (event) => told.push(event) });
  await server.close();
  using database = new DatabaseSync(join(data, 'opsbook.sqlite'));
  const rows = database.prepare('SELECT type FROM caught_up').all();
  expect(rows.map(({ type }) => type)).toEqual(keys);
  expect(told).toEqual([]);
});
