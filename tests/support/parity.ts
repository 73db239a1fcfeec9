/**
 * The tree of the fast parser held against that of remark-parse and remark-gfm. What may
 * differ is listed here, with the reason; everything else must be the same.
 */
import type { Nodes } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { markdownToMdast } from 'satteri';

export interface PlainNode {
  readonly [key: string]: unknown;
  readonly children?: readonly PlainNode[];
}

const reference = remark().use(remarkGfm).freeze();

export function fastTree(text: string): PlainNode {
  return comparable(markdownToMdast(text, { features: { frontmatter: false } }) as Nodes);
}

export function referenceTree(text: string): PlainNode {
  return comparable(reference.parse(text));
}

/** Blank lines and prefixes at the end of a container belong to it in one parser only. */
const ENDS_VARY = new Set(['list', 'listItem', 'blockquote', 'footnoteDefinition', 'html', 'code']);

function comparable(node: Nodes, isFirstOfTask = false): PlainNode {
  const { position, data: _data, ...rest } = node as Nodes & { children?: Nodes[] };
  const keys = Object.entries(rest).filter(([, value]) => value !== null && value !== undefined);
  const children = rest.children?.map((child, index) =>
    comparable(child, node.type === 'listItem' && node.checked != null && index === 0),
  );
  return {
    ...Object.fromEntries(keys.sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(node.type === 'html' && { value: withoutIndents(node.value) }),
    // One parser counts the box to the paragraph of a task, the other does not.
    ...(!isFirstOfTask && { start: position?.start.offset }),
    ...(!ENDS_VARY.has(node.type) && !endsWithLine(node) && { end: position?.end.offset }),
    ...(children && { children }),
  };
}

/** Within containers the indentation of further lines of HTML is kept by one parser only. */
function withoutIndents(html: string): string {
  return html.replace(/\n+$/, '').replaceAll(/\n[ \t]+/g, '\n');
}

/** Text before a line end: the prefix of the next line in its container counts or does not. */
function endsWithLine(node: Nodes): boolean {
  return node.type === 'text' && /[\r\n]$/.test(node.value);
}
