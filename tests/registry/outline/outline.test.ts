/** The order and names of documents: from the configuration, from them, and from other tools. */
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { portalConfig } from '../../../schemas/config.ts';
import { loadRegistry } from '../../../src/registry/load-registry.ts';
import {
  arrangeOutline,
  type Outline,
  type OutlineEntry,
} from '../../../src/registry/outline/outline.ts';
import { doc, type Files, sourcesOf } from '../../support/content.ts';
import fc from '../../support/generated.ts';

type Config = z.input<typeof portalConfig>;

function outlineOf(files: Files, config: Config = {}): Outline {
  const sources = sourcesOf(files);
  const { registry } = loadRegistry(sources);
  return arrangeOutline({ registry, sources, config: portalConfig.parse(config) });
}

/** The tree as lines: two spaces a level, the label, and what it opens. */
function treeOf(files: Files, config: Config = {}): string[] {
  const lines = (entries: readonly OutlineEntry[], indent: string): string[] =>
    entries.flatMap(({ label, document, folder, url, children }) => [
      [
        `${indent}${label}`,
        ...(folder === undefined ? [] : [`${folder}/`]),
        ...(document ? [document.path] : []),
        ...(url === undefined ? [] : [url]),
      ].join(' | '),
      ...lines(children, `${indent}  `),
    ]);
  return lines(outlineOf(files, config).entries, '');
}

/** A document that only has a heading. */
const page = (title: string) => `# ${title}\n\nText.\n`;
/** One with frontmatter of another tool. */
const with_ = (title: string, keys: string) => `---\ntitle: ${title}\n${keys}\n---\n\nText.\n`;

describe('without a stated order', () => {
  test('domains by name, type folders passed over, documents by type and title', () => {
    const files = {
      'b/sops/z.md': doc('sop.b.z', 'Text.\n').replace('doc_type: doc', 'doc_type: sop'),
      'b/a.md': page('Z'),
      'b/y.md': page('Y'),
      'a/inner/x.md': page('X'),
      'README.md': page('Welcome'),
    };
    const outline = outlineOf(files);
    expect(outline.isGiven).toBe(false);
    expect(outline.documents.map(({ path }) => path)).toEqual([
      'a/inner/x.md',
      'b/sops/z.md',
      'b/y.md',
      'b/a.md',
      'README.md',
    ]);
    expect(outline.home?.path).toBe('README.md');
    const [, , , last] = outline.documents;
    expect(last && outline.neighboursOf(last)).toEqual({ previous: outline.documents[2] });
  });
});

