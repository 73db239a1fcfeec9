/**
 * `[[id]]`, `[[id|label]]`, `[[id#anchor|label]]`: found in text nodes (so never inside
 * code) and replaced by ordinary `link` nodes, which everything downstream understands.
 */
import type { Link, Nodes, PhrasingContent, Root, Text } from 'mdast';
import { visit } from 'unist-util-visit';
import type { DocumentProblem } from './problem.ts';
import { walkTree } from './walk-tree.ts';

declare module 'mdast' {
  interface LinkData {
    /** Set on a link written as `[[…]]`. */
    wiki?: true;
  }
}

/**
 * In a table cell the bar is written `\|`, which the parser leaves in the source only. A label
 * may go on in the next line, as that of any link may: editors wrap lines.
 */
const WIKI_LINK = /\[\[([^[\]|\\\r\n]+)(?:\\?\|([^[\]]*))?\]\]/g;

/** As in a file: a backslash before the first bracket makes it text. */
const WRITTEN = new RegExp(`(?<!\\\\)${WIKI_LINK.source}`, 'g');

export function splitWikiLinks(root: Root, source: string): void {
  walkTree(root, (parent) => {
    if (!('children' in parent) || parent.type === 'link') return;
    const isSplit = (node: Nodes): node is Text =>
      node.type === 'text' && node.value.includes('[[');
    if (!parent.children.some(isSplit)) return;
    // What holds text holds phrasing.
    const children = parent.children as PhrasingContent[];
    parent.children = children.flatMap((node) => (isSplit(node) ? split(node, source) : [node]));
  });
}

/**
 * Works on the decoded value, so that the target reads as the author meant it, and takes
 * positions from the raw source. What has no counterpart there was escaped and is text.
 */
function split(node: Text, source: string): PhrasingContent[] {
  const from = node.position?.start.offset ?? 0;
  const nextPlace = placesOf(source.slice(from, node.position?.end.offset));
  const parts: PhrasingContent[] = [];
  let rest = 0;
  let rawRest = from;
  const addText = (until: number | undefined, end: number) => {
    const value = node.value.slice(rest, until);
    if (value !== '') parts.push({ type: 'text', value, position: placeOf(node, rawRest, end) });
  };
  for (const match of node.value.matchAll(WIKI_LINK)) {
    const place = nextPlace(match[0]);
    if (!place) continue;
    const start = from + place.index;
    const end = start + place[0].length;
    addText(match.index, start);
    parts.push(toLink(match, node, start, end));
    rest = match.index + match[0].length;
    rawRest = end;
  }
  if (parts.length === 0) return [node];
  addText(undefined, node.position?.end.offset ?? rawRest);
  return parts;
}

/**
 * Finds where each link of a text is written, in order: the next one in the source that decodes to
 * it, as far as that can be told without a parser. However many there are, each is passed once.
 */
function placesOf(source: string): (value: string) => RegExpExecArray | undefined {
  // What holds a character reference may decode to anything.
  const ANYTHING = '';
  const places = Map.groupBy([...source.matchAll(WRITTEN)], ([written]) =>
    written.includes('&') ? ANYTHING : bareText(written),
  );
  const passed = new Map<string, number>();
  let from = 0;
  const peek = (key: string) => {
    const group = places.get(key) ?? [];
    let index = passed.get(key) ?? 0;
    while ((group[index]?.index ?? from) < from) index += 1;
    passed.set(key, index);
    return group[index];
  };
  return (value) => {
    const [same, other] = [peek(bareText(value)), peek(ANYTHING)];
    const place = other && (!same || other.index < same.index) ? other : same;
    if (place) from = place.index + 1;
    return place;
  };
}

function bareText(text: string): string {
  return text
    .replaceAll(/\\(?=[!-/:-@[-`{-~])/g, '')
    .split('\n')
    .map((line, index) => (index === 0 ? line : line.replace(/^[\s>]+/, '')).trimEnd())
    .join(' ');
}

function toLink(match: RegExpExecArray, node: Text, start: number, end: number): Link {
  const target = (match[1] ?? '').trim();
  const label = match[2]?.trim() || target;
  return {
    type: 'link',
    url: `doc:${target}`,
    children: [{ type: 'text', value: label }],
    data: { wiki: true },
    position: placeOf(node, start, end),
  };
}

/** Only the offsets count downstream; the line is that of the whole text. */
function placeOf(node: Text, start: number, end: number): NonNullable<Text['position']> {
  const line = node.position?.start ?? { line: 1, column: 1 };
  return { start: { ...line, offset: start }, end: { ...line, offset: end } };
}

/** In code it is text, although the bar ends the cell there as well. */
const BARE_BAR = /(?<!`)\[\[[^[\]|\\`\r\n]+\|[^[\]|`\r\n]*\]\](?!`)/g;

/** Wiki links whose bare bar the table took for the end of a cell; `offset` is the body's. */
export function findSplitWikiLinks(root: Root, source: string, offset: number): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  visit(root, 'tableRow', (row) => {
    const from = row.position?.start.offset ?? 0;
    for (const match of source.slice(from, row.position?.end.offset).matchAll(BARE_BAR)) {
      const start = offset + from + match.index;
      const bar = start + match[0].indexOf('|');
      problems.push({
        code: 'reference/split-wiki-link',
        at: { in: 'text', start, end: start + match[0].length },
        link: match[0],
        bar: { in: 'text', start: bar, end: bar + 1 },
      });
    }
  });
  return problems;
}
