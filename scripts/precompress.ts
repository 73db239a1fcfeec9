/**
 * Compresses once, at build time, what every reader downloads: scripts, styles and search data. The
 * copies lie beside the files and are served in their place.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const FOLDERS = ['_astro', join('api', 'search')];
const MIN_BYTES = 1024;

/** The last two levels of brotli take ten times as long for a twentieth less. */
const BROTLI_OPTIONS = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

export async function precompress(out: string): Promise<void> {
  await Promise.all(FOLDERS.flatMap((folder) => compressible(join(out, folder))).map(packFile));
}

async function packFile(file: string): Promise<void> {
  const content = readFileSync(file);
  if (content.length < MIN_BYTES) return;
  const [br, gz] = await Promise.all([
    brotli(content, BROTLI_OPTIONS),
    gzipped(content, { level: 9 }),
  ]);
  writeFileSync(`${file}.br`, br);
  writeFileSync(`${file}.gz`, gz);
}

function compressible(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.(?:css|js|json|svg)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    // A build of data alone has no pages, and a tiny one no assets.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
