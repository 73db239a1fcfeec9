/**
 * The search index of a portal as files. The first is small and answers alone: titles,
 * headings and names as they are written. The texts follow as postings, in parts.
 */
import { createHash } from 'node:crypto';
import { createAnalyzer } from './analyze.ts';
import { type BodyFile, defaultAnchor, type FirstFile, INDEX_VERSION } from './index-files.ts';
import { encodePostings, type Posting } from './postings.ts';
import type { SearchDocument } from './records.ts';

export interface IndexFile {
  /** Name within the folder of the index; all but the first carry a hash of their content. */
  readonly name: string;
  readonly content: string;
}

export interface IndexSettings {
  readonly language: string;
  readonly synonyms: readonly (readonly string[])[];
}

export const FIRST_FILE = 'index.json';

/** Characters of terms and postings in one file: about 200 kB as served. */
const PART_SIZE = 400_000;

export function buildIndexFiles(
  documents: readonly SearchDocument[],
  { language, synonyms }: IndexSettings,
): IndexFile[] {
  const analyzer = createAnalyzer(language);
  const postings = new Map<string, Posting[]>();
  const lengths: number[] = [];
  for (const { records } of documents) {
    for (const { text } of records) {
      const record = lengths.length;
      const terms = analyzer.terms(text);
      lengths.push(terms.length);
      const counts = new Map<string, number>();
      for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
      for (const [term, frequency] of counts) {
        const list = postings.get(term);
        if (list) list.push([record, frequency]);
        else postings.set(term, [[record, frequency]]);
      }
    }
  }
  const parts = partition(
    [...postings].sort(([a], [b]) => (a < b ? -1 : 1)),
    lengths,
  );
  const body = parts.map((part): IndexFile => {
    const content = json(part);
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
    return { name: `text.${hash}.json`, content };
  });
  const first: FirstFile = {
    version: INDEX_VERSION,
    language,
    synonyms,
    documents: documents.map(encodeDocument),
    body: body.map(({ name }) => name),
  };
  return [{ name: FIRST_FILE, content: json(first) }, ...body];
}

function partition(
  entries: readonly (readonly [string, readonly Posting[]])[],
  lengths: readonly number[],
): BodyFile[] {
  const groups: (typeof entries)[number][][] = [[]];
  let size = 0;
  for (const entry of entries) {
    size += entry[0].length + 1 + entry[1].length * 1.5;
    if (size > PART_SIZE) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(entry);
  }
  return groups.map((group, index) => ({
    version: INDEX_VERSION,
    ...encodePostings(group),
    ...(index === 0 && { lengths }),
  }));
}

function encodeDocument(document: SearchDocument): FirstFile['documents'][number] {
  const { id, title, docType, domain, status, owner, systems, tags, aliases, records } = document;
  const anchors = records.map(({ anchor, heading }) =>
    anchor === defaultAnchor(heading) ? '' : anchor,
  );
  return {
    id,
    title,
    type: docType,
    domain,
    ...(status !== 'active' && { status }),
    ...(owner !== '' && { owner }),
    ...(systems.length > 0 && { systems }),
    ...(tags.length > 0 && { tags }),
    ...(aliases.length > 0 && { aliases }),
    headings: records.map(({ heading }) => heading),
    ...(anchors.some((anchor) => anchor !== '') && { anchors }),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
