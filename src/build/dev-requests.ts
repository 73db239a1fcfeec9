/**
 * What the dev server answers for, and nothing else: pages, artifacts, and the modules that pages
 * load. Vite would read every file of this package and its project to whoever asks on this machine.
 */

export type DevRequest =
  | { readonly kind: 'page' | 'artifact'; readonly path: string }
  | { readonly kind: 'module' }
  | { readonly kind: 'refused' };

/** What pages load first: their scripts and styles, and what reloads them. */
const ENTRY = /^\/(?:@vite\/client|src\/site\/[\w./-]+\.(?:astro|css|js|svg|ts))$/;

/** How Vite and Astro ask for a part of a file, or for a newer one; none gives a file as it is. */
const ENTRY_QUERY = /^(?:astro|direct|import|index|lang\.\w+|t|type|v|worker_file)$/;

/** One spelling only: no encoded or doubled separator, no way up, nothing a file system reads otherwise. */
const PLAIN_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[^/\\\p{Cc}]+)*\/?$/u;

/**
 * @param target as it was sent
 * @param isLoaded whether a page, or what it loads, imports the module of this address
 */
export function judgeRequest(
  target: string,
  isArtifact: (path: string) => boolean,
  isLoaded: (url: string) => boolean,
): DevRequest {
  const [, written = '', query = ''] = /^([^?#]*)\??([^#]*)/.exec(target) ?? [];
  const path = decode(written);
  if (path === undefined || !PLAIN_PATH.test(path)) return { kind: 'refused' };
  if (isArtifact(path)) return { kind: 'artifact', path };
  if (path.endsWith('/')) return { kind: 'page', path: written };
  const isEntry =
    ENTRY.test(written) &&
    [...new URLSearchParams(query).keys()].every((key) => ENTRY_QUERY.test(key));
  return isEntry || isLoaded(withoutTime(written, query))
    ? { kind: 'module' }
    : { kind: 'refused' };
}

/** Undefined when the encoding is broken, or hides a separator or itself. */
function decode(path: string): string | undefined {
  if (/%(?:2f|5c|25)/i.test(path)) return undefined;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Modules are known without the moment of their last change, and however they are imported. */
function withoutTime(path: string, query: string): string {
  const rest = query.split('&').filter((part) => part !== '' && !/^(?:t=\d+|import=?)$/.test(part));
  return rest.length === 0 ? path : `${path}?${rest.join('&')}`;
}
