/** Questions an operator asks, and where the answer is: the floor under every change of ranking. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { portalConfig } from '../../schemas/config.ts';
import { compilePortal } from '../../src/portal/compile-portal.ts';
import { buildIndexFiles } from '../../src/search/build-index.ts';
import { openIndexFiles } from '../../src/search/query.ts';
import { searchDocuments } from '../../src/search/records.ts';
import { readSources } from '../../src/source/read-sources.ts';
import { TODAY } from '../support/content.ts';

interface Golden {
  readonly query: string;
  /** Documents any of which answers the question. */
  readonly ids: readonly string[];
}

const golden: readonly Golden[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden.json'), 'utf8'),
);
const config = portalConfig.parse({});
const { registry, templates } = compilePortal({
  sources: readSources(join(import.meta.dirname, '../../content')),
  config,
  today: TODAY,
});
const files = buildIndexFiles(searchDocuments(registry.documents, templates), config);
const index = openIndexFiles(files.map(({ content }) => content));

/** Queries none of whose documents is among the first `within` hits. */
function missed(queries: readonly Golden[], within: number): string[] {
  return queries
    .filter(({ query, ids }) => {
      const { hits } = index.search(query, { limit: within });
      return !hits.some(({ id }) => ids.includes(id));
    })
    .map(({ query }) => query);
}

test('every question names documents that are there', () => {
  expect(golden.length).toBeGreaterThanOrEqual(60);
  const known = new Set(registry.documents.map(({ id }) => id));
  expect(golden.flatMap(({ ids }) => ids).filter((id) => !known.has(id))).toEqual([]);
});

test('95 of 100 questions are answered among the first five', () => {
  const without = missed(golden, 5);
  expect(without.length, without.join('\n')).toBeLessThanOrEqual(golden.length * 0.05);
});

test('a slip in the longest word still finds 95 of 100', () => {
  const slipped = golden.map(({ query, ids }) => {
    const longest = query.split(' ').reduce((a, b) => (b.length > a.length ? b : a));
    const middle = Math.floor(longest.length / 2);
    const slip = longest.slice(0, middle) + longest.slice(middle + 1);
    return { query: query.replace(longest, slip), ids };
  });
  const without = missed(slipped, 5);
  expect(without.length, without.join('\n')).toBeLessThanOrEqual(golden.length * 0.05);
});
