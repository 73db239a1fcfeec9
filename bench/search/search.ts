/**
 * `npm run bench:search -- --corpus DIR` or `--collection DIR`: relevance, size and time of the
 * portal's search beside MiniSearch as most sites set it up, and Pagefind, on the same texts.
 */
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import MiniSearch from 'minisearch';
import { createIndex } from 'pagefind';
import { portalConfig } from '../../schemas/config.ts';
import { openProject } from '../../src/project/open-project.ts';
import { readTemplates } from '../../src/project/project-templates.ts';
import { buildIndexFiles, type IndexFile } from '../../src/search/build-index.ts';
import { openIndexFiles, type SearchIndex } from '../../src/search/query.ts';
import { type SearchDocument, searchDocuments } from '../../src/search/records.ts';
import { inBrowser, servePagefind } from './browser.ts';
import { benchCollection } from './collection.ts';
import { type HeldOut, holdOut } from './queries.ts';
import { typeInBrowser } from './typing.ts';

/** Above this, brotli 11 takes minutes over the plain index; both sides then get brotli 9. */
const MAX_BEST_BYTES = 10_000_000;

const { values } = parseArgs({
  options: {
    collection: { type: 'string' },
    corpus: { type: 'string', default: 'content' },
    times: { type: 'string', default: '1' },
  },
});

if (values.collection !== undefined) printCollection(values.collection);
else await printCorpus(values.corpus, Number(values.times));

function printCollection(folder: string): void {
  const rows = Object.entries(benchCollection(folder)).map(([name, { ndcg10, mrr10, queries }]) => [
    name,
    { 'nDCG@10': round(ndcg10, 4), 'MRR@10': round(mrr10, 4), queries },
  ]);
  console.table(Object.fromEntries(rows));
}

async function printCorpus(folder: string, times: number): Promise<void> {
  const { sources } = openProject(folder, { cwd: process.cwd() });
  const project = { sources, config: portalConfig.parse({}) };
  const { registry, templates } = readTemplates(project, '2026-01-01');
  const once = searchDocuments(registry.documents, templates);
  const all = Array.from({ length: times }, (_, round) =>
    once.map((document) => ({
      ...document,
      id: `${document.id}${round === 0 ? '' : `.${round}`}`,
    })),
  ).flat();
  const records = all.reduce((sum, { records: own }) => sum + own.length, 0);
  console.log(`${all.length} documents, ${records} records`);
  const started = performance.now();
  const files = buildFiles(all);
  console.log(`Index built in ${Math.round(performance.now() - started)} ms`);
  const contents = files.map(({ content }) => content);
  const plain = plainJson(all);
  printSizes(contents, plain);
  console.table(await inBrowser(contents, plain, sampleQueries(all)));
  console.table({ 'typing in the dialog': await typeInBrowser(all, files) });
  if (times > 1) return;
  const held = holdOut(once);
  console.log(`Queries held out of the index: ${held.queries.length}, seeded`);
  console.table(await judgeAll(held));
}

function buildFiles(documents: readonly SearchDocument[]): IndexFile[] {
  return buildIndexFiles(documents, { language: 'en', synonyms: [] });
}

function printSizes(files: readonly string[], plain: string): void {
  const quality = plain.length > MAX_BEST_BYTES ? 9 : 11;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
  const codecs = {
    [`brotli ${quality}`]: (text: string) => brotliCompressSync(text, { params }),
    'gzip 9': (text: string) => gzipSync(text, { level: 9 }),
  };
  const rows: Record<string, Record<string, number>> = {};
  for (const [codec, compress] of Object.entries(codecs)) {
    const kB = (text: string) => Math.round(compress(text).length / 1000);
    const sizes = files.map(kB);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const whole = kB(plain);
    rows[`opsbook, ${codec}`] = {
      'first answer kB': sizes[0] ?? 0,
      'all kB': total,
      'largest file kB': Math.max(...sizes),
      'first × plain': round((sizes[0] ?? 0) / whole, 3),
      'all × plain': round(total / whole, 2),
    };
    rows[`MiniSearch JSON, ${codec}`] = { 'first answer kB': whole, 'all kB': whole };
  }
  console.table(rows);
}

