/**
 * The edits that keep the links and references of one document leading where they led, when
 * it moves or what it points at does. Words, titles, quotes and style stay as they are.
 */
import { LineIndex } from '../diagnostics/range.ts';
import { encodeDestination, findDestination } from '../documents/link-destination.ts';
import type { Document } from './known-document.ts';
import { resolveLink } from './link-target.ts';
import { isStillRight, pathOfLink, placeOfLink, placeOfReference, unmoved } from './places.ts';
import type { Registry, ResolvedLink, ResolvedReference } from './registry.ts';
import {
  decodePercent,
  normalizePath,
  parseReference,
  relativePath,
  resolvePath,
  schemeOf,
} from './urls.ts';

export interface Move {
  readonly before: Registry;
  /** The same documents at their new paths. */
  readonly after: Registry;
  readonly moved: (path: string) => string;
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What makes everything the document points at by path or derived id lead where it led. */
export function rewriteLinks(document: Document, move: Move): Edit[] {
  const { before, after, moved } = move;
  const now = documentAt(after, moved(document.path));
  const links = before.links(document).flatMap((resolved) => {
    const { link } = resolved;
    const target = resolveLink(after, now, link);
    const place = placeOfLink(after, now, { link, target }, unmoved);
    if (isStillRight(placeOfLink(before, document, resolved, moved), place)) return [];
    return rewriteLink(document, resolved, move) ?? [];
  });
  const references = before.references(document).flatMap((reference) => {
    const resolution = after.resolve(reference.text, now.path);
    const place = placeOfReference({ ...reference, resolution }, unmoved);
    if (isStillRight(placeOfReference(reference, moved), place)) return [];
    return rewriteReference(document, reference, move) ?? [];
  });
  return [...references, ...links];
}

/** @throws when there is none: the caller has moved it there. */
export function documentAt(registry: Registry, path: string): Document {
  const document = registry.documentAt(path);
  if (!document) throw new Error(`No document at ${path}`);
  return document;
}

function rewriteLink(
  document: Document,
  { link, target }: ResolvedLink,
  move: Move,
): Edit | undefined {
  const { text } = document.source;
  const destination = findDestination(text, link);
  if (!destination) return undefined;
  const { start, end, style } = destination;
  const raw = text.slice(start, end);
  if (schemeOf(link.target) === 'doc') {
    const name = parseReference(link.target).name;
    if (target.kind !== 'document') return undefined;
    const renamed = renameReference(document, target.document.path, name, move);
    return { start, end, text: raw.replace(name, () => renamed) };
  }
  const hash = link.target.indexOf('#');
  const written = hash === -1 ? link.target : link.target.slice(0, hash);
  const path = newPath(document, { link, target }, written, move);
  if (path === undefined) return undefined;
  const rest = raw.slice(endOfPath(raw, path));
  return { start, end, text: encodeDestination(path, rest, style) };
}

/** A query belongs to the file's name only when the file's name has it. */
function endOfPath(raw: string, path: string): number {
  const end = raw.search(path.includes('?') ? /#/ : /[?#]/);
  return end === -1 ? raw.length : end;
}

/** The path that leads from the document's new place to where the link led, in the same style. */
function newPath(
  document: Document,
  { link, target }: ResolvedLink,
  written: string,
  { before, moved }: Move,
): string | undefined {
  const from = moved(document.path);
  const place = pathOfLink(before, document, { link, target });
  if (place === undefined) return undefined;
  if (target.kind === 'outside') {
    return `${'../'.repeat(from.split('/').length - 1)}${place}`;
  }
  const decoded = decodePercent(written.replace(/\?.*$/, ''));
  const resolved = resolvePath(document.path, decoded);
  const name = place.split('/').at(-1);
  // A link to a folder shows its index, and goes on doing so.
  const isFolder = resolved !== undefined && normalizePath(`${resolved}/${name}`) === place;
  const there = moved(place);
  const keepsName = there.split('/').at(-1) === name;
  const goal = isFolder && keepsName ? there.split('/').slice(0, -1).join('/') : there;
  const slash = isFolder && keepsName && decoded.endsWith('/') && goal !== '' ? '/' : '';
  if (written.startsWith('/')) return `/${goal}${slash}`;
  const path = `${relativePath(from, goal)}${slash}`;
  const bare = path.replace(/^\.\//, '');
  const wantsBare = !written.startsWith('.') && bare !== '' && schemeOf(bare) === undefined;
  return wantsBare ? bare : path;
}

function rewriteReference(
  document: Document,
  { text, at, resolution }: ResolvedReference,
  move: Move,
): Edit | undefined {
  const named = 'path' in resolution ? resolution.path : undefined;
  const path = resolution.kind === 'document' ? resolution.document.path : named;
  if (path === undefined) return undefined;
  const { name } = parseReference(text);
  const renamed = renameReference(document, path, name, move);
  const { source } = document;
  const lines = new LineIndex(source.text);
  const range = document.rangeOf(at);
  const [start, end] = [lines.offsetAt(range.start), lines.offsetAt(range.end)];
  const raw = source.text.slice(start, end);
  const value = text.replace(name, () => renamed);
  // Quotes and everything around the name stay, unless YAML would read the new name differently.
  const isPlain = /^[\p{L}\p{N}_./-]+$/u.test(renamed) && !/^[-.]?\d/.test(renamed);
  const keepsStyle = isPlain && raw.includes(name);
  return {
    start,
    end,
    text: keepsStyle ? raw.replace(name, () => renamed) : JSON.stringify(value),
  };
}

/** The new name of a document that was named by its path, or by an id made from it. */
function renameReference(
  document: Document,
  path: string,
  name: string,
  { before, after, moved }: Move,
): string {
  const id = after.documentAt(moved(path))?.id;
  if (id !== undefined && name === before.documentAt(path)?.id) return id;
  const isFromRoot = normalizePath(name) === path;
  return isFromRoot ? moved(path) : relativePath(moved(document.path), moved(path));
}
