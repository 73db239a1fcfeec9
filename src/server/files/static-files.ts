/**
 * Answers requests from the built output, for people the gate has let in. It notices by
 * `build.json` that another build was swapped in and then indexes that one.
 */
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { ConfigError } from '../config/config-error.ts';
import { cacheControlOf, entityTagOf, isNotModified } from '../http/headers.ts';
import { messagePage } from '../http/pages.ts';
import { bestEncoding, compress, type Encoding, isCompressible } from './compression.ts';
import { canonicalPath, type FileIndex, type IndexedFile, indexFiles } from './file-index.ts';

export interface StaticFiles {
  /** Answers a GET or HEAD; the body is there for both. */
  respond(request: Request): Promise<Response>;
}

/** Indexes the build in `dist`; throws a `ConfigError` when there is none. */
export async function openStaticFiles(dist: string): Promise<StaticFiles> {
  const identity = identityOf(dist);
  if (identity === undefined) {
    throw new ConfigError([
      `There is no built portal at \`${dist}\` — run \`npm run build\` first.`,
    ]);
  }
  let current = await openBuild(dist, identity);
  let opening: Promise<Build> | undefined;

  /** Requests that arrive while a new build is being indexed wait for that one index. */
  async function latestBuild(): Promise<Build> {
    const latest = identityOf(dist);
    // Undefined between the two renames of a swap: the old build is still the last one known to be
    // whole.
    if (latest === undefined || latest === current.identity) return current;
    opening ??= openBuild(dist, latest).finally(() => {
      opening = undefined;
    });
    current = await opening;
    return current;
  }

  async function answer(request: Request): Promise<Response> {
    const build = await latestBuild();
    const url = new URL(request.url);
    const { entries, notFound } = build.index;
    const entry = entries.get(canonicalPath(url.pathname) ?? '');
    if (entry?.kind === 'redirect') return redirect(entry.to, entry.status, url.search);
    if (entry?.kind === 'gone') return htmlResponse(messagePage('Gone', entry.message), 410);
    if (entry !== undefined) return serveFile(build, entry, request, 200);
    if (notFound !== undefined) return serveFile(build, notFound, request, 404);
    return htmlResponse(messagePage('Not found', 'There is no page at this address.'), 404);
  }

  return {
    async respond(request) {
      // A file is gone for a moment while a build is swapped in: no request fails for it.
      for (let triesLeft = 50; ; triesLeft--) {
        try {
          return await answer(request);
        } catch (error) {
          if (triesLeft === 0 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
          await setTimeout(20);
        }
      }
    },
  };
}

interface Build {
  readonly identity: string;
  readonly index: FileIndex;
  /** What was served, as it was sent, as far as it fits. */
  readonly served: LRUCache<string, Representation>;
}

interface Representation {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

const MAX_SERVED_BYTES = 64 * 1024 * 1024;

async function openBuild(dist: string, identity: string): Promise<Build> {
  const served = new LRUCache<string, Representation>({
    maxSize: MAX_SERVED_BYTES,
    sizeCalculation: ({ bytes }) => bytes.length + 1024,
  });
  return { identity, index: await indexFiles(dist), served };
}

/** Changes whenever another build stands at `dist`; undefined when none does. */
function identityOf(dist: string): string | undefined {
  // Asked at every request: without a thread's hop, this costs some microseconds.
  const found =
    statSync(join(dist, 'build.json'), { throwIfNoEntry: false }) ??
    statSync(dist, { throwIfNoEntry: false });
  return found && `${found.ino}:${found.mtimeMs}`;
}

async function serveFile(
  build: Build,
  file: IndexedFile,
  request: Request,
  status: 200 | 404,
): Promise<Response> {
  const encoding = isCompressible(file.contentType)
    ? bestEncoding(request.headers.get('Accept-Encoding'))
    : undefined;
  const key = `${encoding ?? ''} ${file.path}`;
  const known = build.served.get(key);
  const { bytes, headers } = known ?? (await represent(file, encoding));
  if (known === undefined) build.served.set(key, { bytes, headers });
  const entityTag = status === 200 ? headers.ETag : undefined;
  if (entityTag && isNotModified(request.headers.get('If-None-Match'), entityTag)) {
    const { 'Content-Length': _, 'Content-Encoding': __, ...kept } = headers;
    return new Response(null, { status: 304, headers: kept });
  }
  return new Response(bytes, { status, headers });
}

async function represent(
  { file, path, contentType, packed }: IndexedFile,
  wanted: Encoding | undefined,
): Promise<Representation> {
  const content = new Uint8Array(await readFile(file));
  const cacheControl = cacheControlOf(path, contentType);
  const ready = wanted && packed[wanted];
  const { bytes, encoding } =
    ready === undefined
      ? await compress(content, wanted)
      : { bytes: new Uint8Array(await readFile(ready)), encoding: wanted };
  return {
    bytes,
    headers: {
      'Content-Type': contentType,
      'Content-Length': String(bytes.length),
      ...(isCompressible(contentType) && { Vary: 'Accept-Encoding' }),
      ...(encoding && { 'Content-Encoding': encoding }),
      ...(cacheControl && { 'Cache-Control': cacheControl, ETag: entityTagOf(content) }),
    },
  };
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
