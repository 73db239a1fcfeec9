/**
 * Comments that look like the name of a step and name none: elsewhere than at the end of a
 * step's first line, or with a name that is none. Where the step they were meant for is
 * plain, the edit that moves them there comes along.
 */
import type { Html, ListItem, Nodes, Root } from 'mdast';
import { visit } from 'unist-util-visit';

export interface StrayMarker {
  /** As written between `step:` and the end of the comment. */
  readonly written: string;
  /** Set when what is written could be the name of a step. */
  readonly name?: string;
  /** Offsets of the comment in the file. */
  readonly start: number;
  readonly end: number;
  /** What has to stand instead of a part of the file. */
  readonly fixed?: { readonly start: number; readonly end: number; readonly text: string };
}

/** Ends before another comment begins, so that a text of nothing but beginnings is read once. */
const MARKER = /<!--\s*step:((?:(?!<!--)[^>])*)-->/g;
const NAME = /^[a-z][a-z0-9-]*$/;

/** @param steps items of the procedure, each with the marker that names it. */
export function findStrayMarkers(
  root: Root,
  source: string,
  offset: number,
  steps: readonly { readonly node: ListItem; readonly marker?: Html }[],
): StrayMarker[] {
  if (!/<!--\s*step:/.test(source)) return [];
  const used = new Set(steps.flatMap(({ marker }) => marker ?? []));
  const owners = new Map(
    steps
      .filter(({ marker }) => !marker)
      .flatMap(({ node }) => ownHtml(node).map((html) => [html, node])),
  );
  const fixed = new Set<ListItem>();
  const stray: StrayMarker[] = [];
  visit(root as Nodes, 'html', (html) => {
    if (used.has(html)) return;
    const from = html.position?.start.offset ?? 0;
    for (const match of source.slice(from, html.position?.end.offset).matchAll(MARKER)) {
      const [comment] = match;
      const written = (match[1] ?? '').trim();
      const start = from + match.index;
      const place = { start: offset + start, end: offset + start + comment.length };
      if (!NAME.test(written)) {
        stray.push({ written, ...place });
        continue;
      }
      const item = owners.get(html);
      const edit = item && !fixed.has(item) && moveMarker(source, item, start, comment);
      if (item && edit) fixed.add(item);
      stray.push({
        written,
        name: written,
        ...place,
        ...(edit && { fixed: { ...edit, start: offset + edit.start, end: offset + edit.end } }),
      });
    }
  });
  return stray;
}

/** Raw HTML that belongs to the item itself rather than to something nested in it. */
function ownHtml({ children }: ListItem): Html[] {
  const [first] = children;
  const inline = first?.type === 'paragraph' ? first.children : [];
  return [...children, ...inline].filter((node) => node.type === 'html');
}

/** Takes the marker out of where it stands and puts it at the end of the item's first line. */
function moveMarker(
  source: string,
  item: ListItem,
  marker: number,
  comment: string,
): { start: number; end: number; text: string } | undefined {
  const start = item.position?.start.offset ?? 0;
  const lineEnd = endOfLine(source, start);
  if (!isBetweenWords(item, lineEnd)) return undefined;
  const end = Math.max(lineEnd, endOfLine(source, marker));
  const before = source.slice(start, marker);
  const after = source.slice(marker + comment.length, end);
  const rest =
    /^[ \t]*$/.test(after) && /[\r\n][ \t]*$/.test(before)
      ? before.replace(/(?:\r\n|\n|\r)[ \t]*$/, '')
      : before + (/[ \t]$/.test(before) ? after.replace(/^[ \t]+/, '') : after);
  const [line = '', ...others] = rest.split(/(\r\n|\n|\r)/);
  const isHardBreak = others.length > 0 && line.endsWith('\\');
  const text = isHardBreak
    ? `${line.slice(0, -1).trimEnd()} ${comment}\\`
    : `${line.trimEnd()} ${comment}`;
  return { start, end, text: [text, ...others].join('') };
}

/** Whether a comment at `offset` would be a comment, not a piece of code or of a link. */
function isBetweenWords({ children: [first] }: ListItem, offset: number): boolean {
  if (first?.type === 'html') return true;
  if (first?.type !== 'paragraph') return false;
  const there = first.children.find(
    ({ position }) =>
      (position?.start.offset ?? 0) < offset && offset < (position?.end.offset ?? 0),
  );
  return there === undefined || there.type === 'text' || there.type === 'break';
}

function endOfLine(source: string, offset: number): number {
  const end = /[\r\n]/.exec(source.slice(offset));
  return end ? offset + end.index : source.length;
}
