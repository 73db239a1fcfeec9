/**
 * Gives every document its id: the declared one, else one derived from its path. The
 * derived form is stable for a given path and never collides.
 */
import { createHash } from 'node:crypto';
import { TYPE_FOLDERS } from '../../schemas/doc-types.ts';
import type { ParsedDocument } from '../documents/document.ts';
import type { IdentityProblem } from './aliases.ts';
import type { Document } from './known-document.ts';
import { idPartOf, withoutAccents } from './slug.ts';

export interface Identities {
  readonly documents: readonly Document[];
  readonly byId: ReadonlyMap<string, Document>;
  readonly problems: readonly IdentityProblem[];
}

/** `parsed` is ordered by path; of two documents with one declared id the first keeps it. */
export function assignIds(parsed: readonly ParsedDocument[]): Identities {
  const owners = new Map<string, ParsedDocument>();
  for (const document of parsed) {
    const { declaredId } = document;
    if (declaredId !== undefined && !owners.has(declaredId)) owners.set(declaredId, document);
  }
  const bases = new Map<ParsedDocument, string>();
  const counts = new Map<string, number>();
  for (const document of parsed) {
    if (owners.get(document.declaredId ?? '') === document) continue;
    const base = baseId(document);
    bases.set(document, base);
    counts.set(base, (counts.get(base) ?? 0) + 1);
  }
  const documents = parsed.map((document): Document => {
    const base = bases.get(document);
    const isTaken = base !== undefined && ((counts.get(base) ?? 0) > 1 || owners.has(base));
    const id =
      base === undefined ? document.declaredId : isTaken ? `${base}-${pathHash(document)}` : base;
    const slash = document.path.indexOf('/');
    return {
      ...document,
      id: id ?? '',
      hasGeneratedId: base !== undefined,
      domain: slash === -1 ? '' : document.path.slice(0, slash),
    };
  });
  const byId = new Map(documents.map((document) => [document.id, document]));
  return { documents, byId, problems: duplicates(documents, byId) };
}

function duplicates(
  documents: readonly Document[],
  byId: ReadonlyMap<string, Document>,
): IdentityProblem[] {
  return documents.flatMap((document): IdentityProblem[] => {
    const owner = byId.get(document.declaredId ?? '');
    if (!owner || owner === document) return [];
    const others = documents.filter(
      (other) => other !== document && other.declaredId === document.declaredId,
    );
    return [{ code: 'identity/duplicate-id', document, id: owner.id, others }];
  });
}

/** The id that `new` would give a document at this path, for one that is given an id for good. */
export function readableId(document: ParsedDocument): string {
  return baseId(document, (name) => idPartOf(withoutAccents(name)));
}

/** `<doc_type>.<path>` without type folders; lower case, runs of anything else become `-`. */
function baseId(document: ParsedDocument, partOf: (name: string) => string = idPartOf): string {
  const path = document.path.replace(/\.mdx?$/i, '').toLowerCase();
  const segments = path
    .split('/')
    .filter((segment, index, all) => index === all.length - 1 || !TYPE_FOLDERS.has(segment))
    .map(partOf);
  const isWhole = segments.every((segment) => segment !== '');
  const base = [document.docType, ...segments.filter((segment) => segment !== '')].join('.');
  const isReserved = /\.(?:md|json|html|txt)$/.test(base);
  return isWhole && !isReserved ? base : `${base}-${pathHash(document)}`;
}

function pathHash({ path }: ParsedDocument): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 6);
}
