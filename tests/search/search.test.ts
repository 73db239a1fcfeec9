import { describe, expect, test } from 'vitest';
import { EXAMPLE_SOP, exampleWorkflow } from '../../src/rules/engine/example-files.ts';
import { createAnalyzer, foldedWords } from '../../src/search/analyze.ts';
import { buildIndexFiles } from '../../src/search/build-index.ts';
import { IndexError } from '../../src/search/index-files.ts';
import { holdsPhrase, parseQuery } from '../../src/search/parse-query.ts';
import { openIndexFiles, type SearchIndex } from '../../src/search/query.ts';
import { searchDocuments, sectionRecords } from '../../src/search/records.ts';
import { respell } from '../../src/search/spelling.ts';
import { doc, type Files, registryOf } from '../support/content.ts';
import fc from '../support/generated.ts';
import { portalOf } from '../support/portal.ts';

const files: Files = {
  'sop.md': EXAMPLE_SOP,
  'ops/a.md': doc(
    'doc.a',
    '# Title of doc.a\n\nOpening.\n\n## Part one\n\n| Zoom | Luma |\n| - | - |\n| x | y |\n\n### Deeper Kubernetes\n\nBelow the Kubernetes bill.\n',
    'tags: [finance]\nsystems: [luma]\naliases: [doc.former]\n',
  ),
  'ops/b.md': doc('doc.b', 'Draft about the bill.\n', 'status: draft\n'),
  'ops/old.md': doc('doc.old', 'Forgotten penguin.\n').replace(
    'doc_type: doc',
    'doc_type: archive',
  ),
};

function indexOf(content: Files, synonyms: string[][] = []): SearchIndex {
  const { registry, templates } = portalOf(content);
  const documents = searchDocuments(registry.documents, templates);
  const built = buildIndexFiles(documents, { language: 'en', synonyms });
  return openIndexFiles(built.map((file) => file.content));
}

function search(query: string, isTyping = false): string[] {
  return indexOf(files)
    .search(query, { isTyping })
    .hits.map(({ url }) => url);
}

