/**
 * Everything that is kept, as a folder that any text editor opens and any installation takes in:
 * JSON lines, the files, and a manifest with their checksums. The folder appears whole or not at
 * all. Two exports of one state are the same bytes.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Blobs } from '../../../workspace/blobs.ts';
import type { Connection, Database } from '../../database/connection.ts';
import { readSnapshot } from '../../database/snapshot.ts';
import { FILES_FOLDER, MANIFEST_FILE, type Manifest } from './manifest.ts';
import { partsOf } from './parts.ts';
import { PortableError } from './portable-error.ts';
import { linesOf } from './read-part.ts';

export interface ExportOptions {
  readonly connection: Connection;
  readonly blobs: Blobs;
  /** Must not exist. */
  readonly folder: string;
  readonly format: Manifest['format'];
  /** Told after each part, and now and then within a long one. */
  readonly onProgress?: (part: string, lines: number) => void;
}

/** @throws PortableError when the folder cannot be made. */
export async function exportFolder(options: ExportOptions): Promise<Manifest> {
  const { connection, folder } = options;
  if (existsSync(folder)) {
    throw new PortableError(`\`${folder}\` is there already — name a folder that is not.`);
  }
  const begun = `${folder}.${process.pid}.partial`;
  try {
    await rm(begun, { recursive: true, force: true });
    await mkdir(join(begun, FILES_FOLDER), { recursive: true, mode: 0o700 });
    const written = await readSnapshot(connection, (db) => write(db, begun, options));
    await flush(begun, async (file) => file.writeFile(format(written)), MANIFEST_FILE);
    await syncFolder(begun);
    await rename(begun, folder);
    await syncFolder(dirname(folder));
    return written;
  } catch (error) {
    // Where nothing could be made there is nothing to remove.
    await rm(begun, { recursive: true, force: true }).catch(() => {});
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined || path === undefined) throw error;
    throw new PortableError(`\`${folder}\` cannot be written: ${code} at \`${path}\`.`);
  }
}

async function write(
  db: Database,
  begun: string,
  { connection, blobs, format, onProgress = () => {} }: ExportOptions,
): Promise<Manifest> {
  const parts: Manifest['parts'] = [];
  for (const part of partsOf(format)) {
    const hash = createHash('sha256');
    let lines = 0;
    const name = `${part.name}.jsonl`;
    await flush(
      begun,
      async (file) => {
        for await (const line of linesOf(db, connection.kind, part)) {
          hash.update(line);
          await file.write(line);
          if (++lines % PROGRESS_LINES === 0) onProgress(part.name, lines);
        }
      },
      name,
    );
    onProgress(part.name, lines);
    parts.push({ name: part.name, file: name, lines, sha256: hash.digest('hex') });
  }
  const files: string[] = [];
  const missingFiles: string[] = [];
  for (const sha256 of await hashesOf(db)) {
    const isThere = await copyBlob(blobs, sha256, begun);
    (isThere ? files : missingFiles).push(sha256);
  }
  const counter = await db
    .selectFrom('meta')
    .select('value')
    .where('key', '=', 'sequence')
    .executeTakeFirst();
  return { format, version: 1, sequence: counter?.value ?? 0, parts, files, missingFiles };
}

async function hashesOf(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('attachment').select('sha256').distinct().execute();
  return rows.map(({ sha256 }) => sha256).sort();
}

/** Whether the bytes are there, and are those of the hash. */
async function copyBlob(blobs: Blobs, sha256: string, begun: string): Promise<boolean> {
  const blob = await blobs.open(sha256);
  if (blob === undefined) return false;
  const hash = createHash('sha256');
  const path = join(FILES_FOLDER, sha256);
  await flush(
    begun,
    async (file) => {
      for await (const chunk of await blob.read()) {
        hash.update(chunk);
        await file.write(chunk);
      }
    },
    path,
  );
  if (hash.digest('hex') === sha256) return true;
  await rm(join(begun, path));
  return false;
}

type FileHandle = Awaited<ReturnType<typeof open>>;

async function flush(
  folder: string,
  work: (file: FileHandle) => Promise<void>,
  name: string,
): Promise<void> {
  const file = await open(join(folder, name), 'wx', 0o600);
  try {
    await work(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and needs no flush of them.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function format(written: Manifest): string {
  return `${JSON.stringify(written, null, 2)}\n`;
}

const PROGRESS_LINES = 1000;