describe('documents state it', () => {
  test('with `order` and `nav_title`, of an index for its folder', () => {
    const files = {
      'b/index.md': doc('doc.b', 'Text.\n', 'order: 1\nnav_title: First\n'),
      'b/later.md': doc('doc.later', 'Text.\n', 'order: 2.5\n'),
      'b/sooner.md': doc('doc.sooner', 'Text.\n', 'order: -1\n'),
      'b/none.md': doc('doc.none'),
      'a/x.md': doc('doc.x'),
    };
    expect(treeOf(files)).toEqual([
      'First | b/ | b/index.md',
      '  Title of doc.sooner | b/sooner.md',
      '  Title of doc.later | b/later.md',
      '  Title of doc.none | b/none.md',
      'A | a/',
      '  Title of doc.x | a/x.md',
    ]);
    const { documents, neighboursOf } = outlineOf(files);
    const [, , , none, x] = documents;
    expect(none && neighboursOf(none)).toEqual({ previous: documents[2], next: x });
  });

  test('in the words of Docusaurus, with its category files', () => {
    const files = {
      'intro.md': with_('Introduction', 'sidebar_position: 1\nsidebar_label: Intro'),
      'guides/_category_.json': '{ "label": "How-to guides", "position": 2 }',
      'guides/b.md': with_('B', 'sidebar_position: 1'),
      'guides/a.md': with_('A', 'sidebar_position: 2'),
      'api/_category_.yml': 'label: API\nposition: 1.5\n',
      'api/x.md': with_('X', 'id: x'),
      'zoo/y.md': page('Y'),
    };
    expect(treeOf(files)).toEqual([
      'Intro | intro.md',
      'API | api/',
      '  X | api/x.md',
      'How-to guides | guides/',
      '  B | guides/b.md',
      '  A | guides/a.md',
      'Zoo | zoo/',
      '  Y | zoo/y.md',
    ]);
  });

  test('in the words of Hugo, just-the-docs and Starlight', () => {
    const files = {
      'hugo/_index.md': with_('The Hugo part', 'weight: 3'),
      'hugo/a.md': with_('A', 'weight: 20'),
      'hugo/b.md': with_('B', 'weight: 10\nlinkTitle: Bee'),
      'hugo/c.md': with_('C', 'weight: 0'),
      'jekyll/index.md': with_('Jekyll', 'nav_order: 2'),
      'jekyll/a.md': with_('A', 'nav_order: "2"'),
      'jekyll/b.md': with_('B', 'nav_order: 1'),
      'starlight/a.md': with_('A', 'sidebar:\n  order: 9'),
      'starlight/b.md': with_('B', 'sidebar:\n  order: 1\n  label: Bee'),
    };
    expect(treeOf(files)).toEqual([
      'Starlight | starlight/',
      '  Bee | starlight/b.md',
      '  A | starlight/a.md',
      'Jekyll | jekyll/ | jekyll/index.md',
      '  B | jekyll/b.md',
      '  A | jekyll/a.md',
      'The Hugo part | hugo/ | hugo/_index.md',
      '  Bee | hugo/b.md',
      '  A | hugo/a.md',
      '  C | hugo/c.md',
    ]);
  });

  test('by numbers in names, which labels do not show', () => {
    const files = {
      '02-run/10-last.md': 'Text.\n',
      '02-run/2_first.md': page('The first'),
      '01-start/a.md': page('A'),
      '10 - end/x.md': page('X'),
    };
    expect(treeOf(files)).toEqual([
      'Start | 01-start/',
      '  A | 01-start/a.md',
      'Run | 02-run/',
      '  The first | 02-run/2_first.md',
      '  Last | 02-run/10-last.md',
      'End | 10 - end/',
      '  X | 10 - end/x.md',
    ]);
  });

  test('and by these numbers where stated places are the same', () => {
    const files = {
      'x/03-a.md': with_('A', 'sidebar_position: 1'),
      'x/02-b.md': with_('B', 'sidebar_position: 1'),
      'x/01-c.md': with_('C', 'sidebar_position: 2'),
    };
    const titles = outlineOf(files).documents.map(({ title }) => title);
    expect(titles).toEqual(['B', 'A', 'C']);
  });

  test('but not by dates, versions, years or one number alone', () => {
    for (const names of [
      ['2024-05-01-a', '2024-05-02-b'],
      ['1.2-a', '1.10-b'],
      ['2023-review', '2024-review'],
      ['5-whys', 'other'],
    ]) {
      const files = Object.fromEntries(names.map((name) => [`x/${name}.md`, page(name)]));
      expect(outlineOf(files).isGiven, names[0]).toBe(false);
    }
  });
});

