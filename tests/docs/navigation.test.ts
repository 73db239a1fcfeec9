/** What docs/navigation.md says is so: its example is taken, and every convention it lists is read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { doc } from '../support/content.ts';
import { tableBelow } from '../support/markdown-table.ts';
import { portalOf } from '../support/portal.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/navigation.md'), 'utf8');

test('the example is taken', () => {
  const config = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '');
  const files = {
    'README.md': '# Welcome\n\nText.\n',
    'ops/page.md': doc('sop.ops.page-someone').replace('doc_type: doc', 'doc_type: sop'),
    'runbooks/a.md': doc('doc.a'),
    'start/install.md': doc('doc.install'),
  };
  const { outline } = portalOf(files, config);
  expect(outline.configurationProblems).toEqual([]);
  expect(outline.documents.map(({ path }) => path)).toEqual([
    'start/install.md',
    'ops/page.md',
    'runbooks/a.md',
    'README.md',
  ]);
  expect(outline.home?.path).toBe('README.md');
});

/** By tool, files in which `b` comes before `a`. */
const CONVENTIONS: Readonly<Record<string, readonly Record<string, string>[]>> = {
  Docusaurus: [
    { 'x/a.md': 'A', 'x/b.md': '---\nsidebar_position: 1\n---\n' },
    { 'a/x.md': 'A', 'b/x.md': 'B', 'b/_category_.json': '{ "position": 1 }' },
    { 'a/x.md': 'A', 'b/x.md': 'B', 'b/_category_.yml': 'position: 1\n' },
  ],
  MkDocs: [
    { 'a.md': 'A', 'b.md': 'B', '../mkdocs.yml': 'docs_dir: content\nnav: [b.md, a.md]\n' },
    { 'docs/a.md': 'A', 'docs/b.md': 'B', 'mkdocs.yml': 'nav: [b.md, a.md]\n' },
  ],
  'awesome-pages, awesome-nav': [
    { 'a.md': 'A', 'b.md': 'B', '.pages': 'nav: [b.md, ...]\n' },
    { 'a.md': 'A', 'b.md': 'B', '.nav.yml': 'nav: [b.md, ...]\n' },
  ],
  'mdBook, GitBook': [{ 'a.md': 'A', 'b.md': 'B', 'SUMMARY.md': '- [B](b.md)\n- [A](a.md)\n' }],
  'just-the-docs': [{ 'a.md': 'A', 'b.md': '---\nnav_order: 1\n---\n' }],
  Hugo: [{ 'a/x.md': 'A', 'b/_index.md': '---\nweight: 1\n---\n' }],
  Starlight: [{ 'a.md': 'A', 'b.md': '---\nsidebar: { order: 1 }\n---\n' }],
  any: [{ '2. a.md': 'A', '1. b.md': 'B' }],
};

test('every convention in the table is read', () => {
  const tools = tableBelow(page, 'From other tools').map(([tool = '']) => tool);
  expect(Object.keys(CONVENTIONS)).toEqual(tools);
  for (const [tool, examples] of Object.entries(CONVENTIONS)) {
    for (const files of examples) {
      const { documents } = portalOf(files).outline;
      const order = documents.map(({ path }) => /(?:^|\W)([ab])(?:\W|$)/.exec(path)?.[1]);
      expect(
        order.filter((name) => name !== undefined),
        tool,
      ).toEqual(['b', 'a']);
    }
  }
});