describe('records', () => {
  test('a document becomes one record a section', () => {
    const document = registryOf(files).get('doc.a');
    const records = document ? sectionRecords(document) : [];
    expect(records.map(({ anchor, heading, text }) => [anchor, heading, text])).toEqual([
      ['', '', 'Opening.'],
      ['part-one', 'Part one', 'Zoom\nLuma\nx\ny'],
      ['deeper-kubernetes', 'Deeper Kubernetes', 'Below the Kubernetes bill.'],
    ]);
  });

  test('steps leave their section and are found on their own', () => {
    const document = registryOf(files).get('sop.media.publish');
    const records = document ? sectionRecords(document) : [];
    const steps = records.filter(({ anchor }) => anchor.startsWith('step-'));
    expect(steps).toHaveLength(document?.body.steps.length ?? 0);
    const procedure = records.find(({ heading }) => heading === 'Procedure');
    for (const { text } of steps) expect(procedure?.text).not.toContain(text);
  });

  test('tasks are found by what they do and land on the task', () => {
    const index = indexOf({ 'tasks/templates/w.md': exampleWorkflow(), 'sop.md': EXAMPLE_SOP });
    const [hit] = index.search('publish the video type:task-template').hits;
    expect(hit?.kind).toBe('task');
    expect(hit?.url).toMatch(/^\/docs\/task-template\.[^/]+\/#task-/);
  });
});

describe('words', () => {
  test.each([
    ['Über die Brücke', ['uber', 'die', 'brucke']],
    ["the author's list", ['the', 'authors', 'list']],
    ['open-source', ['open', 'source']],
    ['add-to-list', ['add', 'to', 'list', 'add-to-list']],
    ['registry.lock.json', ['registry', 'lock', 'json', 'registry.lock.json']],
    ['instructionDocId', ['instruction', 'doc', 'id', 'instructiondocid']],
    ['東京タワー', ['東京', '京タ', 'タワ', 'ワー']],
    ['검색 엔진', ['검색', '엔진']],
    ['e5 & C++', ['e5', 'c']],
  ])('%s', (text, words) => {
    expect(foldedWords(text)).toEqual(words);
  });

  test('stems and stop words are of the language of the content', () => {
    expect(createAnalyzer('en-GB').terms('the schedules of recordings')).toEqual([
      'schedul',
      'record',
    ]);
    expect(createAnalyzer('de').terms('the schedules')).toEqual(['the', 'schedules']);
  });
});

describe('queries', () => {
  test.each([
    ['luma', '/docs/doc.a/'],
    ['kuberntes', '/docs/doc.a/#deeper-kubernetes'],
    ['kubernetse', '/docs/doc.a/#deeper-kubernetes'],
    ['doc.a', '/docs/doc.a/'],
    ['DOC.FORMER', '/docs/doc.a/'],
    ['how does the video play', '/docs/sop.media.publish/#validation'],
  ])('%s is found', (query, url) => {
    expect(search(query)).toContain(url);
  });

  test('the last word may be unfinished while it is typed', () => {
    expect(search('kuber', true)).toEqual(['/docs/doc.a/#deeper-kubernetes']);
    expect(search('kuber')).toEqual([]);
  });

  test('an id comes before whatever mentions it', () => {
    expect(search('doc.a')[0]).toBe('/docs/doc.a/');
  });

  test('of equals, what is in force comes before drafts', () => {
    const index = indexOf({
      'a.md': doc('doc.x', 'The bill.\n', 'status: deprecated\n'),
      'b.md': doc('doc.y', 'The bill.\n', 'status: draft\n'),
      'c.md': doc('doc.z', 'The bill.\n'),
    });
    const { hits } = index.search('bill');
    expect(hits.map(({ id }) => id)).toEqual(['doc.z', 'doc.y', 'doc.x']);
  });

  test('says what it looked for instead', () => {
    expect(indexOf(files).search('kuberntes').corrections).toEqual([
      { word: 'kuberntes', instead: 'kubernetes' },
    ]);
    expect(indexOf(files).search('kubernetes').corrections).toEqual([]);
  });

  test('synonyms find each other', () => {
    const index = indexOf(files, [['invoice', 'bill']]);
    expect(index.search('invoice').hits.map(({ id }) => id)).toContain('doc.a');
    expect(indexOf(files).search('invoice').hits).toEqual([]);
  });

  test('filters narrow, alone and with words', () => {
    expect(search('tag:finance')).toEqual(['/docs/doc.a/']);
    expect(search('bill status:draft')).toEqual(['/docs/doc.b/']);
    expect(search('bill system:Luma')).toEqual(['/docs/doc.a/#deeper-kubernetes']);
    expect(search('bill tag:nothing')).toEqual([]);
  });

  test('facets count documents', () => {
    const { facets, total } = indexOf(files).search('bill');
    expect(total).toBe(2);
    expect(facets.status).toEqual([
      ['active', 1],
      ['draft', 1],
    ]);
    expect(facets.tag).toEqual([['finance', 1]]);
  });

  test('archived documents are found only when asked for', () => {
    expect(search('penguin')).toEqual([]);
    expect(search('penguin type:archive')).toEqual(['/docs/doc.old/']);
  });

  test('a phrase asks for all its words, and for the text to hold it', () => {
    expect(
      indexOf(files)
        .search('"kubernetes bill"')
        .hits.map(({ id }) => id),
    ).toEqual(['doc.a']);
    expect(holdsPhrase('Below the Kubernetes – bill.', 'kubernetes bill')).toBe(true);
    expect(holdsPhrase('Kubernetes and the bill', 'kubernetes bill')).toBe(false);
  });

  test('the field’s language', () => {
    const { text, phrases, filters } = parseQuery(
      'send "the invoice" type:SOP owner:"Office manager" doc:sop.a',
      createAnalyzer('en'),
    );
    expect([text, phrases]).toEqual(['send "the invoice"     doc:sop.a', ['the invoice']]);
    expect(filters).toEqual([
      { key: 'type', value: 'sop' },
      { key: 'owner', value: 'office manager' },
    ]);
  });

  test('a slip of any kind is mended, and only to words that are known', () => {
    const known = new Set(['invoice', 'voice']);
    for (const slip of ['invocie', 'invice', 'invooice', 'onvoice']) {
      expect(respell(slip, (word) => known.has(word))).toContain('invoice');
    }
    expect(respell('inv', () => true)).toEqual([]);
  });

  test('no query makes it stumble', () => {
    const index = indexOf(files);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (query, isTyping) => {
        const { hits, total } = index.search(query, { isTyping });
        expect(total).toBeGreaterThanOrEqual(hits.length);
      }),
    );
  });
});

describe('files', () => {
  const build = () =>
    buildIndexFiles(searchDocuments(registryOf(files).documents, []), {
      language: 'en',
      synonyms: [],
    });

  test('the same documents give the same bytes, named by their content', () => {
    expect(build()).toEqual(build());
    expect(build().map(({ name }) => name)).toEqual([
      'index.json',
      expect.stringMatching(/^text\.[0-9a-f]{12}\.json$/),
    ]);
  });

  test('the first file answers alone, by title, heading and name', () => {
    const [first] = build();
    const index = openIndexFiles([first?.content ?? '']);
    expect(index.search('part one').hits[0]?.url).toBe('/docs/doc.a/#part-one');
    expect(index.search('penguin type:archive').hits).toEqual([]);
  });

  test('what is cut, foreign or of another version is refused by name', () => {
    const [first, body] = build().map(({ content }) => content);
    const open = (...texts: (string | undefined)[]) =>
      openIndexFiles(texts.map((text) => text ?? ''));
    expect(() => open(first?.slice(0, -10))).toThrow(IndexError);
    expect(() => open('[]')).toThrow(IndexError);
    expect(() => open('{"version": 1}')).toThrow('outdated');
    expect(() => open(first, body?.slice(0, 20))).toThrow(IndexError);
    expect(() => open(first, '<!doctype html>')).toThrow(IndexError);
  });
});
