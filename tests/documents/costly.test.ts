/** Small files that would keep the machine busy: found, never tried. */
import { expect, test } from 'vitest';
import { groupSlug } from '../../schemas/addresses.ts';
import { parseBody } from '../../src/documents/body.ts';
import { portalOf } from '../support/portal.ts';

const table = (columns: number, rows: number) =>
  `${'| a '.repeat(columns)}|\n${'| - '.repeat(columns)}|\n${'| b |\n'.repeat(rows)}`;

test.each([
  ['character references', '&amp;'.repeat(30_000), 'md', 1],
  ['character references behind other text', `Text.\n\n${'a &#65; '.repeat(30_000)}`, 'md', 8],
  ['underscores in a word', 'a_'.repeat(10_000), 'md', 1],
  ['braces', `Text.\n\n${'{'.repeat(20_000)}`, 'mdx', 8],
  ['tags', '<Callout>a</Callout>\n\n'.repeat(5_000), 'mdx', 1],
  ['lines in a title', `Text.\n\n[a](b "${'a\n'.repeat(20_000)}")\n`, 'md', 10],
  ['marks in a line with other letters', `é${'*a* '.repeat(30_000)}`, 'md', 1],
  ['table cells', table(1_000, 1_000), 'md', 1],
  ['addresses in a word', '[^a]http://a.b'.repeat(3_000), 'md', 1],
  ['braces in code', `\`${'a {b} '.repeat(5_000)}\``, 'mdx', 1],
  ['parts that are links of a wiki', '[[a]]=b '.repeat(60_000), 'md', 1],
  ['parts of a paragraph', '*a* '.repeat(60_000), 'md', 1],
  ['HTML tags', '<b>x</b>\n\n'.repeat(60_000), 'md', undefined],
  ['references to footnotes', `${'[^a] '.repeat(25_000)}\n\n[^a]: Note.\n`, 'md', undefined],
] as const)('too many %s are a finding, and the page shows the text', (_name, text, format, at) => {
  const { problems, isPlainText } = parseBody(text, 0, format);
  expect(isPlainText).toBe(true);
  expect(problems.map(({ code }) => code)).toEqual(['source/too-complex']);
  if (at !== undefined) expect(problems[0]?.at).toMatchObject({ in: 'text', start: at - 1 });
});

test.each([
  ['unclosed tags', '<b>'.repeat(5_000)],
  ['tags in paragraphs of their own', '<div>\n\n'.repeat(5_000)],
  ['tags that end others', '<b></i>'.repeat(5_000)],
  [
    'formatting that goes on in each paragraph',
    Array.from({ length: 5_000 }, (_, size) => `<font size="${size}">a\n\n`).join(''),
  ],
  ['placeholders', 'Write to <your-team>\n'.repeat(5_000)],
  ['tags behind an open comment', `> <!--\n\n${'<b>'.repeat(5_000)}`],
  ['tags behind one that nothing ends', `<plaintext>\n\n${'<b>'.repeat(5_000)}`],
])('%s that nest without end are a finding at a tag', (_name, text) => {
  const portal = portalOf({ 'a.md': text, 'b.mdx': text });
  const found = portal.diagnostics.find(({ code }) => code === 'source/too-deep');
  expect(found?.message).toMatch(/^HTML tags nest deeper than 100 here/);
  expect(found?.range).toBeDefined();
  for (const document of portal.registry.documents) expect(portal.html(document)).toMatch(/^<pre>/);
});

test('a step of any number of lines is read', () => {
  const { steps } = parseBody(`## Procedure\n\n1. Do.\n${'   this\n'.repeat(200_000)}`, 0, 'md');
  expect(steps).toHaveLength(1);
});

test.each(['>', '1. ', '> - '])('%j again and again is too deep before it is parsed', (marker) => {
  const { problems, isPlainText } = parseBody(`Text.\n\n${marker.repeat(100_000)}a\n`, 0, 'md');
  expect(isPlainText).toBe(true);
  expect(problems.map(({ code }) => code)).toEqual(['source/too-deep']);
});

test('what people write is far from every bound', () => {
  const text = [
    '[A link](https://example.org "A title\nof two lines") – '.repeat(500),
    'R&amp;D and &nbsp; again. '.repeat(200),
    `\`\`\`js\n${'const a_b_c = { d: "<e>&amp;" };\n'.repeat(2_000)}\`\`\``,
    `| a | b |\n| - | - |\n${'| `snake_case_name` | x&nbsp;y |\n'.repeat(1_000)}`,
    '<p align="center">Text.\n\n'.repeat(90),
    '<ul><li>One<li>Two</ul>\n\n'.repeat(500),
  ].join('\n\n');
  expect(parseBody(text, 0, 'md').problems).toEqual([]);
  const mdx = `${'<Callout type="tip">\n\nText.\n\n</Callout>\n\n'.repeat(300)}${text.split('<p align')[0]}`;
  expect(parseBody(mdx, 0, 'mdx').problems).toEqual([]);
});

