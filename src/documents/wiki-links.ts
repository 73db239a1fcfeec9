/**
 * `[[id]]`, `[[id|label]]`, `[[id#anchor|label]]`: found in text nodes (so never inside
 * code) and replaced by ordinary `link` nodes, which everything downstream understands.
 */
import type { Link, PhrasingContent, Root, Text } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';

declare module 'mdast' {
  interface LinkData {
    /** Set on a link written as `[[…]]`. */
    wiki?: true;
  }
}

/** In a table cell the bar is written `\|`, which the parser leaves in the source only. */
const WIKI_LINK = /\[\[([^[\]|\\\r\n]+)(?:\\?\|([^[\]\r\n]*))?\]\]/g;

export function splitWikiLinks(root: Root, source: string): void {
  visit(root, 'text', (node, index, parent) => {
    if (!parent || index === undefined || parent.type === 'link') return undefined;
    if (!node.value.includes('[[')) return undefined;
    const parts = split(node, source);
    if (parts[0] === node) return undefined;
    (parent.children as PhrasingContent[]).splice(index, 1, ...parts);
    return [SKIP, index + parts.length];
  });
}

/**
 * Works on the decoded value, so that the target reads as the author meant it, and takes
 * positions from the raw source, which holds the same links in the same order.
 */
function split(node: Text, source: string): PhrasingContent[] {
  const from = node.position?.start.offset ?? 0;
  const raw = [...source.slice(from, node.position?.end.offset).matchAll(WIKI_LINK)];
  const parts: PhrasingContent[] = [];
  let rest = 0;
  let ordinal = 0;
  for (const match of node.value.matchAll(WIKI_LINK)) {
    const place = raw[ordinal++];
    const start = from + (place?.index ?? 0);
    const end = start + (place?.[0].length ?? match[0].length);
    if (match.index > rest)
      parts.push({ type: 'text', value: node.value.slice(rest, match.index) });
    parts.push(toLink(match, node, start, end));
    rest = match.index + match[0].length;
  }
  if (parts.length === 0) return [node];
  if (rest < node.value.length) parts.push({ type: 'text', value: node.value.slice(rest) });
  return parts;
}

function toLink(match: RegExpExecArray, node: Text, start: number, end: number): Link {
  const target = (match[1] ?? '').trim();
  const label = match[2]?.trim() || target;
  const line = node.position?.start ?? { line: 1, column: 1 };
  return {
    type: 'link',
    url: `doc:${target}`,
    children: [{ type: 'text', value: label }],
    data: { wiki: true },
    position: { start: { ...line, offset: start }, end: { ...line, offset: end } },
  };
}
