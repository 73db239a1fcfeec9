/**
 * What a link in a body leads to. Rules report from it and pages are rendered
 * from it, so a link the verdict accepts is a link that works.
 */
import { taskAnchor } from '../../schemas/addresses.ts';
import { isImage, type Link } from '../documents/links.ts';
import type { Asset } from '../source/source-file.ts';
import type { Document, Resolution } from './known-document.ts';
import {
  decodePercent,
  normalizePath,
  parseReference,
  type Reference,
  resolvePath,
  schemeOf,
} from './urls.ts';

export type LinkTarget =
  | { readonly kind: 'external'; readonly url: string }
  | {
      readonly kind: 'document';
      readonly document: Document;
      readonly via: 'id' | 'alias' | 'path';
      readonly fragment?: string;
    }
  | { readonly kind: 'asset'; readonly asset: Asset }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'ambiguous'; readonly name: string; readonly claimants: readonly Document[] }
  | { readonly kind: 'unknown-document'; readonly name: string }
  | {
      readonly kind: 'broken-path';
      readonly path: string;
      readonly isFolder: boolean;
      /** File that differs in case or Unicode form only. */
      readonly twin?: string;
    }
  | { readonly kind: 'outside'; readonly path: string }
  | { readonly kind: 'unsafe-scheme'; readonly scheme: string };

/** What is known of a content root, as far as following a link needs it; the registry is one. */
export interface KnownContent {
  readonly documents: readonly Document[];
  readonly assets: ReadonlyMap<string, Asset>;
  documentAt(path: string): Document | undefined;
  isUnreadable(path: string): boolean;
  /** The file whose path differs from `path` in case or Unicode form only. */
  fileLike(path: string): string | undefined;
  resolve(reference: Reference, from: string): Resolution;
}

const SAFE_SCHEMES = new Set(['http', 'https', 'mailto', 'tel']);

export function resolveLink(
  content: KnownContent,
  from: Document,
  link: Pick<Link, 'form' | 'target'>,
): LinkTarget {
  const target = link.target.trim();
  const scheme = schemeOf(target);
  if (scheme === 'doc') return resolveReference(content, from, target);
  if (
    scheme !== undefined &&
    content.documentAt(resolvePath(from.path, target) ?? '') === undefined
  ) {
    const isSafe = SAFE_SCHEMES.has(scheme) && !(isImage(link) && !scheme.startsWith('http'));
    return isSafe ? { kind: 'external', url: target } : { kind: 'unsafe-scheme', scheme };
  }
  if (/^[\\/]{2}/.test(target))
    return { kind: 'external', url: `https:${target.replaceAll('\\', '/')}` };
  return resolveRelative(content, from, target);
}

/** Whether the page of `document` has `fragment`; empty and `top` mean its beginning. */
export function hasAnchor(document: Document, fragment: string): boolean {
  if (fragment === '' || fragment.toLowerCase() === 'top') return true;
  return document.body.anchors.has(fragment) || taskAnchors(document).includes(fragment);
}

/** Every fragment that a link may name on the page of `document`. */
export function anchorsOf(document: Document): string[] {
  return [...document.body.anchors, ...taskAnchors(document)];
}

function taskAnchors({ frontmatter }: Document): string[] {
  return (frontmatter.template?.tasks ?? []).map(({ refId }) => taskAnchor(refId));
}

function resolveReference(content: KnownContent, from: Document, target: string): LinkTarget {
  const reference = parseReference(target);
  const { name, fragment } = reference;
  if (name === '') return withFragment(from, 'id', fragment);
  const resolution = content.resolve(reference, from.path);
  switch (resolution.kind) {
    case 'document':
      return withFragment(resolution.document, resolution.via, fragment);
    case 'ambiguous':
      return { kind: 'ambiguous', name, claimants: resolution.claimants };
    case 'unreadable':
      return { kind: 'unreadable' };
    default:
      return { kind: 'unknown-document', name };
  }
}

/** How a path may be meant, the most literal first. */
const READINGS: readonly ((written: string) => string)[] = [
  (written) => written,
  decodePercent,
  (written) => decodePercent(written.replace(/\?.*$/, '')),
];

function resolveRelative(content: KnownContent, from: Document, target: string): LinkTarget {
  const hash = target.indexOf('#');
  const written = hash === -1 ? target : target.slice(0, hash);
  const fragment =
    hash === -1 ? undefined : decodePercent(target.slice(hash + 1)).replace(/:~:.*$/, '');
  if (written === '') return withFragment(from, 'path', fragment);
  for (const read of READINGS) {
    const reading = read(written);
    const path = resolvePath(from.path, reading);
    if (path === undefined) return { kind: 'outside', path: reading };
    const found = atPath(content, from, path, fragment);
    if (found) return found;
  }
  const path = resolvePath(from.path, decodePercent(written)) ?? written;
  const twin = content.fileLike(path);
  return {
    kind: 'broken-path',
    path,
    isFolder: isFolder(content, path),
    ...(twin !== undefined && { twin }),
  };
}

function atPath(
  content: KnownContent,
  from: Document,
  path: string,
  fragment: string | undefined,
): LinkTarget | undefined {
  const here = content.documentAt(path);
  if (here) return withFragment(here, 'path', fragment);
  const former = formerly(content, from, path);
  if (former) return withFragment(former, 'alias', fragment);
  const asset = content.assets.get(path);
  if (asset) return { kind: 'asset', asset };
  if (content.isUnreadable(path)) return { kind: 'unreadable' };
  const implied = indexOf(content, path) ?? withoutEnding(content, path);
  return implied && withFragment(implied, 'path', fragment);
}

/** A path that a document used to have and declares as an alias. */
function formerly(content: KnownContent, from: Document, path: string): Document | undefined {
  const resolution = content.resolve({ name: `/${path}` }, from.path);
  return resolution.kind === 'document' && resolution.via === 'alias'
    ? resolution.document
    : undefined;
}

/** A link to a folder shows its index, as Git hosts do. */
function indexOf(content: KnownContent, folder: string): Document | undefined {
  const names = ['README.md', 'index.md', 'index.mdx'];
  const paths = names.map((name) => normalizePath(`${folder}/${name}`) ?? '');
  return paths.map((path) => content.documentAt(path)).find((document) => document !== undefined);
}

/** Other site generators let a link leave out the ending, so that imported text keeps working. */
function withoutEnding(content: KnownContent, path: string): Document | undefined {
  return content.documentAt(`${path}.md`) ?? content.documentAt(`${path}.mdx`);
}

function isFolder({ documents, assets }: KnownContent, path: string): boolean {
  const prefix = path === '' ? '' : `${path}/`;
  return [...documents.map((document) => document.path), ...assets.keys()].some((file) =>
    file.startsWith(prefix),
  );
}

function withFragment(
  document: Document,
  via: 'id' | 'alias' | 'path',
  fragment: string | undefined,
): LinkTarget {
  return { kind: 'document', document, via, ...(fragment !== undefined && { fragment }) };
}
