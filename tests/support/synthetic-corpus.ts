/**
 * A content root of any size, made from a seed: documents with the oddities that real
 * Markdown has. The same seed gives the same bytes.
 */
import type { Files } from './content.ts';

const WORDS = 'intake review sponsor invoice upload schedule guest recording publish archive'.split(
  ' ',
);
const HEADINGS = [
  'Überblick 🎉',
  '`code` & <b>HTML</b>',
  'Same title',
  'Same title',
  '日本語の見出し',
  'A [link](#custom) inside',
  'Dots. And – dashes — here',
  '100 % & more?!',
];

/** Park–Miller: small, seeded, and the same everywhere (Comm. ACM 31, 1988). */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

export function syntheticCorpus(documents: number, seed = 1): Files {
  const random = randomNumbers(seed);
  const pick = <T>(items: readonly T[]): T =>
    items[Math.floor(random.next().value * items.length)] as T;
  const pathOf = (index: number) => `area-${index % 7}/topic-${index % 23}/document ${index}.md`;
  const files: Record<string, string> = {
    'images/pixel.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  };
  for (let index = 0; index < documents; index++) {
    const other = Math.floor(random.next().value * documents);
    const sections = Array.from({ length: 4 }, () => {
      const words = Array.from({ length: 60 }, () => pick(WORDS)).join(' ');
      return `## ${pick(HEADINGS)}\n\n${words}.\n`;
    });
    files[pathOf(index)] = [
      `---\nid: doc.synthetic-${index}\ntitle: Synthetic document ${index}\ndoc_type: doc\n---\n`,
      'Setext heading\n==============\n',
      ...sections,
      `After [[doc.synthetic-${(index + 1) % documents}]] see [[doc.synthetic-${other}]] and [the file](<../../${pathOf(other)}>).\n`,
      '| A | B |\n| - | - |\n| x \\| y | ![Pixel](/images/pixel.svg) |\n',
      '<details><summary>More</summary>\n\n<a id="custom"></a> [Up](#custom)\n\n</details>\n',
      'A footnote[^1].\n\n[^1]: Its text.\n',
    ].join('\n');
  }
  return files;
}
