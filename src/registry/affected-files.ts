/**
 * Which files a set of changes concerns: the changed ones, every document that points at what
 * one of them is called, or was called before it changed or vanished, and every document that
 * one of them no longer leads to.
 */
import { parseDocument } from '../documents/document.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Document } from './known-document.ts';
import { Registry, type ResolvedLink, type ResolvedReference } from './registry.ts';
import { normalizePath, parseReference, resolvePath } from './urls.ts';

export interface Changes {
  /** Documents and assets that are new, different or gone, by path. */
  readonly paths: ReadonlySet<string>;
  /** The documents among them as they were before. */
  readonly before: readonly SourceFile[];
}

/** Paths of the content root that findings may have changed in. */
export function affectedFiles(registry: Registry, changes: Changes): ReadonlySet<string> {
  const names = new Set([...changes.paths].flatMap(namesOfPath));
  const before = new Registry(changes.before.map(parseDocument), new Map());
  for (const { id, frontmatter } of before.documents) {
    for (const name of [id, ...(frontmatter.aliases ?? [])]) names.add(normalizeName(name));
  }
  for (const { declaredId } of before.unreadable) if (declaredId) names.add(declaredId);

  const affected = new Set(changes.paths);
  for (const document of registry.documents) {
    if (pointsAtAny(registry, document, names)) affected.add(document.path);
  }
  for (const document of before.documents) {
    const now = registry.documentAt(document.path) ?? registry.get(document.id);
    const kept = now ? targetsOf(registry, now) : new Set();
    for (const path of targetsOf(registry, document)) if (!kept.has(path)) affected.add(path);
  }
  return affected;
}

/** Paths of the documents that one leads to, as names are understood now. */
function targetsOf(registry: Registry, document: Document): ReadonlySet<string> {
  const linked = registry
    .links(document)
    .flatMap(({ target }) => (target.kind === 'document' ? [target.document.path] : []));
  const named = registry
    .references(document)
    .flatMap(({ resolution }) =>
      resolution.kind === 'document' ? [resolution.document.path] : [],
    );
  return new Set([...linked, ...named]);
}

/** A path, and the folder whose index it is. */
function namesOfPath(path: string): string[] {
  const folder = /^(?:(.*)\/)?(?:README\.md|index\.mdx?)$/.exec(path);
  return folder ? [path, folder[1] ?? ''] : [path];
}

function normalizeName(name: string): string {
  return normalizePath(name) ?? name;
}

function pointsAtAny(registry: Registry, document: Document, names: ReadonlySet<string>): boolean {
  const { path } = document;
  const isNamed = (name: string) =>
    names.has(normalizeName(name)) || names.has(resolvePath(path, name) ?? name);
  return (
    registry.references(document).some((reference) => namesAny(reference, names, isNamed)) ||
    registry.links(document).some((link) => leadsToAny(registry, link, names, isNamed))
  );
}

type IsNamed = (name: string) => boolean;

function namesAny(
  { text, resolution }: ResolvedReference,
  names: ReadonlySet<string>,
  isNamed: IsNamed,
): boolean {
  switch (resolution.kind) {
    case 'document':
      return names.has(resolution.document.path);
    case 'ambiguous':
      return resolution.claimants.some((claimant) => names.has(claimant.path));
    case 'unreadable':
      return names.has(resolution.path);
    default:
      return isNamed(parseReference(text).name);
  }
}

function leadsToAny(
  registry: Registry,
  { target }: ResolvedLink,
  names: ReadonlySet<string>,
  isNamed: IsNamed,
): boolean {
  switch (target.kind) {
    case 'document':
      return names.has(target.document.path);
    case 'asset':
      return names.has(target.asset.path);
    case 'broken-path':
      return names.has(target.path);
    case 'ambiguous':
      return target.claimants.some(({ path }) => names.has(path));
    case 'unknown-document':
      return isNamed(target.name);
    case 'unreadable':
      // Which file it is is not said; any changed one may be it.
      return [...names].some((name) => registry.isUnreadable(name));
    default:
      return false;
  }
}
