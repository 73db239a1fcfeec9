/** Documents of one pattern, repeated until they are as large as a document may be. */
import fc from './generated.ts';

export interface CostlyDocument {
  readonly path: string;
  readonly text: string;
}

export const SIZE = 2_000_000;

const ATOMS = [
  '[',
  '[[',
  ']',
  '](',
  '![',
  '(',
  ')',
  '<',
  '<a ',
  '<b>',
  '</b>',
  '<p>',
  '<!--',
  '-->',
  '<![CDATA[',
  '<?',
  '`',
  '``',
  '```',
  '~',
  '~~~',
  '*',
  '**',
  '_',
  '__',
  '|',
  '| - |',
  '>',
  '> ',
  '- ',
  '-',
  '1. ',
  '#',
  '## ',
  '&amp;',
  '&#x41;',
  '&',
  ';',
  '\\',
  ' ',
  '    ',
  '\t',
  '\n',
  '\n\n',
  '  \n',
  '\r',
  '=',
  '===\n',
  '---\n',
  '+',
  '[^a]',
  '[^a]: ',
  '[a]: b\n',
  '[a][a]',
  '[a](b.md)',
  '![a](a.png)',
  '[[a]]',
  '[[a|',
  '[[a|b]]',
  '$',
  '^',
  ':',
  '{',
  '}',
  '{a}',
  '<Callout>',
  '</Callout>',
  '<Tabs>',
  '<Callout title="',
  '"',
  "'",
  'import a',
  'export ',
  '=>',
  'a',
  'a ',
  'word ',
  'É',
  '漢',
  '😀',
  '\u0301',
  '\u200b',
  '\0',
  'http://a.b',
  'www.a',
  'a@b.c ',
  'TODO ',
  'TBD',
  '<!-- step: ',
  '<!-- step: a -->',
  '<!-- opsbook-ignore ',
  'title="',
  '1-9,',
  'AKIA',
  'sk-',
  '-----BEGIN ',
  '<details>',
  '<table>',
  '<td>',
  '<svg>',
  '<select>',
  '<li>',
  '<font size="1">',
  '<img src="a.png">',
  '<a href="',
  'a --> b\n',
  'a[',
  'a & ',
  'subgraph a\n',
  '## Procedure\n\n',
  '- [ ] a\n',
  '> [!NOTE]\n',
  '{{a}} ',
  'doc:',
  '%20',
] as const;

/** What a pattern stands in. */
const FRAMES: readonly (readonly [before: string, after: string])[] = [
  ['', ''],
  ['', ''],
  ['', ''],
  ['Text ', ' text'],
  ['```mermaid\ngraph TD\n', '\n```\n'],
  ['```js ', '\n```\n'],
  ['```html\n', '\n```\n'],
  ['[a](', ')'],
  ['[a](b "', '")'],
  ['![', '](a.png)'],
  ['<b title="', '">x</b>'],
  ['<div>\n', '\n</div>'],
  ['<x-y>', '</x-y>'],
  ['| a |\n| - |\n', '\n'],
  ['## Procedure\n\n1. ', '\n'],
  ['- ', '\n'],
  ['[^a]: ', '\n\n[^a]'],
  ['`', '`'],
  ['[[a|', ']]'],
  ['<Callout title="', '" />'],
  ['<!-- opsbook-ignore', ' -->'],
];

const FRONTMATTER = [
  '[',
  '{',
  '- ',
  '- a\n',
  'a: b\n',
  '&a ',
  '*a ',
  ' ',
  '\t',
  '"',
  "'",
  '? ',
  '!!str ',
  '# a\n',
  '  a\n',
  'a',
  '---\n',
  ', ',
  '\n',
] as const;

const repeat = (unit: string, size = SIZE) =>
  unit.repeat(Math.max(1, Math.floor(size / Buffer.byteLength(unit))));

const unit = fc
  .array(fc.constantFrom(...ATOMS), { minLength: 1, maxLength: 4 })
  .map((atoms) => atoms.join(''));

const path = fc.constantFrom('a.md', 'a.md', 'a.mdx');

const ofOnePattern = fc
  .tuple(unit, fc.constantFrom(...FRAMES), path)
  .map(([pattern, [before, after], name]) => ({
    path: name,
    text: before + repeat(pattern) + after,
  }));

/** A pattern whose number stands in it, so that no two are the same. */
const numbered = fc
  .tuple(
    fc.constantFrom(
      '## h#\n\n',
      '[^#] ',
      '[^#]: x\n\n',
      '[a#]: b\n',
      '[a#] ',
      '<b id="#">',
      '<font size="#">',
      '[[a#]] ',
      '<a#>',
      'a# --> b#\n',
      '1. a <!-- step: s# -->\n',
      '[a](#a#) ',
      '&a# ',
    ),
    fc.constantFrom('', '## Procedure\n\n', '```mermaid\ngraph TD\n'),
    path,
  )
  .map(([pattern, before, name]) => {
    const count = Math.floor(SIZE / (pattern.length + 6));
    const parts = Array.from({ length: count }, (_, index) =>
      pattern.replaceAll('#', (sign, at) =>
        pattern[at - 1] === '#' || pattern[at + 1] === '#' || at === 0 ? sign : String(index),
      ),
    );
    return { path: name, text: before + parts.join('') };
  });

