import { expect, test } from 'vitest';
import { MAX_DEPTH, parseBody } from '../../src/documents/body.ts';

function linksOf(text: string): [string, string, string][] {
  return parseBody(text, 0, 'md').links.map(({ form, target, start, end }) => [
    form,
    target,
    text.slice(start, end),
  ]);
}

test('every form of link is found, with its source', () => {
  expect(
    linksOf(
      [
        'An [inline](a.md "title") link, <https://example.org>, www.example.org,',
        'a [reference][ref], [[doc.a]], [[doc.b#part|label]] and <a href="h.md">HTML</a>.',
        '',
        '![image](i.png) [![linked image](j.png)](b.md) <img src="k.png" alt="k">',
        '',
        '[ref]: c%20d.md',
        '[unused]: gone.md',
      ].join('\n'),
    ),
  ).toEqual([
    ['inline', 'a.md', '[inline](a.md "title")'],
    ['inline', 'https://example.org', '<https://example.org>'],
    ['inline', 'http://www.example.org', 'www.example.org'],
    ['wiki', 'doc:doc.a', '[[doc.a]]'],
    ['wiki', 'doc:doc.b#part', '[[doc.b#part|label]]'],
    ['html', 'h.md', 'href="h.md"'],
    ['image', 'i.png', '![image](i.png)'],
    ['inline', 'b.md', '[![linked image](j.png)](b.md)'],
    ['image', 'j.png', '![linked image](j.png)'],
    ['html-image', 'k.png', 'src="k.png"'],
    ['definition', 'c%20d.md', '[ref]: c%20d.md'],
  ]);
});

test('a wiki link may stand alone', () => {
  expect(linksOf('- [[doc.a]]\n').map(([form]) => form)).toEqual(['wiki']);
});

test('an escaped wiki link is text, and the next one keeps its place', () => {
  const text = '\\[\\[not one\\]\\] \\[[nor this]] [[doc.a]]\n';
  expect(linksOf(text)).toEqual([['wiki', 'doc:doc.a', '[[doc.a]]']]);
});

test('raw HTML in a list or quotation has its place in the file', () => {
  const text = '- Item\n\n  <p>\n  <a href="h.md">x</a></p>\n\n> <img src="i.png"\n> alt="i">\n';
  expect(linksOf(text)).toEqual([
    ['html', 'h.md', 'href="h.md"'],
    ['html-image', 'i.png', 'src="i.png"'],
  ]);
});

test('wiki links in code are text', () => {
  expect(linksOf('`[[doc.a]]`\n\n```\n[[doc.b]]\n```\n\n    [[doc.c]]\n')).toEqual([]);
});

test('a wiki link in a table cell is written with an escaped bar', () => {
  const text = '| A |\n| - |\n| see [[doc.a\\|label]] |\n';
  expect(linksOf(text)).toEqual([['wiki', 'doc:doc.a', '[[doc.a\\|label]]']]);
});

test('the label of a wiki link may go on in the next line', () => {
  const text = '> - see\n>   [[doc.a|a long\n>   label]], [[doc.b]]\n';
  expect(linksOf(text)).toEqual([
    ['wiki', 'doc:doc.a', '[[doc.a|a long\n>   label]]'],
    ['wiki', 'doc:doc.b', '[[doc.b]]'],
  ]);
});

test('places are right after emoji, escapes and entities', () => {
  const text = '😀 \\[not\\] &amp; [[doc.a]] é [[doc.b]]\n';
  expect(linksOf(text).map(([, , source]) => source)).toEqual(['[[doc.a]]', '[[doc.b]]']);
});

test('places count from the beginning of the file', () => {
  const [link] = parseBody('---\nid: x\n---\n[a](b.md)\n', 14, 'md').links;
  expect([link?.start, link?.end]).toEqual([14, 23]);
});

test('headings get unique slugs as on GitHub', () => {
  const text =
    '# One\n\n## One\n\nSetext\n======\n\n## `code` & [link](x.md)\n\n## 日本語 🎉\n\n## A <!-- hidden -->\n';
  expect(parseBody(text, 0, 'md').headings.map(({ slug }) => slug)).toEqual([
    'one',
    'one-1',
    'setext',
    'code--link',
    '日本語-',
    'a',
  ]);
});

test('ids of raw HTML are anchors, those in comments and code are not', () => {
  const text =
    '<a id="here"></a> <a name="there"></a>\n\n<!-- <p id="no"> -->\n\n`<p id="code">`\n';
  expect([...parseBody(text, 0, 'md').anchors].sort()).toEqual(['here', 'there']);
});

