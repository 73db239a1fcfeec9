/**
 * mdast to hast by `mdast-util-to-hast`, without what it does more often than needed: it first
 * walks the whole tree for definitions with a visitor slower than all the rest, and asks all
 * siblings of every list item and every row of a table, which takes minutes for a long list.
 */
import type { Root as HastRoot } from 'hast';
import type { List, ListItem, Parents, Root, RootContent, TableRow } from 'mdast';
import {
  defaultHandlers,
  type Handlers,
  type Options,
  type State,
  toHast,
} from 'mdast-util-to-hast';
import { walkTree } from '../../documents/walk-tree.ts';

/** remark plugin. */
export function remarkToHast(options: Options = {}) {
  return (root: Root): HastRoot => {
    const definitions: Root = { type: 'root', children: definitionsOf(root) };
    const looseness = new Map<Parents, boolean>();
    const handlers = {
      listItem(state: State, node: ListItem, parent: Parents | undefined) {
        if (parent?.type !== 'list') return defaultHandlers.listItem(state, node, parent);
        const isLoose = looseness.get(parent) ?? isLooseList(parent);
        looseness.set(parent, isLoose);
        return defaultHandlers.listItem(state, node, { ...parent, spread: isLoose, children: [] });
      },
      tableRow(state: State, node: TableRow, parent: Parents | undefined) {
        if (parent?.type !== 'table') return defaultHandlers.tableRow(state, node, parent);
        // Only whether it is the first row matters.
        const [header] = parent.children;
        const children = header === undefined || header === node ? [node] : [header, node];
        return defaultHandlers.tableRow(state, node, { ...parent, children });
      },
      root: (state: State, node: Root) =>
        defaultHandlers.root(state, node === definitions ? root : node),
      // The types of handlers know no root as a result, though one is asked for it.
    } as unknown as Handlers;
    // A root becomes a root.
    return toHast(definitions, { ...options, handlers }) as HastRoot;
  };
}

function isLooseList({ spread, children }: List): boolean {
  return spread === true || children.some((item) => item.spread ?? item.children.length > 1);
}

/** In reading order: of two with one name, the first counts (CommonMark 0.31, 4.7). */
function definitionsOf(root: Root): RootContent[] {
  const found: RootContent[] = [];
  walkTree(root, (node) => {
    if (node.type === 'definition' || node.type === 'footnoteDefinition') found.push(node);
  });
  return found;
}
