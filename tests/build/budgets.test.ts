/** What a reader downloads, in bytes of a real build: it stays small whatever is added. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { build } from '../support/build.ts';
import { doc, writeFolder } from '../support/content.ts';
import { elementsOf, inlineParts } from '../support/page-elements.ts';
import { emittedPaths } from '../support/running-portal.ts';
import { syntheticCorpus } from '../support/synthetic-corpus.ts';

const DOCUMENTS = 60;
const KILOBYTE = 1000;
/** Stylesheets and scripts that a document loads before anything is clicked, compressed. */
const FIRST_LOAD = 15 * KILOBYTE;
/** Stylesheets and scripts that only pages of the workspace load, compressed. */
const WORK = 8 * KILOBYTE;
/** The HTML of the median document, compressed. */
const MEDIAN_PAGE = 8 * KILOBYTE;

const DIAGRAM =
  '```mermaid\ngraph TD\n  A[Intake] --> B{Complete?}\n  B -->|yes| C[Publish]\n```\n';

let dist: string;
let paths: string[];
let documents: string[];

beforeAll(async () => {
  const files = { ...syntheticCorpus(DOCUMENTS), 'area-0/diagram.md': doc('doc.diagram', DIAGRAM) };
  const folder = writeFolder(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`content/${path}`, text])),
  );
  dist = join(folder, 'dist');
  expect(await build({ content: join(folder, 'content'), out: dist })).toBe(0);
  paths = emittedPaths(dist);
  documents = paths.filter((path) => /^docs\/[^/]+\/index\.html$/.test(path));
  return () => rmSync(folder, { recursive: true, force: true });
});

const read = (path: string) => readFileSync(join(dist, path));
const compressed = (path: string) => gzipSync(read(path)).length;

/** Output paths of the stylesheets and scripts of a page, and of what these import at once. */
function firstLoad(page: string): Set<string> {
  const pending = elementsOf(read(page).toString()).flatMap(({ name, attributes }) => {
    const isStyle = name === 'link' && attributes.get('rel') === 'stylesheet';
    const url = attributes.get(isStyle ? 'href' : 'src');
    return url !== undefined && (isStyle || name === 'script') ? [url] : [];
  });
  const loaded = new Set<string>();
  for (let url = pending.pop(); url !== undefined; url = pending.pop()) {
    if (loaded.has(url.slice(1))) continue;
    loaded.add(url.slice(1));
    if (!url.endsWith('.js')) continue;
    // A dynamic import has a parenthesis, and waits until something is clicked.
    const imports = read(url.slice(1))
      .toString()
      .matchAll(/(?:import|from)\s*["'](\.[^"']+)["']/g);
    for (const [, name = ''] of imports) pending.push(new URL(name, `http://p${url}`).pathname);
  }
  return loaded;
}

test('a document loads little before anything is clicked', () => {
  const page = documents[0] ?? '';
  const files = [...firstLoad(page)];
  expect(files.filter((file) => file.endsWith('.css')).length).toBeGreaterThan(0);
  expect(files.filter((file) => file.endsWith('.js')).length).toBeGreaterThan(2);
  const bytes = files.reduce((sum, file) => sum + compressed(file), 0);
  expect(bytes).toBeLessThan(FIRST_LOAD);
});

test('what the workspace adds is small, and loaded by its pages alone', () => {
  const everywhere = firstLoad(documents[0] ?? '');
  const own = [...firstLoad('work/index.html')].filter((file) => !everywhere.has(file));
  expect(own.map((file) => file.replace(/.*\./, '')).sort()).toEqual(['css', 'js']);
  expect(own.reduce((sum, file) => sum + compressed(file), 0)).toBeLessThan(WORK);
  const others = ['index.html', 'workflows/index.html', 'search/index.html'].flatMap((page) => [
    ...firstLoad(page),
  ]);
  for (const file of own) expect(others).not.toContain(file);
});

test('a document is a small page', () => {
  expect(documents).toHaveLength(DOCUMENTS + 1);
  const sizes = documents.map(compressed).sort((a, b) => a - b);
  expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(MEDIAN_PAGE);
});

test('no page and no drawing holds a script or a style', () => {
  const marked = paths.filter((path) => /\.(?:html|svg)$/.test(path));
  expect(marked).toContain('docs/doc.diagram/index.html');
  expect(marked.some((path) => path.endsWith('.svg'))).toBe(true);
  expect(read('docs/doc.diagram/index.html').toString()).toContain('<svg');
  const inline = marked.flatMap((path) =>
    inlineParts(elementsOf(read(path).toString())).map((name) => `${path}: <${name}>`),
  );
  expect(inline).toEqual([]);
});
