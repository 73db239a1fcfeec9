import { expect, test } from 'vitest';
import { type Adoption, adoptDocument } from '../../src/documents/adopt-document.ts';
import { parseDocument } from '../../src/documents/document.ts';
import fc from '../support/generated.ts';

function adopt(text: string, path = 'guides/my-file.md'): Adoption {
  const document = parseDocument({ path, text });
  if (document.kind !== 'document') throw new Error('The document cannot be read');
  return adoptDocument(document, { id: 'doc.guides.my-file', former: 'doc.guides.my-file' });
}

const textOf = (adoption: Adoption) => ('text' in adoption ? adoption.text : adoption.reason);

test.each([
  [
    'a plain text',
    '# The title\n\nWhat it *does* for whom. And more.\n',
    '---\nid: doc.guides.my-file\ntitle: The title\ndoc_type: doc\nsummary: What it does for whom.\n---\n\n# The title\n\nWhat it *does* for whom. And more.\n',
  ],
  [
    'without words of its own',
    '![x](a.png)\n',
    '---\nid: doc.guides.my-file\ntitle: my file\ndoc_type: doc\n---\n\n![x](a.png)\n',
  ],
  [
    'Windows line ends',
    '---\r\ntitle: "T"\r\n---\r\nText: here\r\n',
    '---\r\nid: doc.guides.my-file\r\ndoc_type: doc\r\nsummary: "Text: here"\r\ntitle: "T"\r\n---\r\nText: here\r\n',
  ],
  [
    'a description, under the name it has here',
    "---\ntitle: T # why\ndescription:   'One: two'\n---\nText.\n",
    "---\nid: doc.guides.my-file\ndoc_type: doc\ntitle: T # why\nsummary:   'One: two'\n---\nText.\n",
  ],
  [
    'an id of its own',
    '---\nid: guide\n---\nText.\n',
    '---\ntitle: my file\ndoc_type: doc\nsummary: Text.\nid: guide\n---\nText.\n',
  ],
  [
    'a summary beside a list',
    '---\ntags: [a]\nsummary: S\n---\n',
    '---\nid: doc.guides.my-file\ntitle: my file\ndoc_type: doc\ntags: [a]\nsummary: S\n---\n',
  ],
])('adopts %s', (_, before, after) => {
  const adoption = adopt(before);
  expect(textOf(adoption)).toBe(after);
  const again = parseDocument({ path: 'guides/my-file.md', text: after });
  expect(again).toMatchObject({ kind: 'document', strict: true, problems: [] });
});

test('says what each value was taken from', () => {
  const adoption = adopt('# Title\n\nText.\n', 'media/sops/a.md');
  expect('guesses' in adoption && adoption.guesses).toEqual([
    { key: 'id', value: 'doc.guides.my-file', from: 'its path' },
    { key: 'title', value: 'Title', from: 'its first heading' },
    { key: 'doc_type', value: 'sop', from: 'its folder' },
    { key: 'summary', value: 'Text.', from: 'its first words' },
  ]);
});

test.each([
  ['---\nlayout: page\nnav_order: 3\n---\nText.\n', 'has `layout` and `nav_order`, which'],
  ['---\ndescription: D\nsummary: S\n---\nText.\n', 'has `description`, which'],
  ['---\ntags: [Not a slug]\n---\nText.\n', 'the value of `tags`'],
  ['---\ntitle: 12\n---\nText.\n', 'the value of `title`'],
  ['---\nid: Not An Id\n---\nText.\n', 'the value of `id`'],
  ['---\n{ title: T }\n---\nText.\n', 'cannot be added'],
  ['---\n  title: T\n---\nText.\n', 'cannot be added'],
])('leaves %j alone and says why', (text, reason) => {
  const adoption = adopt(text);
  expect(adoption.kind).toBe('left');
  expect(textOf(adoption)).toContain(reason);
});

test('a long first sentence is cut between words', () => {
  const adoption = adopt(`${'word '.repeat(100)}end.\n`);
  const summary = 'guesses' in adoption ? adoption.guesses.at(-1)?.value : '';
  expect(summary).toMatch(/^(?:word )+word…$/);
  expect(summary?.length).toBeLessThanOrEqual(201);
});

test('whatever the text is, all of it is still there, and the contract holds', () => {
  const word = fc.constantFrom(
    '# ',
    '---',
    '\n',
    '\r\n',
    'a: b',
    '"',
    "'",
    '\\',
    '#',
    '🎉',
    ' ',
    '- ',
    'ü',
    ':',
    '\t',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), (words) => {
      const text = words.join('');
      const document = parseDocument({ path: 'a.md', text });
      if (document.kind === 'unreadable') return;
      const adoption = adoptDocument(document, { id: 'doc.a', former: 'doc.a' });
      if (adoption.kind === 'left') {
        expect(adoption.reason).not.toBe('');
        return;
      }
      const { body, source } = document;
      expect(adoption.text.endsWith(source.text.slice(body.offset))).toBe(true);
      expect(parseDocument({ path: 'a.md', text: adoption.text })).toMatchObject({
        kind: 'document',
        strict: true,
        declaredId: 'doc.a',
        problems: document.problems,
      });
    }),
    { numRuns: 2000 },
  );
});
