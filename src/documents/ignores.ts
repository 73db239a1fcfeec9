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

const OPENING = /^<!--\s*opsbook-ignore/;

export function readIgnores(root: Root, source: string, offset: number): Ignore[] {
  if (!source.includes('opsbook-ignore')) return [];
  const ignores: Ignore[] = [];
  visit(root as Nodes, 'html', (node, index, parent) => {
    const comment = readComment(node.value);
    if (!comment) return;
    // Several comments may stand above one block.
    const isComment = (other: Nodes) =>
      other.type === 'html' && readComment(other.value) !== undefined;
    const following = parent?.children.slice((index ?? 0) + 1) ?? [];
    const block =
      parent?.type === 'paragraph' ? undefined : following.find((other) => !isComment(other));
    ignores.push({
      ...comment,
      ...place(node, offset),
      ...(block && { block: place(block, offset) }),
    });
  });
  return ignores;
}

function readComment(html: string): { code: string; reason: string } | undefined {
  const from = OPENING.exec(html)?.[0].length;
  const end = html.indexOf('-->', from);
  if (from === undefined || end === -1) return undefined;
  const [written, code = ''] = /^(?:\s+([^\s:>]+))?/.exec(html.slice(from, end)) ?? [''];
  const reason = html.slice(from + written.length, end).trimStart();
  return { code, reason: (reason.startsWith(':') ? reason.slice(1) : reason).trim() };
}

function place(node: Nodes, offset: number): { start: number; end: number } {
  const { start, end } = node.position ?? {};
  return { start: offset + (start?.offset ?? 0), end: offset + (end?.offset ?? 0) };
}