test('a large diagram, and one too many, are shown as text', () => {
  const fence = (lines: number) =>
    `\`\`\`mermaid\ngraph TD\n${'a --> b\n'.repeat(lines)}\`\`\`\n\n`;
  const crossed = Array.from({ length: 60 }, (_, index) => `n${index}`).join(' & ');
  const portal = portalOf({
    'large.md': fence(3) + fence(300),
    'many.md': fence(60).repeat(12),
    'crossed.md': `\`\`\`mermaid\ngraph TD\n${crossed} --> ${crossed}\n\`\`\`\n`,
  });
  const found = portal.diagnostics.filter(({ code }) => code === 'source/too-complex');
  expect(found.map(({ file }) => file)).toEqual([
    'crossed.md',
    'large.md',
    ...Array.from({ length: 5 }, () => 'many.md'),
  ]);
  for (const document of portal.registry.documents) {
    expect(portal.html(document)).toContain('This diagram could not be drawn');
  }
});

test('blanks behind a fence, or before the end of a comment, are read once', () => {
  const blanks = ' '.repeat(300_000);
  const portal = portalOf({
    'fence.md': `--- a${blanks}b\n\nText.\n`,
    'ignore.md': `<!-- opsbook-ignore${blanks}a`,
    'step.md': `## Procedure\n\n1. A.\n${'   <!-- step: '.repeat(20_000)}${blanks}x`,
    'label.md': `[[a|x${blanks}y]]`,
    'comments.md': '<!-- '.repeat(100_000),
  });
  for (const document of portal.registry.documents) portal.html(document);
});

test('frontmatter has a bound of its own', () => {
  const long = `---\nid: doc.a\ntitle: A\ndoc_type: doc\ntags: [${'a, '.repeat(100_000)}a]\n---\n\nText.\n`;
  const [found] = portalOf({ 'a.md': long }).diagnostics;
  expect(found?.message).toMatch(/^The frontmatter is not valid YAML: It has \d+ characters/);
});

test.each([
  ['brackets', '['.repeat(20_000) + ']'.repeat(20_000)],
  ['items', `\n${'- '.repeat(60_000)}a`],
  ['keys in braces', '{a: '.repeat(3_000) + '}'.repeat(3_000)],
  [
    'indented keys',
    `\n${Array.from({ length: 400 }, (_, level) => `${' '.repeat(level + 1)}a:\n`).join('')}`,
  ],
])('frontmatter of nested %s is a finding', (_name, value) => {
  const text = `---\nid: doc.a\ntitle: A\ndoc_type: doc\ntags: ${value}\n---\n\nText.\n`;
  const [found] = portalOf({ 'a.md': text }).diagnostics;
  expect(found?.message).toMatch(/^The frontmatter is not valid YAML: It nests deeper than 50/);
});

test('an alias that holds itself is a finding, one that is used twice is none', () => {
  const text = (keys: string) => `---\nid: doc.a\ntitle: A\ndoc_type: doc\n${keys}\n---\n\nText.\n`;
  const codesOf = (keys: string) =>
    portalOf({ 'a.md': text(keys) }).diagnostics.map(({ code }) => code);
  expect(codesOf('aliases: &a [*a]')).toEqual(['frontmatter/invalid-yaml']);
  expect(codesOf('tags: &a [one]\nsystems: *a')).toEqual(['lifecycle/orphan']);
});

test('names that become names of files are bounded', () => {
  const text = (keys: string) => `---\nid: doc.a\ntitle: A\ndoc_type: doc\n${keys}\n---\n\nText.\n`;
  const portal = portalOf({
    'a.md': text(
      `aliases: [${'a'.repeat(300)}, old/${'a'.repeat(300)}.md]\ntags: [${'b'.repeat(300)}]`,
    ),
  });
  const found = portal.diagnostics.filter(({ code }) => code === 'frontmatter/wrong-value');
  expect(found.map(({ range }) => range?.start.line)).toEqual([5, 6]);
  expect(Buffer.byteLength(groupSlug('ö'.repeat(300)))).toBeLessThan(255);
});
