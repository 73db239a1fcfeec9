/**
 * Relevance on a public test collection, through the portal's own index and ranking, beside
 * plain BM25 and plain MiniSearch over the same texts in the same run.
 *
 * A collection is a folder with `docs.jsonl` {id, title, text}, `queries.jsonl` {id, text} and
 * `qrels.jsonl` {q, d, rel}, graded. nDCG as Järvelin and Kekäläinen (2002), gain = grade,
 * discount = log2(rank + 1); MRR counts the first document of any grade above 0.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { createAnalyzer } from '../../src/search/analyze.ts';
import { buildIndexFiles } from '../../src/search/build-index.ts';
import { openIndexFiles } from '../../src/search/query.ts';

interface Collection {
  readonly docs: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly queries: readonly { readonly id: string; readonly text: string }[];
  /** Query → document → grade. */
  readonly grades: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export interface Relevance {
  readonly ndcg10: number;
  readonly mrr10: number;
  readonly queries: number;
}

type Ranker = (query: string) => string[];

export function benchCollection(folder: string): Record<string, Relevance> {
  const collection = readCollection(folder);
  return {
    'BM25 (k1 1.2, b 0.75, Porter, stop words)': judge(collection, plainBm25(collection)),
    'MiniSearch defaults': judge(collection, plainMiniSearch(collection, {})),
    'MiniSearch, prefix + fuzzy 0.2': judge(
      collection,
      plainMiniSearch(collection, { prefix: true, fuzzy: 0.2 }),
    ),
    opsbook: judge(collection, portalSearch(collection)),
  };
}

function readCollection(folder: string): Collection {
  const lines = <T>(name: string): T[] =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as T);
  const grades = new Map<string, Map<string, number>>();
  for (const { q, d, rel } of lines<{ q: string; d: string; rel: number }>('qrels.jsonl')) {
    const known = grades.get(String(q)) ?? new Map<string, number>();
    grades.set(String(q), known.set(String(d), rel));
  }
  return { docs: lines('docs.jsonl'), queries: lines('queries.jsonl'), grades };
}

function judge({ queries, grades }: Collection, rank: Ranker): Relevance {
  const judged = queries.flatMap(({ id, text }) => {
    const known = grades.get(String(id));
    const ideal = dcg([...(known?.values() ?? [])].sort((a, b) => b - a));
    if (!known || ideal === 0) return [];
    const gains = rank(text)
      .slice(0, 10)
      .map((document) => known.get(document) ?? 0);
    const first = gains.findIndex((gain) => gain > 0);
    return [{ ndcg: dcg(gains) / ideal, reciprocal: first === -1 ? 0 : 1 / (first + 1) }];
  });
  const mean = (of: (each: (typeof judged)[number]) => number) =>
    judged.reduce((sum, each) => sum + of(each), 0) / judged.length;
  return {
    ndcg10: mean(({ ndcg }) => ndcg),
    mrr10: mean(({ reciprocal }) => reciprocal),
    queries: judged.length,
  };
}

function dcg(gains: readonly number[]): number {
  return gains.slice(0, 10).reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
}

/** Robertson and Zaragoza (2009), the Lucene form of the idf, over title and text as one. */
function plainBm25({ docs }: Collection): Ranker {
  const [k1, b] = [1.2, 0.75];
  const analyzer = createAnalyzer('en');
  const postings = new Map<string, Map<number, number>>();
  const lengths = docs.map(({ title, text }, number) => {
    const terms = analyzer.terms(`${title} ${text}`);
    for (const term of terms) {
      const list = postings.get(term) ?? new Map<number, number>();
      postings.set(term, list.set(number, (list.get(number) ?? 0) + 1));
    }
    return terms.length;
  });
  const average = lengths.reduce((sum, length) => sum + length, 0) / docs.length;
  return (query) => {
    const scores = new Map<number, number>();
    for (const term of analyzer.terms(query)) {
      const list = postings.get(term);
      if (!list) continue;
      const idf = Math.log(1 + (docs.length - list.size + 0.5) / (list.size + 0.5));
      for (const [number, frequency] of list) {
        const norm = k1 * (1 - b + (b * (lengths[number] ?? 0)) / average);
        const gain = (idf * frequency * (k1 + 1)) / (frequency + norm);
        scores.set(number, (scores.get(number) ?? 0) + gain);
      }
    }
    return [...scores]
      .sort(([x, a], [y, c]) => c - a || x - y)
      .map(([number]) => String(docs[number]?.id));
  };
}

function plainMiniSearch(
  { docs }: Collection,
  options: { readonly prefix?: boolean; readonly fuzzy?: number },
): Ranker {
  const index = new MiniSearch({ fields: ['title', 'text'] });
  index.addAll(docs);
  return (query) => index.search(query, options).map(({ id }) => String(id));
}

function portalSearch({ docs }: Collection): Ranker {
  const documents = docs.map(({ title, text }, number) => ({
    // The collection's numbers are no names of its documents.
    id: `r${number}x`,
    title,
    docType: 'doc',
    domain: '',
    status: 'active',
    owner: '',
    systems: [],
    tags: [],
    aliases: [],
    records: [{ anchor: '', heading: '', text }],
  }));
  const files = buildIndexFiles(documents, { language: 'en', synonyms: [] });
  const index = openIndexFiles(files.map(({ content }) => content));
  return (query) =>
    index.search(query).hits.map(({ id }) => String(docs[Number(id.slice(1, -1))]?.id));
}