describe('lists of other tools', () => {
  test('`nav` of mkdocs.yml, whose tags are data', () => {
    const files = {
      'index.md': page('Welcome'),
      'ops/a.md': page('A'),
      'ops/b.md': page('B'),
      'ops/unnamed.md': page('Unnamed'),
      'zoo.md': page('Zoo'),
      '../mkdocs.yml': [
        'docs_dir: content',
        'markdown_extensions:',
        '  - pymdownx.emoji:',
        '      emoji_index: !!python/name:material.extensions.emoji.twemoji',
        'secret: !ENV [TOKEN, "x"]',
        'nav:',
        '  - Overview: index.md',
        '  - zoo.md',
        '  - Operations:',
        '      - ops/b.md',
        '      - The first: ops/a.md',
        '      - Status: https://status.example.org',
        '      - Attack: "javascript:alert(1)"',
        '      - ops/gone.md',
      ].join('\n'),
    };
    expect(treeOf(files)).toEqual([
      'Overview | index.md',
      'Zoo | zoo.md',
      'Operations',
      '  B | ops/b.md',
      '  The first | ops/a.md',
      '  Status | https://status.example.org',
      'Other documents',
      '  Ops | ops/',
      '    Unnamed | ops/unnamed.md',
    ]);
    expect(outlineOf(files).foreignProblems).toEqual([
      {
        kind: 'names-nothing',
        file: '../mkdocs.yml',
        names: ['javascript:alert(1)', 'ops/gone.md'],
      },
    ]);
  });

  test('mkdocs.yml within the content speaks of the folder it names', () => {
    const files = {
      'README.md': page('Repository'),
      'docs/a.md': page('A'),
      'docs/b.md': page('B'),
      'mkdocs.yml': 'nav: [b.md, a.md]\n',
    };
    expect(treeOf(files)).toEqual([
      'Repository | README.md',
      'Docs | docs/',
      '  B | docs/b.md',
      '  A | docs/a.md',
    ]);
    const elsewhere = { 'a.md': page('A'), '../mkdocs.yml': 'docs_dir: other\nnav: [a.md]\n' };
    expect(outlineOf(elsewhere).isGiven).toBe(false);
  });

  test('`.pages` and `.nav.yml`, with the rest where it is wanted', () => {
    const files = {
      'ops/.pages': 'title: Operations\nnav:\n  - last.md\n  - ...\n  - Deep: deep\n',
      'ops/a.md': page('A'),
      'ops/b.md': page('B'),
      'ops/last.md': page('Last'),
      'ops/deep/x.md': page('X'),
      'ops/deep/y.md': page('Y'),
      'ops/deep/.nav.yml': 'nav:\n  - Group:\n      - y.md\n  - "*"\n',
    };
    expect(treeOf(files)).toEqual([
      'Operations | ops/',
      '  Last | ops/last.md',
      '  A | ops/a.md',
      '  B | ops/b.md',
      '  Deep | ops/deep/',
      '    Group',
      '      Y | ops/deep/y.md',
      '    X | ops/deep/x.md',
    ]);
  });

  test('SUMMARY.md of mdBook and GitBook', () => {
    const files = {
      'src/SUMMARY.md': [
        '# Summary',
        '',
        '[Preface](./index.md)',
        '',
        '# Part one',
        '',
        '- [Chapter](b.md)',
        '    - [Nested](b/c%20d.md)',
        '- [Draft]()',
        '',
        '---',
        '',
        '[Afterword](a.md)',
      ].join('\n'),
      'src/index.md': page('Index'),
      'src/a.md': page('A'),
      'src/b.md': page('B'),
      'src/b/c d.md': page('C'),
      'src/z.md': page('Z'),
    };
    expect(treeOf(files)).toEqual([
      'Src | src/',
      '  Preface | src/index.md',
      '  Part one',
      '    Chapter | src/b.md',
      '      Nested | src/b/c d.md',
      '  Afterword | src/a.md',
      '  Other documents',
      '    Summary | src/SUMMARY.md',
      '    Z | src/z.md',
    ]);
  });

  test('own order and name outweigh a list', () => {
    const files = {
      'a.md': with_('A', 'order: 1.5\nnav_title: Mine'),
      'b.md': page('B'),
      'c.md': page('C'),
      '../mkdocs.yml': 'docs_dir: content\nnav:\n  - b.md\n  - c.md\n  - Theirs: a.md\n',
    };
    expect(treeOf(files)).toEqual(['B | b.md', 'Mine | a.md', 'C | c.md']);
  });

  test.each([
    ['no YAML', 'nav: [a.md\n  - b'],
    ['an alias within itself', 'nav: &x [*x]'],
    [
      'a bomb of aliases',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
        .split('')
        .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join()}]`)
        .join('\n')}`,
    ],
    ['deep nesting', `nav: ${'['.repeat(20_000)}`],
  ])('a file that is %s is one problem and no order', (_what, text) => {
    const outline = outlineOf({ 'a.md': page('A'), 'mkdocs.yml': text });
    expect(outline.foreignProblems).toMatchObject([{ kind: 'unread', file: 'mkdocs.yml' }]);
    expect(outline.documents.map(({ path }) => path)).toEqual(['a.md']);
  });
});

