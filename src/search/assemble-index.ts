/** The index files as the plain object MiniSearch opens. */
import type { AsPlainObject } from 'minisearch';
import type { Analyzer } from './analyze.ts';
import type { BodyFile, FirstFile } from './index-files.ts';
import { decodePostings } from './postings.ts';
import { FIELDS } from './ranking.ts';

/** The index as MiniSearch writes it itself: what is not in the files is computed here. */
export function assembleIndex(
  { documents }: FirstFile,
  bodies: readonly BodyFile[],
  analyzer: Analyzer,
): AsPlainObject {
  const lengths = bodies.flatMap(({ lengths: some = [] }) => some);
  const index = new Map<string, Record<string, Record<string, number>>>();
  const add = (term: string, field: number, record: number, frequency: number) => {
    const entry = index.get(term) ?? {};
    index.set(term, entry);
    const list = entry[field] ?? {};
    entry[field] = list;
    list[record] = (list[record] ?? 0) + frequency;
  };
  const fieldLength: Record<string, number[]> = {};
  const totals = FIELDS.map(() => 0);
  let record = 0;
  for (const { id, title, headings, systems = [], tags = [], aliases = [] } of documents) {
    const titleTerms = analyzer.terms(title);
    headings.forEach((heading, position) => {
      const names =
        position === 0 ? analyzer.terms([id, ...aliases, ...systems, ...tags].join(' ')) : [];
      const fields = [[], titleTerms, analyzer.terms(heading), names];
      const counted = fields.flat();
      fields[0] = counted;
      fields.forEach((terms, field) => {
        for (const term of terms) add(term, field, record, 1);
      });
      const own = fields.map((terms) => terms.length);
      own[0] = counted.length + (lengths[record] ?? 0);
      fieldLength[record] = own;
      own.forEach((length, field) => {
        totals[field] = (totals[field] ?? 0) + length;
      });
      record++;
    });
  }
  for (const body of bodies) {
    for (const [term, list] of decodePostings(body)) {
      for (const [each, frequency] of list) add(term, 0, each, frequency);
    }
  }
  const numbers = Array.from({ length: record }, (_, number) => [number, number]);
  return {
    documentCount: record,
    nextId: record,
    documentIds: Object.fromEntries(numbers),
    fieldIds: Object.fromEntries(FIELDS.map((field, number) => [field, number])),
    fieldLength,
    averageFieldLength: totals.map((total) => total / Math.max(record, 1)),
    storedFields: {},
    dirtCount: 0,
    index: [...index],
    serializationVersion: 2,
  } as unknown as AsPlainObject;
}
