/**
 * The steps of a procedure: the top-level ordered-list items under `## Procedure`,
 * counted through its `###` groups. Other documents and workflows point at them by name,
 * so a step keeps its identity when others are added before it.
 */
import { createHash } from 'node:crypto';
import type { Html, ListItem, PhrasingContent, Root, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { stepAnchor } from '../../schemas/addresses.ts';

export interface Step {
  /** Position in the whole procedure, from 1. */
  readonly ordinal: number;
  /** From the marker `<!-- step: name -->` at the end of the item's first line. */
  readonly name?: string;
  /** First line of the step as plain text. */
  readonly title: string;
  /** `step-<name>`, or `step-<ordinal>` without a name. */
  readonly anchor: string;
  /** `sha256:<hex>` over the step's source: marker removed, LF, dedented, trimmed. */
  readonly hash: string;
  readonly node: ListItem;
  /** The comment that names it. */
  readonly marker?: Html;
  readonly start: number;
  readonly end: number;
}

export const STEP_MARKER = /^<!--\s*step:\s*([a-z][a-z0-9-]*)\s*-->$/;

export function readSteps(root: Root, source: string, offset: number): Step[] {
  const items = procedureItems(root);
  return items.map((node, index) => {
    const start = node.position?.start.offset ?? 0;
    const end = node.position?.end.offset ?? start;
    const marker = stepMarker(node);
    const name = marker && STEP_MARKER.exec(marker.value)?.[1];
    const anchor = stepAnchor(name ?? index + 1);
    const hash = hashStep(source.slice(start, end), node.position?.start.column ?? 1);
    node.data = { ...node.data, hProperties: { id: anchor, dataStep: hash } };
    return {
      ordinal: index + 1,
      ...(name !== undefined && { name }),
      title: firstLine(node),
      anchor,
      hash,
      node,
      ...(marker && { marker }),
      start: start + offset,
      end: end + offset,
    };
  });
}

/** The fragment of the step a task or link names, by name or ordinal. */
export function findStep(steps: readonly Step[], nameOrOrdinal: string): Step | undefined {
  return (
    steps.find((step) => step.name === nameOrOrdinal) ??
    steps.find((step) => String(step.ordinal) === nameOrOrdinal)
  );
}

function procedureItems(root: Root): ListItem[] {
  const start = root.children.findIndex(isProcedure);
  if (start === -1) return [];
  const after = root.children.slice(start + 1);
  const end = after.findIndex((node) => node.type === 'heading' && node.depth <= 2);
  const items: ListItem[] = [];
  for (const node of after.slice(0, end === -1 ? undefined : end)) {
    if (node.type !== 'list' || !node.ordered) continue;
    // Steps are counted, and shown, through all groups of the procedure.
    node.start = items.length + 1;
    for (const item of node.children) items.push(item);
  }
  return items;
}

function isProcedure(node: RootContent): boolean {
  return node.type === 'heading' && node.depth === 2 && textOf(node).trim() === 'Procedure';
}

function stepMarker(item: ListItem): Html | undefined {
  const last = firstLineNodes(item).at(-1);
  return last?.type === 'html' && STEP_MARKER.test(last.value) ? last : undefined;
}

function firstLine(item: ListItem): string {
  const text = firstLineNodes(item)
    .map((node) => textOf(node, { includeHtml: false }))
    .join('');
  return (text.split(/\r?\n/)[0] ?? '').trim();
}

/** The inline content of the item's first line, without the blank text that ends it. */
function firstLineNodes(item: ListItem): PhrasingContent[] {
  const [paragraph] = item.children;
  if (paragraph?.type !== 'paragraph') return [];
  const { children } = paragraph;
  const across = children.findIndex(({ position }) => position?.start.line !== position?.end.line);
  const crossing = children[across];
  // Text that begins with the line end has nothing on the first line.
  const isAfter =
    crossing?.type === 'break' || (crossing?.type === 'text' && /^\s*[\r\n]/.test(crossing.value));
  const line = across === -1 ? children : children.slice(0, isAfter ? across : across + 1);
  const last = line.at(-1);
  return last?.type === 'text' && last.value.trim() === '' ? line.slice(0, -1) : line;
}

function hashStep(source: string, column: number): string {
  const [first = '', ...rest] = source
    .replace(/\r\n?/g, '\n')
    .replace(/(?<![ \t])[ \t]*<!--\s*step:(?:(?!<!--)[^>])*-->/, '')
    .split('\n');
  const indents = rest
    .filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const own = column - 1 + (/^\d+[.)]\s+/.exec(first)?.[0].length ?? 0);
  const indent = indents.reduce((least, each) => Math.min(least, each), own);
  const text = [first.replace(/^\d+[.)]\s+/, ''), ...rest.map((line) => line.slice(indent))]
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
