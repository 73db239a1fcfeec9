import { expect, test } from 'vitest';
import { EXAMPLE_SOP } from '../../src/rules/example-files.ts';
import { buildSearchIndex, sectionRecords } from '../../src/search/build-index.ts';
import { openIndex } from '../../src/search/query.ts';
import { doc, type Files, registryOf } from '../support/content.ts';

const files: Files = {
  'sop.md': EXAMPLE_SOP,
  'a.md': doc(
    'doc.a',
    '# Title of doc.a\n\nOpening.\n\n## Part one\n\n| Zoom | Luma |\n| - | - |\n| x | y |\n\n### Deeper\n\nBelow.\n',
  ),
  'old.md': doc('doc.old', 'Forgotten penguin.\n').replace('doc_type: doc', 'doc_type: archive'),
};

function search(query: string): string[] {
  const { documents } = registryOf(files);
  return openIndex(buildSearchIndex(documents, []))
    .search(query)
    .map(({ url }) => url);
}

test('a document becomes one record a section', () => {
  const document = registryOf(files).get('doc.a');
  const records = document ? sectionRecords(document) : [];
  expect(records.map(({ id, heading, text }) => [id, heading, text])).toEqual([
    ['/docs/doc.a/', '', 'Opening.'],
    ['/docs/doc.a/#part-one', 'Part one', 'Zoom\nLuma\nx\ny'],
    ['/docs/doc.a/#deeper', 'Deeper', 'Below.'],
  ]);
});

test.each([
  ['luma', '/docs/doc.a/#part-one'],
  ['lumma', '/docs/doc.a/#part-one'],
  ['proced', '/docs/sop.media.publish/#procedure'],
  ['doc.a', '/docs/doc.a/'],
  ['how does the video play', '/docs/sop.media.publish/#validation'],
])('%s is found', (query, url) => {
  expect(search(query)).toContain(url);
});

test('archived documents are not found', () => {
  expect(search('penguin')).toEqual([]);
});

test('the same documents give the same bytes', () => {
  const build = () => buildSearchIndex(registryOf(files).documents, []);
  expect(build()).toBe(build());
});

test('a file that is no index is refused', () => {
  expect(() => openIndex('{"half": ')).toThrow();
});
