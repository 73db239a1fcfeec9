/** What is kept leaves as a folder and comes in elsewhere, whole or not at all. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import type { Connection } from '../../../src/server/database/connection.ts';
import { openDiskBlobs } from '../../../src/server/work/blobs/disk-blobs.ts';
import { exportFolder } from '../../../src/server/work/portable/export-folder.ts';
import { importFolder } from '../../../src/server/work/portable/import-folder.ts';
import { PortableError } from '../../../src/server/work/portable/portable-error.ts';
import { verifyFiles, verifyRuns } from '../../../src/server/work/portable/verify-work.ts';
import type { Blobs } from '../../../src/workspace/blobs.ts';
import { failureNote } from '../../../src/workspace/scheduled-run.ts';
import { temporaryFolder } from '../../support/content.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';
import { ADA, emptyDatabase, NOW, smallWorkspace } from './work-fixture.ts';

const TEMPLATE = compileSmall([{ offsetDays: 0, requiresFile: true }, { offsetDays: 1 }]);
const BYTES = Buffer.from('a drawing that shows what was done');
const LIMITS = { maxBytes: 1000, bytesLeft: 1000 };

async function emptyPlace(): Promise<{ connection: Connection; blobs: Blobs }> {
  const connection = await emptyDatabase();
  onTestFinished(() => connection.close());
  return { connection, blobs: openDiskBlobs(join(temporaryFolder(), 'files')) };
}

/** Two runs, one with a file, one with 30 comments. */
async function workedPlace() {
  const place = await emptyPlace();
  const { store, start, act } = await smallWorkspace([TEMPLATE], place.connection);
  const { id } = await start({ type: 'small', anchor: '2026-07-02' });
  const other = await start({ type: 'small', anchor: '2026-07-03', title: 'Zweiter „Lauf“' });
  const kept = await place.blobs.put(new Blob([BYTES]).stream(), LIMITS);
  const file = { ...kept, id: 'f1', runId: id, refId: 'task-0', name: 'a.png', type: 'image/png' };
  await store.addAttachment({ ...file, at: NOW, by: ADA.actor });
  await act(id, { type: 'attach', refId: 'task-0', attachmentId: 'f1', name: 'a.png' });
  await act(id, { type: 'complete', refId: 'task-0', evidence: { files: ['f1'] } });
  for (let n = 0; n < 30; n++) await act(other.id, { type: 'comment', text: `Grüße ${n}` });
  await store.setRegistered([{ type: 'small', value: { for: { client: 'acme' } } }]);
  await store.setRoleHolder({ role: 'editor', userId: 'ada', value: '' }, true);
  await store.moveCaughtUp(['small'], NOW);
  await store.addScheduleNotes([failureNote({ type: 'small', reason: 'No zone' }, NOW)]);
  return { ...place, id };
}

function bytesOf(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    paths
      .filter((path) => path !== 'files')
      .map((path) => [path, readFileSync(join(folder, path), 'base64')]),
  );
}

test('an export, taken in elsewhere and exported again, is the same bytes', async () => {
  const from = await workedPlace();
  const parent = temporaryFolder();
  const [first, second] = [join(parent, 'first'), join(parent, 'second')];
  const manifest = await exportFolder({ ...from, folder: first, format: 'opsbook-work' });
  expect(manifest).toMatchObject({ sequence: 34, missingFiles: [] });
  expect(manifest.files).toHaveLength(1);
  const to = await emptyPlace();
  await importFolder({ ...to, folder: first, format: 'opsbook-work' });
  expect(await verifyRuns(to.connection.db)).toEqual([]);
  expect(await verifyFiles(to.connection.db, to.blobs)).toEqual([]);
  await exportFolder({ ...to, folder: second, format: 'opsbook-work' });
  expect(bytesOf(second)).toEqual(bytesOf(first));
  // The counter goes on where it was, and search finds what was said.
  const { store, act } = await smallWorkspace([TEMPLATE], to.connection);
  await act(from.id, { type: 'comment', text: 'Later' });
  expect(await store.lastSequence()).toBe(35);
  expect((await store.listRuns({ words: ['grüße'], limit: 5 })).runs).toHaveLength(1);
});

test('no part of an export holds a password, a token or an address', async () => {
  const { connection, blobs } = await workedPlace();
  await connection.db
    .insertInto('user')
    .values({
      id: 'ada',
      name: 'x',
      email: 'canary@example.org',
      emailVerified: 1,
      createdAt: NOW,
      updatedAt: NOW,
      mustChangePassword: 0,
      disabled: 0,
      role: 'operator',
    })
    .execute();
  const folder = join(temporaryFolder(), 'out');
  await exportFolder({ connection, blobs, folder, format: 'opsbook-work' });
  const all = readdirSync(folder).flatMap((name) =>
    name.endsWith('.jsonl') ? readFileSync(join(folder, name), 'utf8') : '',
  );
  expect(all.join('')).not.toContain('canary');
  const backup = join(temporaryFolder(), 'out');
  await exportFolder({ connection, blobs, folder: backup, format: 'opsbook-backup' });
  expect(readFileSync(join(backup, 'people.jsonl'), 'utf8')).toContain('canary');
});

const PARTS_OF_FACTORS = ['second-factors', 'backup-codes'];

