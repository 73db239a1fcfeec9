/** A built portal whose order is stated: its sidebar, what is next, and a document as first page. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from '../support/build.ts';
import { doc, writeFolder } from '../support/content.ts';

let folder: string;

beforeAll(async () => {
  folder = writeFolder({
    'content/README.md': '# Welcome aboard\n\nRead [the second](ops/b.md) first.\n\n## Start\n',
    'content/ops/a.md': doc('doc.ops.a', 'Text.\n', 'order: 2\n'),
    'content/ops/b.md': doc('doc.ops.b', 'Text.\n', 'order: 1\nnav_title: Second\n'),
    'opsbook.config.json': JSON.stringify({
      title: 'Our portal',
      navigation: ['ops', { label: 'Status', url: 'https://status.example.org/' }],
    }),
  });
  const content = join(folder, 'content');
  expect(await build({ content, out: join(folder, 'dist') })).toBe(0);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string) =>
  readFileSync(join(folder, 'dist', path), 'utf8').replaceAll(/\s+/g, ' ');

test('the document at the root is the first page, with search and all places', () => {
  const home = read('index.html');
  expect(home).toContain('<title>Our portal</title>');
  expect(home).toMatch(/<h1[^>]*>Welcome aboard<\/h1>/);
  expect(home).toContain('<a href="/docs/doc.ops.b/">the second</a>');
  expect(home).toContain('data-search-open');
  expect(home).toContain('href="/domains/ops/"');
  expect(home.match(/id="start"/g)).toHaveLength(1);
  expect(read('docs/doc.readme/index.html')).toContain('Welcome aboard');
  expect(JSON.parse(read('api/portal.json')).home).toBe('docs');
});

test('the sidebar is a tree in that order, and marks the page', () => {
  const page = read('docs/doc.ops.b/index.html');
  const sidebar = /<nav class="sidebar".*?<\/nav>/.exec(page)?.[0] ?? '';
  const tree = sidebar.slice(sidebar.indexOf('nav-tree'));
  const links = [...tree.matchAll(/<a href="([^"]+)"([^>]*)>([^<]*)/g)].slice(0, 5);
  expect(links.map(([, url, rest, label]) => [label?.trim(), url, rest?.trim()])).toEqual([
    ['Ops', '/domains/ops/', ''],
    ['Second', '/docs/doc.ops.b/', 'aria-current="page"'],
    ['Title of doc.ops.a', '/docs/doc.ops.a/', ''],
    ['Status', 'https://status.example.org/', 'rel="noopener noreferrer"'],
    ['Welcome aboard', '/docs/doc.readme/', ''],
  ]);
});

test('what is read before and after follows it, over folders', () => {
  const neighbours = (path: string) =>
    [...read(path).matchAll(/rel="(prev|next)" href="([^"]+)"/g)].map(([, rel, url]) => [rel, url]);
  expect(neighbours('docs/doc.ops.b/index.html')).toEqual([['next', '/docs/doc.ops.a/']]);
  expect(neighbours('docs/doc.ops.a/index.html')).toEqual([
    ['prev', '/docs/doc.ops.b/'],
    ['next', '/docs/doc.readme/'],
  ]);
});

test('data follow it as well', () => {
  const { documents } = JSON.parse(read('api/registry.json'));
  expect(documents.map(({ id, order }: { id: string; order: number }) => [id, order])).toEqual([
    ['doc.ops.a', 2],
    ['doc.ops.b', 1],
    ['doc.readme', 3],
  ]);
  expect(read('llms.txt').match(/doc\.\w+(?:\.\w)?(?=\.md)/g)).toEqual([
    'doc.ops.b',
    'doc.ops.a',
    'doc.readme',
  ]);
});
