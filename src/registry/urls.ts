/**
 * Reads what people write as a target: references and relative paths. Pure text; whether
 * anything is there is the registry's business.
 */

/** A reference without what surrounds it: `[[id#x|label]]`, `doc:id#x` and `id#x` are the same. */
export interface Reference {
  readonly name: string;
  readonly fragment?: string;
}

export function parseReference(text: string): Reference {
  const bare = text
    .trim()
    .replace(/^\[\[([^\]|]*)(?:\|[^\]]*)?\]\]$/, '$1')
    .replace(/^doc:/, '');
  const hash = bare.indexOf('#');
  return hash === -1
    ? { name: bare }
    : { name: bare.slice(0, hash), fragment: decodePercent(bare.slice(hash + 1)) };
}

/** Scheme of an address in lower case, read as browsers do: tabs and line breaks do not count. */
export function schemeOf(target: string): string | undefined {
  const address = target.replaceAll(/[\t\n\r]/g, '').replace(/^[\p{Cc} ]+/u, '');
  return /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
}

/** `path` as written in the file `from`, relative to the content root; `/` is that root. */
export function resolvePath(from: string, path: string): string | undefined {
  if (path.startsWith('/')) return normalizePath(path);
  const folder = from.split('/').slice(0, -1).join('/');
  return normalizePath(folder === '' ? path : `${folder}/${path}`);
}

/** Without `.`, `..` and empty segments; undefined when it leads out of the content root. */
export function normalizePath(path: string): string | undefined {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join('/');
}

/** What is left of a name when case and Unicode form do not count, as on macOS and Windows. */
export function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** Percent-decoded, or as it stands when a `%` is just a `%`. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The path that leads from the file `from` to the file `to`. */
export function relativePath(from: string, to: string): string {
  const folder = from.split('/').slice(0, -1);
  const target = to.split('/');
  let shared = 0;
  while (
    shared < folder.length &&
    shared < target.length - 1 &&
    folder[shared] === target[shared]
  ) {
    shared++;
  }
  const up = folder.slice(shared).map(() => '..');
  const down = target.slice(shared);
  return up.length === 0 ? `./${down.join('/')}` : [...up, ...down].join('/');
}

/** Like `resolvePath`, for a path that leads out of the content root: `../` and what follows. */
export function pathBeyond(from: string, path: string): string {
  const segments: string[] = [];
  for (const segment of [...from.split('/').slice(0, -1), ...path.split('/')]) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else segments.push(segment);
  }
  return segments.join('/');
}
