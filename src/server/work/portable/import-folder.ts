/**
 * Takes in what an export has: checked against its manifest before anything is written, written in
 * one transaction, and held against its own history before that is committed. Only an installation
 * that has none of it takes it in: nothing is mixed and nothing replaced.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Kysely } from 'kysely';
import type { Blobs } from '../../../workspace/blobs.ts';
import type { Connection, DatabaseTransaction } from '../../database/connection.ts';
import { rebuildDerived } from '../store/rebuild-derived.ts';
import { FILES_FOLDER, MANIFEST_FILE, type Manifest, manifest } from './manifest.ts';
import { LATER_PARTS, type Part, partsOf } from './parts.ts';
import { PortableError } from './portable-error.ts';
import type { Row } from './read-part.ts';
import { verifyRuns } from './verify-work.ts';

export interface ImportOptions {
  readonly connection: Connection;
  readonly blobs: Blobs;
  readonly folder: string;
  readonly format: Manifest['format'];
  readonly onProgress?: (part: string, lines: number) => void;
}

/** @throws PortableError when the folder is no whole export, or something is here already. */
export async function importFolder(options: ImportOptions): Promise<Manifest> {
  const { connection, blobs, folder } = options;
  const found = await readManifest(options);
  for (const part of found.parts) await checkFile(folder, part.file, part.sha256);
  for (const sha256 of found.files) await checkFile(folder, join(FILES_FOLDER, sha256), sha256);
  const parts = partsOf(found.format);
  await refuseOccupied(connection, parts);
  // Bytes first: a row whose bytes are not there would be a promise that is not kept.
  for (const sha256 of found.files) {
    const limits = { maxBytes: Number.POSITIVE_INFINITY, bytesLeft: Number.POSITIVE_INFINITY };
    await blobs.put(createReadStream(join(folder, FILES_FOLDER, sha256)), limits);
  }
  await connection.db.transaction().execute(async (trx) => {
    const has = new Set(found.parts.map(({ name }) => name));
    for (const part of parts) if (has.has(part.name)) await insertPart(trx, part, options);
    await trx
      .updateTable('meta')
      .set({ value: found.sequence })
      .where('key', '=', 'sequence')
      .execute();
    await rebuildDerived(trx);
    const [problem] = await verifyRuns(trx);
    if (problem !== undefined) throw new PortableError(`${problem} Nothing was taken in.`);
  });
  return found;
}

async function readManifest({ folder, format }: ImportOptions): Promise<Manifest> {
  const path = join(folder, MANIFEST_FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new PortableError(
      `\`${path}\` cannot be read (${error.code}) — name a folder of an export.`,
    );
  });
  const parsed = manifest.safeParse(parseJson(text, path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new PortableError(
      `\`${path}\` is no manifest of an export: ${issue?.path.join('.')}: ${issue?.message}`,
    );
  }
  const { data } = parsed;
  if (data.format !== format) {
    const command = data.format === 'opsbook-work' ? 'opsbook work import' : 'opsbook restore';
    throw new PortableError(`\`${folder}\` is an export of another kind — use \`${command}\`.`);
  }
  const names = partsOf(format).map(({ name }) => name);
  const has = data.parts.map(({ name }) => name);
  const expected = names.filter((name) => has.includes(name) || !LATER_PARTS.has(name));
  if (
    expected.join() !== has.join() ||
    data.parts.some(({ name, file }) => file !== `${name}.jsonl`)
  ) {
    throw new PortableError(`\`${path}\` names other parts than ${names.join(', ')}.`);
  }
  return data;
}

async function checkFile(folder: string, name: string, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  const path = join(folder, name);
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new PortableError(`\`${path}\` cannot be read (${code}), but the manifest names it.`);
  }
  if (hash.digest('hex') === sha256) return;
  throw new PortableError(`\`${path}\` was changed since it was written: its checksum is another.`);
}

async function refuseOccupied({ db, name }: Connection, parts: readonly Part[]): Promise<void> {
  for (const { table } of parts) {
    // What a start by itself leaves.
    if (table === 'auditQueue') continue;
    const row = await db
      .selectFrom(table)
      .select(db.fn.countAll<number>().as('count'))
      .executeTakeFirst();
    if (Number(row?.count ?? 0) === 0) continue;
    throw new PortableError(
      `The database \`${name}\` is not empty: \`${table}\` has ${row?.count} rows — take this in where nothing is yet.`,
    );
  }
}

async function insertPart(
  trx: DatabaseTransaction,
  part: Part,
  { folder, onProgress = () => {} }: ImportOptions,
): Promise<void> {
  const name = `${part.name}.jsonl`;
  const input = createReadStream(join(folder, name), 'utf8');
  let number = 0;
  let rows: Row[] = [];
  // Tables are chosen by name, each with columns of its own.
  const into = trx as unknown as Kysely<Record<string, Row>>;
  const insert = async () => {
    if (rows.length > 0) await into.insertInto(part.table).values(rows).execute();
    rows = [];
    onProgress(part.name, number);
  };
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    rows.push(rowOf(part, parseJson(line, `${name}:${number}`), `${name}:${number}`));
    if (rows.length === ROWS_AT_ONCE) await insert();
  }
  await insert();
}

function rowOf(part: Part, value: unknown, place: string): Row {
  const parsed = part.row.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new PortableError(
      `${place}: ${issue?.path.join('.') || 'the line'}: ${issue?.message}. Nothing was taken in.`,
    );
  }
  // As it was written, without what a schema would add.
  const columns = Object.entries(value as Record<string, unknown>).map(([column, each]) => [
    column,
    part.json.includes(column) ? JSON.stringify(each) : each,
  ]);
  const derived = part.table === 'run' ? { words: '', said: '' } : {};
  return { ...Object.fromEntries(columns), ...derived };
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PortableError(`${place} is not JSON. Nothing was taken in.`);
  }
}

const ROWS_AT_ONCE = 200;
