/**
 * Every node of a Markdown tree, or of a part of one, in reading order, without recursion, copies
 * or a record of ancestors: documents are walked many times, and a general visitor spends most on
 * bookkeeping.
 */
import type { Nodes } from 'mdast';

/** What `visit` gives a node as children is walked instead of what it had; `hidden` nodes are not. */
export function walkTree(
  root: Nodes,
  visit: (node: Nodes) => void,
  hidden: ReadonlySet<Nodes> = new Set(),
): void {
  const pending: Nodes[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (hidden.has(node)) continue;
    visit(node);
    if ('children' in node) pushReversed(pending, node.children);
  }
}

/** So that the first of them is taken off the stack first. */
export function pushReversed(pending: Nodes[], children: readonly Nodes[]): void {
  for (let index = children.length - 1; index >= 0; index--) {
    pending.push(children[index] as Nodes);
  }
}
