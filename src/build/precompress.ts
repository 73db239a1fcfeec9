/**
 * Compresses once, at build time, what every reader downloads: scripts, styles and search data. The
 * copies lie beside the files and are served in their place.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BrotliOptions, brotliCompress, constants, gzip } from 'node:zlib';

const MIN_BYTES = 1024;

/**
 * The last two levels of brotli take ten times as long for a twentieth less. A window no larger than
 * the file spares clearing 32 MB of tables for a script of 2 kB (RFC 7932, 9.1: 16 to 22 bits here).
 */
function brotliOptions(bytes: number): BrotliOptions {
  const window = Math.min(22, Math.max(16, Math.ceil(Math.log2(bytes + 16))));
  return {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_LGWIN]: window,
    },
  };
}

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Every file of `folder` that is worth it; one at a time, since an encoder takes tens of megabytes. */
export async function precompress(folder: string): Promise<void> {
  for (const file of compressible(folder)) await packFile(file);
}

async function packFile(file: string): Promise<void> {
  const content = readFileSync(file);
  if (content.length < MIN_BYTES) return;
  const [br, gz] = await Promise.all([
    brotli(content, brotliOptions(content.length)),
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
