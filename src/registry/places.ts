/** Where a link or reference leads, as text that two states of a content root can be compared by. */
import type { Document, Resolution } from './known-document.ts';
import type { Registry, ResolvedLink, ResolvedReference } from './registry.ts';
import { decodePercent, parseReference, pathBeyond, resolvePath } from './urls.ts';

/** Returns the path something has in the state compared with. */
type Moved = (path: string) => string;

export function placeOfLink(
  registry: Registry,
  document: Document,
  { link, target }: ResolvedLink,
  moved: Moved,
): string {
  const path = pathOfLink(registry, document, { link, target });
  switch (target.kind) {
    case 'document':
      return `document ${moved(target.document.path)}#${target.fragment ?? ''}`;
    case 'outside':
      return `outside ${path}`;
    case 'ambiguous':
      return `ambiguous ${claims(target.claimants, moved)}`;
    case 'unknown-document':
      return `unknown ${target.name}`;
    default:
      return path === undefined ? link.target : `${target.kind} ${moved(path)}`;
  }
}

/** Where a link by path leads, relative to the content root; undefined for links by name. */
export function pathOfLink(
  registry: Registry,
  document: Document,
  { link, target }: ResolvedLink,
): string | undefined {
  switch (target.kind) {
    case 'document':
      return target.document.path;
    case 'asset':
      return target.asset.path;
    case 'broken-path':
      return target.path;
    case 'outside':
      return pathBeyond(document.path, target.path);
    case 'unreadable': {
      const path = resolvePath(document.path, decodePercent(link.target.replace(/[#?].*$/, '')));
      return path !== undefined && registry.isUnreadable(path) ? path : undefined;
    }
    default:
      return undefined;
  }
}

export function placeOfReference({ text, resolution }: ResolvedReference, moved: Moved): string {
  const { fragment = '' } = parseReference(text);
  return `${placeOfResolution(resolution, moved)}#${fragment}`;
}

/** Returns each path as it is: for the state after a move. */
export const unmoved: Moved = (path) => path;

/** What led nowhere may lead somewhere now: a file may move to where it was looked for. */
export function isStillRight(before: string, now: string): boolean {
  return now === before || (/^(?:broken|unknown)/.test(before) && /^(?:document|asset)/.test(now));
}

function placeOfResolution(resolution: Resolution, moved: Moved): string {
  switch (resolution.kind) {
    case 'document':
      return `document ${moved(resolution.document.path)}`;
    case 'unreadable':
      return `unreadable ${moved(resolution.path)}`;
    case 'ambiguous':
      return `ambiguous ${claims(resolution.claimants, moved)}`;
    default:
      return 'unknown';
  }
}

function claims(claimants: readonly Document[], moved: Moved): string {
  return claimants
    .map(({ path }) => moved(path))
    .sort()
    .join(' ');
}
