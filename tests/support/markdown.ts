/** Markdown made by fast-check: every construct of CommonMark and GFM, nested and mangled. */
import fc from './generated.ts';

const word = fc.constantFrom(
  'alpha',
  'beta',
  'Überblick',
  '日本語',
  '🎉',
  'e\u0301',
  '100%',
  'a_b',
  '2 * 3',
  '&amp;',
  '\\*',
  'C:\\dir',
);
const target = fc.constantFrom(
  './a.md',
  '../b c.md',
  '<./b c.md>',
  '#part',
  'https://example.org/?q=1&r=2',
  'doc:doc.a#x',
  'a(2).md',
  '%',
  '',
);

/** Words, some of them marked; no links, no line ends. */
const plain: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: word },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom('*', '**', '_', '__', '~~', '`', '``'), word)
          .map(([mark, text]) => `${mark}${text}${mark}`),
      },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((words) => words.join(' '));

/** One line of running text. */
const line: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: plain },
      fc.tuple(plain, target).map(([text, url]) => `[${text}](${url})`),
      fc.tuple(plain, target).map(([text, url]) => `![${text}](${url} "Title")`),
      fc.tuple(plain, target, target).map(([text, image, url]) => `[![${text}](${image})](${url})`),
      fc
        .tuple(fc.constantFrom('*', '**', '~~'), word, target)
        .map(([mark, text, url]) => `${mark}See [${text}](${url})${mark}`),
      fc.constantFrom(
        '[ref]',
        '[text][ref]',
        '[none][gone]',
        '[^1]',
        '<https://example.org>',
        'https://example.org/a_b',
        'www.example.org.',
        'me@example.org',
        '<b>',
        '</b>',
        '<a href="x.md">',
        '<!-- note -->',
        '[[doc.a]]',
        '[[doc.a|A]]',
      ),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(' '));

/** Some lines of a paragraph. */
const inline: fc.Arbitrary<string> = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '  \n', '\\\n')), { minLength: 1, maxLength: 3 })
  .map((lines) =>
    lines
      .map(([text, end]) => text + end)
      .join('')
      .replace(/(?: {2}|\\)?\n$/, ''),
  );

const leaf: fc.Arbitrary<string> = fc.oneof(
  inline,
  fc
    .tuple(fc.integer({ min: 1, max: 6 }), line)
    .map(([depth, text]) => `${'#'.repeat(depth)} ${text}`),
  fc.tuple(line, fc.constantFrom('===', '---')).map(([text, rule]) => `${text}\n${rule}`),
  fc
    .tuple(fc.constantFrom('```', '~~~', '````'), fc.constantFrom('', 'ts', 'js {1}'), inline)
    .map(([fence, info, text]) => `${fence}${info}\n${text}\n${fence}`),
  fc
    .array(fc.tuple(line, line), { maxLength: 3 })
    .map((rows) =>
      ['| A | B |', '| - | :-: |', ...rows.map(([a, b]) => `| ${a} | ${b} |`)].join('\n'),
    ),
  fc.constantFrom(
    '---',
    '***',
    '<div>\n\n*in*\n\n</div>',
    '<details><summary>x</summary>',
    '<!-- a\nb -->',
    '<script>\nx\n</script>',
    '[ref]: ./a.md "Title"',
    '[^1]: A *note*.',
    '    code',
    '> lazy\nline',
    '\t- tab',
  ),
);

const indent = (text: string, first: string, rest: string) =>
  text
    .split('\n')
    .map((each, index) => (index === 0 ? first : rest) + each)
    .join('\n');

const block: fc.Arbitrary<string> = fc.letrec<{ block: string }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    tie('block').map((text) => indent(text, '> ', '> ')),
    fc
      .tuple(
        fc.constantFrom('- ', '* ', '1. ', '1) '),
        fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
      )
      .map(([bullet, items]) =>
        items.map((text) => indent(text, bullet, ' '.repeat(bullet.length))).join('\n'),
      ),
    // A box counts before a paragraph only, and parsers differ on what else they do with it.
    fc
      .array(fc.tuple(fc.constantFrom('- [ ] ', '- [x] '), plain), { minLength: 1, maxLength: 3 })
      .map((items) => items.map(([bullet, text]) => bullet + text).join('\n')),
  ),
})).block;

/** A whole text with LF line ends, its blocks apart from each other. */
export const markdown: fc.Arbitrary<string> = fc
  .array(block, { maxLength: 8 })
  .map((blocks) => `${blocks.join('\n\n')}\n`);