test('a backup has second factors as they are kept, and one from before them is taken in', async () => {
  const { connection, blobs } = await emptyPlace();
  const person = { id: 'ada', name: 'x', email: 'ada@example.org', emailVerified: 1 };
  const dates = { createdAt: NOW, updatedAt: NOW };
  await connection.db
    .insertInto('user')
    .values({ ...person, ...dates, mustChangePassword: 0, disabled: 0, role: 'operator' })
    .execute();
  const factor = { id: 'f1', userId: 'ada', kind: 'authenticator', name: 'Phone', key: 'sealed' };
  await connection.db
    .insertInto('secondFactor')
    .values({ ...factor, counter: 57, createdAt: 1 })
    .execute();
  await connection.db.insertInto('backupCode').values({ hash: 'h1', userId: 'ada' }).execute();
  const parent = temporaryFolder();
  const [first, second] = [join(parent, 'first'), join(parent, 'second')];
  const format = 'opsbook-backup' as const;
  await exportFolder({ connection, blobs, folder: first, format });
  const to = await emptyPlace();
  await importFolder({ ...to, folder: first, format });
  await exportFolder({ ...to, folder: second, format });
  expect(bytesOf(second)).toEqual(bytesOf(first));
  expect(readFileSync(join(second, 'second-factors.jsonl'), 'utf8')).toContain('"key":"sealed"');

  const path = join(first, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  const parts = manifest.parts.filter(
    ({ name }: { name: string }) => !PARTS_OF_FACTORS.includes(name),
  );
  writeFileSync(path, JSON.stringify({ ...manifest, parts }));
  const earlier = await emptyPlace();
  await importFolder({ ...earlier, folder: first, format });
  const { db } = earlier.connection;
  expect(await db.selectFrom('user').select('email').execute()).toHaveLength(1);
  expect(await db.selectFrom('secondFactor').select('id').execute()).toEqual([]);
});

async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'taken in',
    (error: unknown) => {
      if (error instanceof PortableError) return error.message;
      throw error;
    },
  );
}

test.each<[string, (folder: string) => void, RegExp]>([
  ['a changed line', (folder) => edit(folder, 'events.jsonl', /Grüße 3/, 'Grüße 4'), /checksum/],
  ['a missing file', (folder) => edit(folder, 'manifest.json', /runs.jsonl/, 'run.jsonl'), /parts/],
  ['no manifest', (folder) => writeFileSync(join(folder, 'manifest.json'), '{'), /not JSON/],
])('an export with %s is refused and nothing is taken in', async (_, damage, reason) => {
  const from = await workedPlace();
  const folder = join(temporaryFolder(), 'out');
  await exportFolder({ ...from, folder, format: 'opsbook-work' });
  damage(folder);
  const to = await emptyPlace();
  const options = { ...to, folder, format: 'opsbook-work' } as const;
  expect(await refusalOf(importFolder(options))).toMatch(reason);
  expect(await countRuns(to.connection)).toBe(0);
});

test('an export whose state is not that of its history is refused', async () => {
  const from = await workedPlace();
  await sql`UPDATE run SET state = replace(state, 'Zweiter', 'Dritter')`.execute(
    from.connection.db,
  );
  expect(await verifyRuns(from.connection.db)).toEqual([
    expect.stringContaining('not the one that its events give'),
  ]);
  const folder = join(temporaryFolder(), 'out');
  await exportFolder({ ...from, folder, format: 'opsbook-work' });
  const to = await emptyPlace();
  const options = { ...to, folder, format: 'opsbook-work' } as const;
  expect(await refusalOf(importFolder(options))).toMatch(/Nothing was taken in/);
  expect(await countRuns(to.connection)).toBe(0);
  expect(await refusalOf(importFolder({ ...options, ...from }))).toMatch(/is not empty/);
});

test('a folder that is there is left alone, and one that cannot be made leaves nothing', async () => {
  const from = await workedPlace();
  const folder = temporaryFolder();
  expect(await refusalOf(exportFolder({ ...from, folder, format: 'opsbook-work' }))).toMatch(
    /already/,
  );
  const file = join(folder, 'a.txt');
  writeFileSync(file, 'mine');
  const below = { ...from, folder: join(file, 'out'), format: 'opsbook-work' } as const;
  expect(await refusalOf(exportFolder(below))).toMatch(/cannot be written/);
  expect(readdirSync(folder)).toEqual(['a.txt']);
});

test('bytes that are lost are told, and the rest is there', async () => {
  const from = await workedPlace();
  const sha256 = createHash('sha256').update(BYTES).digest('hex');
  await from.blobs.remove(sha256);
  expect(await verifyFiles(from.connection.db, from.blobs)).toHaveLength(1);
  const folder = join(temporaryFolder(), 'out');
  const manifest = await exportFolder({ ...from, folder, format: 'opsbook-work' });
  expect(manifest.missingFiles).toEqual([sha256]);
  expect(existsSync(join(folder, 'runs.jsonl'))).toBe(true);
});

function edit(folder: string, name: string, from: RegExp, to: string): void {
  const path = join(folder, name);
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(from);
  writeFileSync(path, text.replace(from, to));
}

async function countRuns({ db }: Connection): Promise<number> {
  return (await db.selectFrom('run').select('id').execute()).length;
}