interface PlainRecord {
  readonly id: string;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
}

function plainRecords(documents: readonly SearchDocument[]): PlainRecord[] {
  return documents.flatMap(({ id, title, records }) =>
    records.map(({ anchor, heading, text }, n) => ({
      id: `${id}#${anchor}#${n}`,
      title,
      heading,
      text,
    })),
  );
}

function plainIndex(documents: readonly SearchDocument[]): MiniSearch<PlainRecord> {
  const index = new MiniSearch<PlainRecord>({
    fields: ['title', 'heading', 'text'],
    storeFields: ['title', 'heading'],
  });
  index.addAll(plainRecords(documents));
  return index;
}

function plainJson(documents: readonly SearchDocument[]): string {
  return JSON.stringify(plainIndex(documents));
}

/** About a hundred titles, as a reader would type them. */
function sampleQueries(documents: readonly SearchDocument[]): string[] {
  const step = Math.max(1, Math.floor(documents.length / 100));
  return documents.filter((_, index) => index % step === 0).map(({ title }) => title.toLowerCase());
}

/** Returns ids of documents, the best first. */
type Ranker = (query: string) => string[] | Promise<string[]>;

async function judgeAll({ documents, queries }: HeldOut) {
  const ours = openIndexFiles(buildFiles(documents).map(({ content }) => content));
  const plain = plainIndex(documents);
  const { index } = await createIndex({});
  if (!index) throw new Error('Pagefind made no index');
  for (const { id, title, heading, text } of plainRecords(documents)) {
    await index.addCustomRecord({
      url: `/${encodeURIComponent(id)}`,
      content: `${heading}\n${text}` || title,
      language: 'en',
      meta: { title },
    });
  }
  const { files } = await index.getFiles();
  const pagefind = await servePagefind(files);
  try {
    const rankers: Record<string, Ranker> = {
      opsbook: ranker(ours),
      'MiniSearch defaults': (query) => plain.search(query).map(({ id }) => documentOf(id)),
      'MiniSearch, prefix + fuzzy 0.2': (query) =>
        plain.search(query, { prefix: true, fuzzy: 0.2 }).map(({ id }) => documentOf(id)),
      Pagefind: async (query) => (await pagefind.search(query)).map(documentOf),
    };
    const rows: Record<string, Record<string, number>> = {};
    for (const [name, rank] of Object.entries(rankers)) rows[name] = await judge(rank, queries);
    return rows;
  } finally {
    await pagefind.close();
  }
}

function ranker(index: SearchIndex): Ranker {
  return (query) => index.search(query, { limit: 30 }).hits.map(({ id }) => id);
}

function documentOf(record: string): string {
  return record.split('#')[0] ?? record;
}

async function judge(rank: Ranker, queries: HeldOut['queries']) {
  const ranks = new Map<string, number[]>();
  for (const { kind, text, id } of queries) {
    const found = [...new Set(await rank(text))].slice(0, 10).indexOf(id);
    ranks.set(kind, [...(ranks.get(kind) ?? []), found]);
  }
  const row: Record<string, number> = {};
  const asked = [...ranks].filter(([kind]) => kind !== 'typo').flatMap(([, found]) => found);
  row['success@5'] = share(asked, 5);
  row['MRR@10'] = round(
    asked.reduce((sum, at) => sum + (at === -1 ? 0 : 1 / (at + 1)), 0) / asked.length,
    3,
  );
  for (const [kind, found] of ranks) row[`${kind} @5`] = share(found, 5);
  return row;
}

function share(ranks: readonly number[], within: number): number {
  return round(ranks.filter((at) => at !== -1 && at < within).length / ranks.length, 3);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
