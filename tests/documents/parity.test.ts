import { expect, test } from 'vitest';
import fc from '../support/generated.ts';
import { markdown } from '../support/markdown.ts';
import { fastTree, referenceTree } from '../support/parity.ts';

test('the fast parser reads Markdown as remark-parse and remark-gfm do', () => {
  fc.assert(
    fc.property(markdown, (text) => {
      expect(fastTree(text)).toEqual(referenceTree(text));
    }),
    { seed: 20_261_121, numRuns: 2_000 },
  );
});

test.each([
  ['line ends of Windows', 'A *b*\r\n\r\n- c\r\n- d\r\n\r\n```\r\ne\r\n```\r\n'],
  ['lists that begin with any number', 'a\n\n7) b\n8) c\n\n0. d\n'],
  ['tabs', '-\ta\n\n\tb\n\n1.\tc\n'],
  ['entities and escapes', '&copy; &#35; &unknown; \\# \\a\n'],
  ['nested quotations and lists', '> > - a\n> >   1. b\n> >\n> >      c\n'],
  ['tables with escaped bars', '| a \\| b | `c \\| d` |\n| :- | -: |\n| e | f | g |\n'],
  ['reference links of every kind', '[a][b] [b][] [b] ![c][b]\n\n[b]: <./d e.md> (T)\n'],
  [
    'raw HTML of every kind',
    '<div>\n*a*\n</div>\n\n<b>c</b> <!-- d --> <?e?> <!F> <![CDATA[g]]>\n',
  ],
  ['footnotes', 'A[^b].\n\n[^b]: C\n\n    D\n'],
  ['strikethrough', 'a ~b~ ~~c~~ ~~~d~~~\n'],
  ['hard breaks', 'a  \nb\\\nc\n'],
  ['an empty text', ''],
])('%s are read alike', (_case, text) => {
  expect(fastTree(text)).toEqual(referenceTree(text));
});

test.each([
  ['a list from 7 on below a definition below indented code', '    a\n\n[b]: c\n\n7) d\n'],
  ['a box before anything but a paragraph', '- [x] | a |\n  | - |\n'],
  ['a table on the line below a table in a list', '- | a |\n  | - |\n| b |\n| - |\n'],
])('%s is a known difference', (_case, text) => {
  expect(fastTree(text)).not.toEqual(referenceTree(text));
});
