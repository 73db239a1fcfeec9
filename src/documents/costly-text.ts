/**
 * What would keep the parser busy for minutes: its time, or its memory, grows with the square of
 * some marks within a paragraph or a word. Found before parsing, by bounds that no text meets
 * which is meant to be read.
 */
import type { Nodes, Root } from 'mdast';
import { walkTree } from './walk-tree.ts';

export interface CostlyText {
  /** What there is too much of, as a noun. */
  readonly found: string;
  readonly action: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

interface Mark {
  readonly found: string;
  readonly action: string;
  readonly pattern: RegExp;
  readonly within: 'document' | 'paragraph' | 'line' | 'word';
  /** The sum, over paragraphs and so on, of marks times characters; within a document, of marks. */
  readonly limit: number;
}

const MARKS: readonly Mark[] = [
  {
    found: 'character references such as `&amp;`',
    action: 'write the characters themselves, or divide the paragraph',
    pattern: /&(?=[#a-z])/gi,
    within: 'paragraph',
    limit: 400_000_000,
  },
  {
    found: 'underscores within a word',
    action: 'put the word into backticks, or divide it',
    pattern: /_/g,
    within: 'word',
    limit: 50_000_000,
  },
  {
    found: 'addresses within a word',
    action: 'put blanks between them',
    pattern: /https?:|www\./gi,
    within: 'word',
    limit: 50_000_000,
  },
  {
    found: 'marks in one line that also has letters beyond ASCII',
    action: 'divide the line',
    pattern: /[!-/:-@[-`{-~]/g,
    within: 'line',
    limit: 2_000_000_000,
  },
];

const MDX_MARKS: readonly Mark[] = [
  ...MARKS,
  {
    found: 'braces and tags',
    action: 'divide the paragraph, or write it as Markdown',
    pattern: /[{<]/g,
    within: 'paragraph',
    limit: 100_000_000,
  },
  {
    found: 'braces and tags',
    action: 'divide the document, or write it as Markdown',
    pattern: /[{<]/g,
    within: 'document',
    limit: 8_000,
  },
];

/** Shorter texts cannot reach a limit. */
const MIN_LENGTH = 4_000;

/** @param parse the Markdown parser, which is asked where code is, with the marks taken out. */
export function findCostlyText(
  text: string,
  format: 'md' | 'mdx',
  parse: (text: string) => Root,
): CostlyText | undefined {
  if (text.length < MIN_LENGTH) return undefined;
  const marks = format === 'mdx' ? MDX_MARKS : MARKS;
  const title = findLongTitle(text);
  if (!title && !marks.some((mark) => firstBeyond(text, mark))) return undefined;
  const outsideCode = withoutCode(text, format, parse);
  for (const mark of marks) {
    const place = firstBeyond(outsideCode, mark);
    if (place) return { found: mark.found, action: mark.action, ...place };
  }
  const place = findLongTitle(outsideCode);
  return place && { found: 'lines in the title of a link', action: 'shorten it', ...place };
}

const MAX_TITLE_LINES = 200;
/** An address ends where another link begins, so that a text of nothing but beginnings is read once. */
const TITLE = /\]\(\s*(?:<[^<>\r\n]*>|(?:(?!\]\()[^\s<>])+)\s+(["'(])/g;

/** Behind the address of a link, what stands in quotation marks or parentheses. */
function findLongTitle(text: string): Place | undefined {
  const openings = [...text.matchAll(TITLE)];
  let rest = 0;
  for (const { index, 0: opening, 1: quote = '' } of openings) {
    const start = index + opening.length;
    if (start < rest) continue;
    const end = endOfTitle(text, start, quote === '(' ? ')' : quote);
    if (text.slice(start, end).split('\n').length > MAX_TITLE_LINES) return { start: index, end };
    rest = end;
  }
  return undefined;
}

function endOfTitle(text: string, start: number, quote: string): number {
  for (let at = text.indexOf(quote, start); at !== -1; at = text.indexOf(quote, at + 1)) {
    if (text[at - 1] !== '\\') return at;
  }
  return text.length;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** The paragraph or word with which the sum is beyond the limit. */
function firstBeyond(text: string, { pattern, within, limit }: Mark): Place | undefined {
  const countIn = (part: string) => part.match(pattern)?.length ?? 0;
  if (within === 'document') {
    return countIn(text) > limit ? { start: 0, end: text.length } : undefined;
  }
  let sum = 0;
  for (const { start, end } of PARTS[within](text)) {
    // Most have too few characters to matter, even if all of them were marks.
    const length = end - start;
    if (length < 200) continue;
    if (within === 'line' && isAscii(text.slice(start, end))) continue;
    sum += countIn(text.slice(start, end)) * length;
    if (sum > limit) return { start, end };
  }
  return undefined;
}

function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text);
}

function* linesOf(text: string): Generator<Place> {
  for (const { index, 0: line } of text.matchAll(/[^\r\n]+/g)) {
    yield { start: index, end: index + line.length };
  }
}

function* wordsOf(text: string): Generator<Place> {
  for (const { index, 0: word } of text.matchAll(/\S+/g)) {
    yield { start: index, end: index + word.length };
  }
}

/** Between blank lines; what quotations and lists put before a line counts as text. */
function* paragraphsOf(text: string): Generator<Place> {
  let start = 0;
  for (const { index, 0: blank } of text.matchAll(/(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r)/g)) {
    yield { start, end: index };
    start = index + blank.length;
  }
  yield { start, end: text.length };
}

const PARTS = { paragraph: paragraphsOf, line: linesOf, word: wordsOf };

/** Parsed in no time, with its code where it was. */
function withoutMarks(text: string): string {
  return text
    .replaceAll(/[&_(]/g, '%')
    .replaceAll(/https?:|www\./gi, (address) => 'x'.repeat(address.length))
    .replaceAll(/[\u0080-\uffff]/g, 'x');
}

/** The same text with blanks in the place of code, which is not looked into for marks. */
function withoutCode(text: string, format: 'md' | 'mdx', parse: (text: string) => Root): string {
  const root = parse(withoutMarks(text));
  const parts: string[] = [];
  let rest = 0;
  walkTree(root, (node) => {
    const { start, end } = placeOf(node);
    // In MDX, indented code is none, and braces are looked for in other code as well.
    const isCode =
      format === 'mdx'
        ? node.type === 'code' && /[`~]/.test(text[start] ?? '')
        : node.type === 'code' || node.type === 'inlineCode';
    if (!isCode || start < rest) return;
    parts.push(text.slice(rest, start), text.slice(start, end).replaceAll(/\S/g, ' '));
    rest = end;
  });
  return parts.join('') + text.slice(rest);
}

function placeOf({ position }: Nodes): Place {
  const start = position?.start.offset ?? 0;
  return { start, end: position?.end.offset ?? start };
}
