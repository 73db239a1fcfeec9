/**
 * What a build has at which address. The folder is walked once per build; afterwards a request
 * is only a key into this map, so no request can name a file that was not put there.
 */
import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type Encoding, isCompressible } from './compression.ts';
import { type Delivery, deliveryOf } from './delivery.ts';
import { parseRedirects, type RedirectRule, type RedirectStatus } from './redirects.ts';

export interface IndexedFile {
  readonly kind: 'file';
  /** Absolute path on disk. */
  readonly file: string;
  /** Canonical address. */
  readonly path: string;
  readonly delivery: Delivery;
  /** Files that hold the same, compressed by the build. */
  readonly packed: Readonly<Partial<Record<Encoding, string>>>;
}

export type Entry =
  | IndexedFile
  | { readonly kind: 'redirect'; readonly to: string; readonly status: RedirectStatus }
  | { readonly kind: 'gone'; readonly message: string };

export interface FileIndex {
  readonly entries: ReadonlyMap<string, Entry>;
  /** The page for addresses that are not here. */
  readonly notFound: IndexedFile | undefined;
}

/**
 * Walks `dist`. `dir/index.html` is served at `/dir/`, with redirects from `/dir` and
 * `/dir/index.html`; rules of `_redirects` come before files. Symbolic links, dot files and the
 * build's own records are not there; compressed copies have no address of their own.
 */
export async function indexFiles(dist: string): Promise<FileIndex> {
  const root = await realpath(dist);
  const entries = new Map<string, Entry>();
  let notFound: IndexedFile | undefined;
  let rules: readonly RedirectRule[] = [];
  for await (const { file, path, packed } of walk(root, '/')) {
    const found: IndexedFile = { kind: 'file', file, path, delivery: deliveryOf(path), packed };
    if (path === '/_redirects') rules = parseRedirects(await readFile(file, 'utf8'));
    else if (path === '/404.html') notFound = found;
    else if (path === '/build.json') continue;
    else if (path.endsWith('/index.html')) {
      const folder = path.slice(0, -'index.html'.length);
      entries.set(folder, { ...found, path: folder });
      entries.set(path, { kind: 'redirect', to: folder, status: 308 });
      if (folder !== '/') {
        entries.set(folder.slice(0, -1), { kind: 'redirect', to: folder, status: 308 });
      }
    } else entries.set(path, found);
  }
  for (const rule of rules) {
    const from = canonicalPath(rule.from) ?? rule.from;
    entries.set(from, rule);
    if (from.endsWith('/') && from !== '/') entries.set(from.slice(0, -1), rule);
  }
  return { entries, notFound };
}

/**
 * One spelling for all percent-encodings of a path, segment by segment, so that an encoded slash
 * never becomes a separator; undefined when the encoding is broken.
 */
export function canonicalPath(path: string): string | undefined {
  try {
    return path
      .split('/')
      .map((segment) => encodeURIComponent(decodeURIComponent(segment)))
      .join('/');
  } catch {
    return undefined;
  }
}

type Found = Pick<IndexedFile, 'file' | 'path' | 'packed'>;

async function* walk(folder: string, path: string): AsyncGenerator<Found> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
  for (const entry of entries) {
    const { name } = entry;
    if (name.startsWith('.') || (entry.isFile() && isPacked(path, name))) continue;
    const file = join(folder, name);
    const address = path + encodeURIComponent(name);
    if (entry.isDirectory()) yield* walk(file, `${address}/`);
    else if (entry.isFile()) {
      const packed = {
        ...(files.has(`${name}.br`) && { br: `${file}.br` }),
        ...(files.has(`${name}.gz`) && { gzip: `${file}.gz` }),
      };
      yield { file, path: address, packed };
    }
  }
}

/** Whether a file is what the build made of the one beside it, and not a `.gz` that documents link. */
function isPacked(folder: string, name: string): boolean {
  const original = /^(.+)\.(?:br|gz)$/.exec(name)?.[1];
  return original !== undefined && isCompressible(deliveryOf(folder + original).contentType);
}