test.each([
  [
    'in `noscript`, which browsers without scripts show',
    '<noscript><img src="i.png"></noscript>\n',
  ],
  ['defined in a footnote nobody refers to', '![x][r]\n\n[^a]: Text.\n\n    [r]: i.png\n'],
  [
    'defined in a footnote within one',
    '![x][r]\n\n[^a]: > [^b]: Text.\n    >\n    >     [r]: i.png\n',
  ],
])('what a page shows is a link, %s', (_where, text) => {
  expect(parseBody(text, 0, 'md').links.map(({ target }) => target)).toEqual(['i.png']);
});

const PROCEDURE = `## Procedure

### Prepare

1. Open the **form**. <!-- step: open-form -->
   Details.
2. Fill it in.

### Send

1. Press *Send*. <!-- step: send -->

   - Not a step.

   1. Not a step either.

## Validation

1. Not a step.
`;

test('steps are counted through the groups of the procedure', () => {
  const { steps, anchors } = parseBody(PROCEDURE, 0, 'md');
  expect(steps.map(({ ordinal, name, title, anchor }) => [ordinal, name, title, anchor])).toEqual([
    [1, 'open-form', 'Open the form.', 'step-open-form'],
    [2, undefined, 'Fill it in.', 'step-2'],
    [3, 'send', 'Press Send.', 'step-send'],
  ]);
  expect(anchors.has('step-2')).toBe(true);
});

test('the hash of a step ignores its name, number, place and line ends', () => {
  const [first] = parseBody(PROCEDURE, 0, 'md').steps;
  const same = [
    PROCEDURE.replace('<!-- step: open-form -->', '<!-- step: renamed -->'),
    PROCEDURE.replace('<!-- step: open-form -->', '').replace('form**. ', 'form**.'),
    PROCEDURE.replaceAll('\n', '\r\n'),
    PROCEDURE.replace('### Prepare\n\n', '### Prepare\n\n1. Before.\n'),
  ].map((text) => parseBody(text, 0, 'md').steps.find(({ title }) => title.startsWith('Open')));
  expect(same.map((step) => step?.hash)).toEqual(same.map(() => first?.hash));
  const changed = parseBody(PROCEDURE.replace('Details', 'Detail'), 0, 'md').steps[0];
  expect(changed?.hash).not.toBe(first?.hash);
});

test('a heading never takes the fragment of a step', () => {
  const { headings } = parseBody(`${PROCEDURE}\n## Step 2\n`, 0, 'md');
  expect(headings.at(-1)?.slug).toBe('step-2-1');
});

test('nesting up to the limit is parsed, beyond it the text is plain', () => {
  expect(parseBody(`${'>'.repeat(MAX_DEPTH - 3)} x`, 0, 'md').isPlainText).toBe(false);
  const deep = parseBody(`${'>'.repeat(10_000)} x`, 0, 'md');
  expect(deep.isPlainText).toBe(true);
  expect(deep.problems.map(({ code }) => code)).toEqual(['source/too-deep']);
});

test.each([
  ['import x from "y"\n', '`import` and `export` are not allowed'],
  ['{1 + 1}\n', 'Expressions in `{…}` are not allowed'],
  ['<Chart />\n', '`<Chart>` is not one of'],
  ['<Callout {...props}>x</Callout>\n', '`<Callout>` takes literal attributes only'],
  ['<Callout type={x}>x</Callout>\n', '`<Callout>` takes literal attributes only'],
  ['<>x</>\n', 'Fragments'],
  ['<Callout set:html="<b>x</b>" />\n', '`<Callout>` does not take `set:html`'],
  ['<Callout set:text="x" />\n', '`set:text`'],
  ['<Tabs client:load />\n', '`<Tabs>` does not take `client:load`'],
  ['<Steps server:defer />\n', '`server:defer`'],
  ['<Tab slot="x" label="y" />\n', '`<Tab>` does not take `slot`'],
  ['<Callout class="x" />\n', '`class`'],
  ['<Video constructor="x" />\n', '`constructor`'],
  ['<Callout __proto__="x" />\n', '`__proto__`'],
  ['Some <Callout is:raw="x">text</Callout>.\n', '`is:raw`'],
  ['<Callout title />\n', '`title` of `<Callout>` has no value'],
  ['<Callout\n', ''],
])('MDX that would run code is refused: %j', (text, reason) => {
  const { problems } = parseBody(text, 0, 'mdx');
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ code: 'content/invalid-mdx' });
  expect(problems[0]).toHaveProperty('reason', expect.stringContaining(reason));
});

test('MDX with the documented components is a document like any other', () => {
  const body = parseBody('<Callout type="tip">\n\n## Part\n\n[a](b.md)\n\n</Callout>\n', 0, 'mdx');
  expect(body.problems).toEqual([]);
  expect(body.headings.map(({ slug }) => slug)).toEqual(['part']);
  expect(body.links.map(({ target }) => target)).toEqual(['b.md']);
});
