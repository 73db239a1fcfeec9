import { expect, test } from 'vitest';
import type { Files } from '../support/content.ts';
import { doc, registryOf } from '../support/content.ts';

test.each([
  ['guide.md', 'doc.guide'],
  ['media/sops/Publish_Video.md', 'sop.media.publish-video'],
  ['media/reference/v1.2 notes.md', 'reference.media.v1.2-notes'],
  ['sops/sops.md', 'sop.sops'],
  ['Überblick.md', 'doc.berblick'],
])('the id of %s without frontmatter is %s', (path, id) => {
  expect(registryOf({ [path]: 'Text.\n' }).documents[0]?.id).toBe(id);
});

test('derived ids that would be empty, collide or be taken get a suffix', () => {
  const registry = registryOf({
    '日本.md': 'A',
    'a b.md': 'B',
    'a_b.md': 'C',
    'taken.md': 'D',
    'other.md': doc('doc.taken'),
  });
  expect(registry.documents.map(({ id }) => id)).toEqual([
    expect.stringMatching(/^doc\.a-b-[0-9a-f]{6}$/),
    expect.stringMatching(/^doc\.a-b-[0-9a-f]{6}$/),
    'doc.taken',
    expect.stringMatching(/^doc\.taken-[0-9a-f]{6}$/),
    expect.stringMatching(/^doc-[0-9a-f]{6}$/),
  ]);
  expect(new Set(registry.documents.map(({ id }) => id)).size).toBe(5);
});

test.each([
  ['# From heading\n', 'From heading'],
  ['---\ntitle: From frontmatter\n---\n# Heading\n', 'From frontmatter'],
  ['Text.\n', 'my file'],
])('the title of a legacy document: %j', (text, title) => {
  expect(registryOf({ 'my-file.md': text }).documents[0]?.title).toBe(title);
});

const files: Files = {
  'media/sops/a.md': doc('doc.a', 'Text.\n', 'aliases: [doc.old-a, old/a.md]\n'),
  'media/b (2).md': doc('doc.b'),
  'guides/README.md': doc('doc.guides'),
  'c.md': doc('doc.c'),
};

test.each([
  ['doc.a', 'id'],
  ['doc:doc.a', 'id'],
  ['[[doc.a]]', 'id'],
  ['[[doc.a#part|label]]', 'id'],
  ['doc.old-a', 'alias'],
  ['old/a.md', 'alias'],
  ['media/sops/a.md', 'path'],
  ['./media/sops/a.md', 'path'],
])('%s leads to the document by %s', (reference, via) => {
  const resolution = registryOf(files).resolve(reference, 'c.md');
  expect(resolution).toMatchObject({ kind: 'document', via, document: { id: 'doc.a' } });
});

test.each([
  ['[x](media/sops/a.md)', 'document doc.a'],
  ['[x](/media/sops/a.md#part)', 'document doc.a'],
  ['[x](old/a.md)', 'document doc.a'],
  ['[x](<media/b (2).md>)', 'document doc.b'],
  ['[x](media/b%20(2).md)', 'document doc.b'],
  ['[x](media/sops/a.md?plain=1)', 'document doc.a'],
  ['[x](guides/)', 'document doc.guides'],
  ['[x](#part)', 'document doc.c'],
  ['[x](doc:doc.a#part)', 'document doc.a'],
  ['[x](media/100%.md)', 'broken-path'],
  ['[x](media/)', 'broken-path'],
  ['[x](../d.md)', 'outside'],
  ['[x](JaVaScRiPt:alert)', 'unsafe-scheme'],
  ['[x](data:text/html,x)', 'unsafe-scheme'],
  ['![x](mailto:x@example.org)', 'unsafe-scheme'],
  ['[x](//example.org/a)', 'external'],
  ['[x](tel:+49)', 'external'],
  ['<a href="java&#10;script:alert(1)">x</a>', 'unsafe-scheme'],
])('%s leads to: %s', (markdown, expected) => {
  const registry = registryOf({ ...files, 'c.md': doc('doc.c', `${markdown}\n`) });
  const document = registry.get('doc.c');
  const [resolved] = document ? registry.links(document) : [];
  const target = resolved?.target;
  const answer = target?.kind === 'document' ? `document ${target.document.id}` : target?.kind;
  expect(answer).toBe(expected);
});

test('backlinks name each source once, whatever the form of the link', () => {
  const registry = registryOf({
    'a.md': doc('doc.a'),
    'b.md': doc('doc.b', '[[doc.a]] [again](a.md)\n', 'related_docs: [doc.a]\n'),
    'c.md': doc('doc.c', '<a href="a.md">x</a>\n'),
  });
  expect(registry.backlinks('doc.a').map(({ id }) => id)).toEqual(['doc.b', 'doc.c']);
});