/** Deeper and deeper, or more and more. */
const growing = fc
  .tuple(
    fc.constantFrom<readonly [string, string, string]>(
      ['- ', 'a', '\n'],
      [' ', '- a', '\n'],
      ['>', ' a', '\n'],
      ['`', ' a', '\n'],
      ['*', 'a', ' '],
      ['<div>', 'a', '\n'],
      ['[', 'a', ']'],
    ),
    path,
  )
  .map(([[part, content, end], name]) => {
    const lines: string[] = [];
    for (let size = 0, depth = 1; size < SIZE; depth++) {
      lines.push(part.repeat(depth) + content + end);
      size += part.length * depth + content.length + end.length;
    }
    return { path: name, text: lines.join('') };
  });

const frontmatter = fc
  .tuple(
    fc
      .array(fc.constantFrom(...FRONTMATTER), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join('')),
    fc.constantFrom(
      '---\n',
      '---\nid: doc.a\ntitle: A\ndoc_type: doc\n',
      '--- a',
      '---',
      '---\nid: doc.a\ntags: [',
      '---\ntitle: |\n',
      '\n',
      '---\naliases: [',
    ),
    fc.constantFrom('\n---\n\nText.\n', ']\n---\n', 'b\n', ''),
    // Some within the bound of the block, some beyond it.
    fc.constantFrom(250_000, SIZE),
  )
  .map(([pattern, before, after, size]) => ({
    path: 'a.md',
    text: before + repeat(pattern, size) + after,
  }));

const table = fc
  .tuple(fc.integer({ min: 1, max: 3_000 }), fc.constantFrom('|\n', '| a |\n', '| [[a\\|b]] |\n'))
  .map(([columns, row]) => ({
    path: 'a.md',
    text: `${'| a '.repeat(columns)}|\n${'| - '.repeat(columns)}|\n${repeat(row, SIZE - columns * 8)}`,
  }));

export const costlyDocument: fc.Arbitrary<CostlyDocument> = fc.oneof(
  { weight: 8, arbitrary: ofOnePattern },
  { weight: 3, arbitrary: numbered },
  { weight: 1, arbitrary: growing },
  { weight: 3, arbitrary: frontmatter },
  { weight: 1, arbitrary: table },
);

/** Words in paragraphs, as large as the others. */
export const PLAIN: CostlyDocument = { path: 'a.md', text: repeat('word word word word\n\n') };

/** What once took minutes, gigabytes or the process. */
export const KNOWN: readonly CostlyDocument[] = [
  ...[
    '&amp;',
    '- a\n',
    '[^a]',
    '_a',
    '<b>',
    '<p><b>',
    '<!-- ',
    '<!-- step: ',
    '[[a|&amp;]] ',
    '| a |\n',
    '*a* ',
    '[a](%) ',
  ].map((pattern) => ({ path: 'a.md', text: repeat(pattern) })),
  ...['{', '{a} ', '<', '<Callout>a</Callout>\n\n', '<Callout>a</Callout> b ', '{`${'].map(
    (pattern) => ({ path: 'a.mdx', text: repeat(pattern) }),
  ),
  { path: 'a.md', text: `[a](b "${repeat('a\n')}")` },
  { path: 'a.md', text: `é${repeat('*a* ')}` },
  { path: 'a.md', text: repeat('> - ') },
  { path: 'a.md', text: repeat('](![') },
  { path: 'a.md', text: `## Procedure\n\n1. ${repeat('a\n')}` },
  { path: 'a.md', text: `<x-y>${repeat('http://a.bÉ]')}` },
  { path: 'a.md', text: repeat('[^a]http://a.b') },
  { path: 'a.md', text: repeat('[[a]]=b ') },
  { path: 'a.mdx', text: `\`${repeat('a {b} ')}\`` },
  { path: 'a.md', text: `[^a]: x\n\n${repeat('[^a] ')}` },
  { path: 'a.md', text: `--- a${repeat(' ')}b\n` },
  { path: 'a.md', text: `\`\`\`mermaid\ngraph TD\n${repeat('a --> b\n')}\`\`\`\n` },
  { path: 'a.md', text: repeat('```mermaid\ngraph TD\na-->b\n```\n\n') },
  {
    path: 'a.md',
    text: `\`\`\`js {${repeat('1-999999,', SIZE / 2)}}\n${repeat('\n', SIZE / 2 - 100)}\`\`\`\n`,
  },
  { path: 'a.md', text: `<!-- opsbook-ignore${repeat(' ')}` },
  {
    path: 'a.md',
    text: `---\nid: doc.a\ntitle: A\ndoc_type: doc\ntags: ${'['.repeat(120_000)}${']'.repeat(120_000)}\n---\n`,
  },
  { path: 'a.md', text: `<x-y>${repeat('<i></i>')}</x-y>` },
];
