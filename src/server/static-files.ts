/**
 * Answers requests from the built output, for people the gate has let in. It notices by
 * `build.json` that another build was swapped in and then indexes that one.
 */

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compress, isCompressible } from './compression.ts';
import { ConfigError } from './config-error.ts';
import { canonicalPath, type FileIndex, type IndexedFile, indexFiles } from './file-index.ts';
import { cacheControlOf, entityTagOf, isNotModified } from './headers.ts';
import { messagePage } from './pages.ts';

export interface StaticFiles {
  /** Answers a GET or HEAD; the body is there for both. */
  respond(request: Request): Promise<Response>;
}

/** Indexes the build in `dist`; throws a `ConfigError` when there is none. */
export async function openStaticFiles(dist: string): Promise<StaticFiles> {
  const indexed = await identityOf(dist);
  if (indexed === undefined) {
    throw new ConfigError([
      `There is no built portal at \`${dist}\` — run \`npm run build\` first.`,
    ]);
  }
  let current = { identity: indexed, index: await indexFiles(dist) };
  let indexing: Promise<void> | undefined;

  /** Requests that arrive while a new build is being indexed wait for that one index. */
  async function latestIndex(): Promise<FileIndex> {
    const identity = await identityOf(dist);
    // Undefined between the two renames of a swap: the old build is still the last one known to be
    // whole.
    if (identity !== undefined && identity !== current.identity) {
      indexing ??= indexFiles(dist)
        .then((index) => {
          current = { identity, index };
        })
        .finally(() => {
          indexing = undefined;
        });
      await indexing;
    }
    return current.index;
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const { entries, notFound } = await latestIndex();
    const entry = entries.get(canonicalPath(url.pathname) ?? '');
    if (entry?.kind === 'redirect') return redirect(entry.to, entry.status, url.search);
    if (entry?.kind === 'gone') return htmlResponse(messagePage('Gone', entry.message), 410);
    if (entry !== undefined) return serveFile(entry, request, 200);
    if (notFound !== undefined) return serveFile(notFound, request, 404);
    return htmlResponse(messagePage('Not found', 'There is no page at this address.'), 404);
  }

  return {
    // A file can vanish between look-up and reading when a build is swapped in; the second look
    // finds the new one.
    respond: (request) => answer(request).catch(() => answer(request)),
  };
}

/** Changes whenever another build stands at `dist`; undefined when none does. */
async function identityOf(dist: string): Promise<string | undefined> {
  const found = await stat(join(dist, 'build.json'))
    .catch(() => stat(dist))
    .catch(() => undefined);
  return found && `${found.ino}:${found.mtimeMs}`;
}

async function serveFile(
  { file, path, contentType }: IndexedFile,
  request: Request,
  status: 200 | 404,
): Promise<Response> {
  const content = new Uint8Array(await readFile(file));
  const headers = new Headers({ 'Content-Type': contentType });
  const cacheControl = status === 200 ? cacheControlOf(path, contentType) : undefined;
  if (isCompressible(contentType)) headers.set('Vary', 'Accept-Encoding');
  if (cacheControl !== undefined) {
    const entityTag = entityTagOf(content);
    headers.set('Cache-Control', cacheControl);
    headers.set('ETag', entityTag);
    if (isNotModified(request.headers.get('If-None-Match'), entityTag)) {
      return new Response(null, { status: 304, headers });
    }
  }
  const accepted = isCompressible(contentType) ? request.headers.get('Accept-Encoding') : null;
  const { bytes, encoding } = await compress(content, accepted);
  if (encoding !== undefined) headers.set('Content-Encoding', encoding);
  headers.set('Content-Length', String(bytes.length));
  return new Response(bytes, { status, headers });
}

/** Keeps the request's query unless the target brings its own. */
function redirect(to: string, status: number, search: string): Response {
  const target = new URL(to, 'http://portal.invalid');
  if (target.search === '') target.search = search;
  const location = target.pathname + target.search + target.hash;
  return new Response(null, { status, headers: { Location: location } });
}

function htmlResponse(body: string, status: number): Response {
  return new Response(body, {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  });
}
