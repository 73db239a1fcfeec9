/**
 * The Markdown documents of a project, brought under the contract: procedures in comments become
 * ones in Markdown, task tables become workflows, and plain documents get the keys of strict ones.
 */
import { type Adoption, adoptDocument, canBeRenamed } from '../documents/adopt-document.ts';
import { parseDocument } from '../documents/document.ts';
import { convertSopComments } from '../documents/sop-comments.ts';
import { readableId } from '../registry/identity.ts';
import type { Document } from '../registry/known-document.ts';
import type { Registry } from '../registry/registry.ts';
import { importTaskTables } from '../workflow/import/task-tables.ts';

export type DocumentAdoption = Adoption & {
  /** What else was done, and what has to be looked at; sentences. */
  readonly notes: readonly string[];
};

/** Only documents that change, or that a person expects to; whole strict ones are not mentioned. */
export function adoptDocuments(
  registry: Registry,
  documents: readonly Document[],
): ReadonlyMap<Document, DocumentAdoption> {
  const ids = readableIds(
    registry,
    documents.filter(({ strict }) => !strict),
  );
  const adoptions = documents.flatMap((document) => {
    const adoption = adopt(document, ids.get(document) ?? document.id);
    return adoption === undefined ? [] : [[document, adoption] as const];
  });
  return new Map(adoptions);
}

function adopt(document: Document, id: string): DocumentAdoption | undefined {
  const converted = convertSopComments(document);
  const notes = [...(converted?.notes ?? [])];
  let text = converted?.text ?? document.source.text;
  let guesses: Extract<Adoption, { kind: 'adopted' }>['guesses'] = [];
  if (!document.strict) {
    const plain = parseDocument({ path: document.path, text });
    if (plain.kind === 'unreadable') return undefined;
    const adopted = adoptDocument(plain, { id, former: document.id });
    if (adopted.kind === 'left') return { ...adopted, notes: [] };
    text = adopted.text;
    guesses = adopted.guesses;
  }
  const tables = importTaskTables({ path: document.path, text });
  notes.push(...(tables?.notes ?? []));
  text = tables?.text ?? text;
  if (text === document.source.text && notes.length === 0) return undefined;
  return { kind: 'adopted', text, guesses, notes };
}

/** Ids as `new` makes them, for documents whose present one reads worse; nobody's twice. */
function readableIds(
  registry: Registry,
  documents: readonly Document[],
): ReadonlyMap<Document, string> {
  const taken = new Set<string>();
  const ids = new Map<Document, string>();
  for (const document of documents) {
    const id = readableId(document);
    const isFree = !taken.has(id) && registry.resolve(id, '').kind === 'unknown';
    if (document.declaredId !== undefined || !isFree || !canBeRenamed(document)) continue;
    taken.add(id);
    ids.set(document, id);
  }
  return ids;
}