describe('the configuration', () => {
  const files = {
    'media/a.md': doc('doc.media.a'),
    'media/b.md': doc('doc.media.b', 'Text.\n', 'order: 1\n'),
    'media/deep/c.md': doc('doc.media.c'),
    'start/x.md': doc('doc.start.x'),
    'end.md': doc('doc.end'),
  };

  test('comes before all else, and what it does not name follows', () => {
    const navigation: Config['navigation'] = [
      'end.md',
      { label: 'Begin', items: ['doc.start.x', { to: 'media/deep', label: 'Depth' }] },
      { label: 'Status', url: 'https://status.example.org' },
      { to: 'media', label: 'Our media' },
    ];
    expect(treeOf(files, { navigation })).toEqual([
      'Title of doc.end | end.md',
      'Begin',
      '  Title of doc.start.x | start/x.md',
      '  Depth | media/deep/',
      '    Title of doc.media.c | media/deep/c.md',
      'Status | https://status.example.org',
      'Our media | media/',
      '  Title of doc.media.b | media/b.md',
      '  Title of doc.media.a | media/a.md',
    ]);
  });

  test('says what it names in vain, or twice', () => {
    const navigation: Config['navigation'] = [
      'content/end.md',
      'doc.media.a',
      { label: 'Again', items: ['media/a.md', 'media/'] },
      { to: 'medias', label: 'Media' },
    ];
    const outline = outlineOf(files, { navigation, home: 'end.m' });
    expect(outline.configurationProblems).toEqual([
      { kind: 'unknown', place: 'navigation[0]', name: 'content/end.md', suggestion: 'end.md' },
      {
        kind: 'named-twice',
        place: 'navigation[2].items[0]',
        name: 'media/a.md',
        first: 'navigation[1]',
      },
      { kind: 'unknown', place: 'navigation[3].to', name: 'medias', suggestion: 'media' },
      { kind: 'unknown', place: 'home', name: 'end.m', suggestion: 'end.md' },
    ]);
    expect(new Set(outline.documents).size).toBe(5);
  });

  test('names the first page; plain Markdown at the root is it otherwise', () => {
    const readme = { ...files, 'README.md': page('Welcome') };
    expect(outlineOf(readme).home?.path).toBe('README.md');
    expect(outlineOf(readme, { home: 'docs' }).home).toBeUndefined();
    expect(outlineOf(readme, { home: 'doc.end' }).home?.path).toBe('end.md');
    expect(outlineOf({ ...files, 'README.md': doc('doc.readme') }).home).toBeUndefined();
    const liquid = page('Welcome').concat('{% include tiles.html %}\n');
    expect(outlineOf({ ...files, 'index.md': liquid }).home).toBeUndefined();
  });
});

test('the order is total and loses no document, whatever is stated', () => {
  const name = fc.constantFrom('a', 'b', '01-a', '2-b', 'sops', 'index', 'README');
  const path = fc
    .array(name, { minLength: 1, maxLength: 4 })
    .map((names) => `${names.join('/')}.md`);
  const number = fc.integer({ min: -2, max: 3 });
  const keys = fc.oneof(
    fc.constant(''),
    number.map((value) => `order: ${value}`),
    number.map((value) => `sidebar_position: ${value}\nsidebar_label: S`),
    number.map((value) => `sidebar: { order: ${value} }`),
  );
  const target = fc.oneof(
    path,
    fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/')),
  );
  const nav = fc.letrec((tie) => ({
    item: fc.oneof(
      { maxDepth: 3 },
      target,
      fc.constant('...'),
      fc.record({ G: fc.array(tie('item'), { maxLength: 4 }) }),
    ),
  })).item;
  const list = fc.array(nav, { maxLength: 6 });
  const configured = fc.array(
    fc.oneof(
      target,
      fc.record({ label: fc.constant('L'), items: fc.array(target, { maxLength: 3 }) }),
      fc.record({ to: target, items: fc.array(target, { maxLength: 2 }) }),
    ),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(path, keys), {
        selector: ([each]) => each.toLowerCase(),
        maxLength: 14,
      }),
      fc.array(fc.tuple(fc.constantFrom('', 'a/', 'b/', 'a/b/', '../'), list), { maxLength: 3 }),
      configured,
      (documents, lists, navigation) => {
        const files: Record<string, string> = Object.fromEntries(
          documents.map(([each, key]) => [each, with_(each, key || 'x: 1')]),
        );
        for (const [folder, items] of lists) {
          const isBeside = folder === '../';
          files[isBeside ? '../mkdocs.yml' : `${folder}.pages`] = JSON.stringify({
            docs_dir: 'content',
            nav: items,
          });
        }
        const outline = outlineOf(files, { navigation: navigation as Config['navigation'] });
        const paths = outline.documents.map((document) => document.path);
        expect(paths.toSorted()).toEqual(documents.map(([each]) => each).sort());
        const again = outlineOf(Object.fromEntries(Object.entries(files).reverse()), {
          navigation: navigation as Config['navigation'],
        });
        expect(again.documents.map((document) => document.path)).toEqual(paths);
      },
    ),
    { numRuns: 150 },
  );
});
