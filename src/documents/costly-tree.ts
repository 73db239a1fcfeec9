/**
 * What is parsed in no time and would hold up, or stop, those who turn the tree into a page: found
 * in the tree, by bounds that no document meets which is meant to be read.
 */
import type { Nodes, Root } from 'mdast';
import { diagramSize, MAX_DIAGRAM_SIZE, MAX_DIAGRAMS_SIZE } from './diagram-size.ts';
import { walkTree } from './walk-tree.ts';

export interface CostlyNode {
  readonly node: Nodes;
  /** A sentence without its end. */
  readonly found: string;
  readonly action: string;
}

/** Short rows are filled up to the width of the first. */
const MAX_TABLE_CELLS = 200_000;
/** Libraries hand these on as arguments of one call, which has room for twice as many. */
const MAX_PARTS = 50_000;
const MAX_TAGS = 50_000;
/** Each is led back to from the note, twice. */
const MAX_FOOTNOTE_REFERENCES = 20_000;

/** The first node with which the document is too much for a page. */
export function findCostlyTree(root: Root): CostlyNode | undefined {
  const total = { cells: 0, tags: 0, references: 0 };
  let first: CostlyNode | undefined;
  let manyParts: CostlyNode | undefined;
  walkTree(root, (node) => {
    first ??= countIn(node, total);
    if (!('children' in node) || node.children.length <= MAX_PARTS) return;
    const found = `There are ${node.children.length} parts in one block here, and a page shows at most ${MAX_PARTS}`;
    const large: CostlyNode = { node, found, action: 'divide it' };
    // Of these, raw HTML alone makes parts of another element.
    if (['root', 'list', 'table'].includes(node.type)) manyParts ??= large;
    else first ??= large;
  });
  return first ?? (total.tags > 0 ? manyParts : undefined);
}

function countIn(
  node: Nodes,
  total: { cells: number; tags: number; references: number },
): CostlyNode | undefined {
  const tooMany = (count: number, limit: number, what: string, action: string) =>
    count <= limit
      ? undefined
      : { node, found: `Up to here there are more than ${limit} ${what}`, action };
  switch (node.type) {
    case 'table': {
      total.cells += (node.align?.length ?? 0) * node.children.length;
      const action = 'divide the document, or keep the data in a file beside it';
      return tooMany(total.cells, MAX_TABLE_CELLS, 'table cells', action);
    }
    case 'html':
      total.tags += node.value.match(/<(?=[a-z])/gi)?.length ?? 0;
      return tooMany(total.tags, MAX_TAGS, 'HTML tags', 'write it in Markdown');
    case 'footnoteReference':
      total.references += 1;
      return tooMany(
        total.references,
        MAX_FOOTNOTE_REFERENCES,
        'references to footnotes',
        'divide the document',
      );
    default:
      return undefined;
  }
}

/** Diagrams that are shown as text, because drawing them would take too long. */
export function findLargeDiagrams(root: Root): CostlyNode[] {
  const large: CostlyNode[] = [];
  let total = 0;
  walkTree(root, (node) => {
    if (node.type !== 'code' || node.lang !== 'mermaid') return;
    const size = diagramSize(node.value);
    total += size;
    if (size > MAX_DIAGRAM_SIZE) {
      const found = `This diagram has about ${size} lines and connections, and at most ${MAX_DIAGRAM_SIZE} are drawn`;
      large.push({ node, found, action: 'divide it' });
    } else if (total > MAX_DIAGRAMS_SIZE) {
      const found = `The diagrams up to this one have about ${total} lines and connections, and at most ${MAX_DIAGRAMS_SIZE} are drawn in one document`;
      large.push({ node, found, action: 'divide the document' });
    }
  });
  return large;
}
