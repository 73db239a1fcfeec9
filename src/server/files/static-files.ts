/**
 * Serves the built output to people the gate has let in. It notices by `build.json` that another
 * build was swapped in and then indexes that one.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ConfigError } from '../config/config-error.ts';
import { messagePage } from '../http/pages.ts';
import { type PlainPage, pageInLook } from '../http/plain-page.ts';
import { canonicalPath, type FileIndex, indexFiles } from './file-index.ts';
import { type Look, readLook } from './look.ts';
import { openServedFiles, type ServedFiles, serveFile } from './serve-file.ts';
import { isMedia, type MediaTags, serveMedia } from './serve-media.ts';

export interface StaticFiles {
  /** The response to a GET or HEAD; the body is there for both. */
  respond(request: Request): Promise<Response>;
  /** How the build says that the portal looks; of one that cannot be opened, as the last one did. */
  look(): Promise<Look>;
}

/** Indexes the build in `dist`. @throws ConfigError when there is none. */
export async function openStaticFiles(dist: string): Promise<StaticFiles> {
  const identity = identityOf(dist);
  if (identity === undefined) {
    throw new ConfigError([
      `There is no built portal at \`${dist}\` — run \`opsbook build\` first.`,
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

  async function respondOnce(request: Request): Promise<Response> {
    const { index, served, mediaTags, look } = await latestBuild();
    const { entries, notFound } = index;
    const url = new URL(request.url);
    const entry = entries.get(canonicalPath(url.pathname) ?? '');
    if (entry?.kind === 'redirect') return redirect(entry.to, entry.status, url.search);
    if (entry?.kind === 'gone') return htmlResponse(messagePage('Gone', entry.message), look, 410);
    if (entry !== undefined && isMedia(entry)) return serveMedia(mediaTags, entry, request);
    if (entry !== undefined) return serveFile(served, entry, request, 200);
    if (notFound !== undefined) return serveFile(served, notFound, request, 404);
    return htmlResponse(messagePage('Not found', 'There is no page at this address.'), look, 404);
  }

  return {
    respond: (request) => whileSwapped(() => respondOnce(request)),
    look: () =>
      whileSwapped(latestBuild)
        .catch(() => current)
        .then(({ look }) => look),
  };
}

/** A file is gone for a moment while a build is swapped in: no request fails for it. */
async function whileSwapped<T>(attempt: () => Promise<T>): Promise<T> {
  for (let triesLeft = 50; ; triesLeft--) {
    try {
      return await attempt();
    } catch (error) {
      if (triesLeft === 0 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await setTimeout(20);
    }
  }
}

interface Build {
  readonly identity: string;
  readonly index: FileIndex;
  readonly served: ServedFiles;
  readonly mediaTags: MediaTags;
  readonly look: Look;
}

async function openBuild(dist: string, identity: string): Promise<Build> {
  const index = await indexFiles(dist);
  const look = await readLook(index);
  return { identity, index, served: openServedFiles(), mediaTags: new Map(), look };
}

/** Changes whenever another build stands at `dist`; undefined when none does. */
function identityOf(dist: string): string | undefined {
  // Asked at every request: without a thread's hop, this costs some microseconds.
  const found =
    statSync(join(dist, 'build.json'), { throwIfNoEntry: false }) ??
    statSync(dist, { throwIfNoEntry: false });
  return found && `${found.ino}:${found.mtimeMs}`;
}

/** Keeps the request's query unless the target brings its own. */
function redirect(to: string, status: number, search: string): Response {
  const target = new URL(to, 'http://portal.invalid');
  if (target.search === '') target.search = search;
  const location = target.pathname + target.search + target.hash;
  return new Response(null, { status, headers: { Location: location } });
}

function htmlResponse(page: PlainPage, look: Look, status: number): Response {
  return new Response(pageInLook(page, look), {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  });
}
