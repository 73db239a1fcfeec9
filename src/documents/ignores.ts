/**
 * `<!-- opsbook-ignore CODE: reason -->`: findings of that code in the block that follows
 * are accepted by the author. Read here, applied by whoever runs the rules.
 */
import type { Nodes, Root } from 'mdast';
import { visit } from 'unist-util-visit';

export interface Ignore {
  readonly code: string;
  /** Empty when none is given. */
  readonly reason: string;
  /** Offsets of the comment in the file. */
  readonly start: number;
  readonly end: number;
  /** The block it speaks of; absent when nothing follows. */
  readonly block?: { readonly start: number; readonly end: number };
}

const COMMENT = /^<!--\s*opsbook-ignore(?:\s+([^\s:>]+))?\s*:?\s*((?:(?!-->)[\s\S])*?)\s*-->/;

export function readIgnores(root: Root, source: string, offset: number): Ignore[] {
  if (!source.includes('opsbook-ignore')) return [];
  const ignores: Ignore[] = [];
  visit(root as Nodes, 'html', (node, index, parent) => {
    const [, code = '', reason = ''] = COMMENT.exec(node.value) ?? [];
    if (!COMMENT.test(node.value)) return;
    // Several comments may stand above one block.
    const isComment = (other: Nodes) => other.type === 'html' && COMMENT.test(other.value);
    const following = parent?.children.slice((index ?? 0) + 1) ?? [];
    const block =
      parent?.type === 'paragraph' ? undefined : following.find((other) => !isComment(other));
    ignores.push({
      code,
      reason,
      ...place(node, offset),
      ...(block && { block: place(block, offset) }),
    });
  });
  return ignores;
}

function place(node: Nodes, offset: number): { start: number; end: number } {
  const { start, end } = node.position ?? {};
  return { start: offset + (start?.offset ?? 0), end: offset + (end?.offset ?? 0) };
}
