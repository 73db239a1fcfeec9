/**
 * mdast to hast by `mdast-util-to-hast`, which first walks the whole tree for definitions with a
 * visitor slower than all the rest; it is given a tree of nothing else, and the real one after.
 */
import type { Root as HastRoot } from 'hast';
import type { Root, RootContent } from 'mdast';
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
    const handlers = {
      root: (state: State, node: Root) =>
        defaultHandlers.root(state, node === definitions ? root : node),
      // The types of handlers know no root as a result, though one is asked for it.
    } as unknown as Handlers;
    // A root becomes a root.
    return toHast(definitions, { ...options, handlers }) as HastRoot;
  };
}

/** In reading order: of two with one name, the first counts (CommonMark 0.31, 4.7). */
function definitionsOf(root: Root): RootContent[] {
  const found: RootContent[] = [];
  walkTree(root, (node) => {
    if (node.type === 'definition' || node.type === 'footnoteDefinition') found.push(node);
  });
  return found;
}
