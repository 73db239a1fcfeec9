/** What raw HTML inside Markdown contributes: links, images and the ids it defines. */
import type { Html } from 'mdast';
import { type DefaultTreeAdapterMap, parseFragment } from 'parse5';
import { lossesOf } from './allowed-html.ts';
import type { HtmlElement } from './html-element.ts';
import type { Link } from './links.ts';

export interface RawHtml {
  readonly links: readonly Link[];
  readonly ids: readonly string[];
  readonly elements: readonly HtmlElement[];
  /** False when the node holds nothing but comments. */
  readonly hasElements: boolean;
}

type Child = DefaultTreeAdapterMap['childNode'];
type Element = DefaultTreeAdapterMap['element'];

/** As the page reads it: what stands in `noscript` is shown. */
const PARSING = { sourceCodeLocationInfo: true, scriptingEnabled: false } as const;

const NOTHING: RawHtml = { links: [], ids: [], elements: [], hasElements: false };

/** @param source the text that the offsets of `node` count in. */
export function readHtml(node: Html, source: string, offset: number): RawHtml {
  if (isComment(node.value)) return NOTHING;
  const placeOf = placesIn(node, source, offset);
  const links: Link[] = [];
  const ids: string[] = [];
  const elements: HtmlElement[] = [];
  const pending: Child[] = parseFragment(node.value, PARSING).childNodes.toReversed();
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (!('tagName' in next)) continue;
    const { tagName, attrs: attributes, sourceCodeLocation } = next;
    const tag = sourceCodeLocation?.startTag ?? sourceCodeLocation;
    // An element without a place was not written; the HTML parser supplied it.
    if (tag) elements.push({ tagName, attributes, ...placeOf(tag) });
    const link = readElement(next, placeOf);
    if (link) links.push(link);
    ids.push(...idsOf(next));
    for (const child of next.childNodes.toReversed()) pending.push(child);
  }
  return { links, ids, elements, hasElements: true };
}

interface Place {
  readonly startOffset: number;
  readonly endOffset: number;
}
type PlaceOf = (place: Place | null | undefined) => { start: number; end: number };

/** In lists and quotations the node's lines lack what the container puts before them. */
function placesIn(node: Html, source: string, offset: number): PlaceOf {
  const from = node.position?.start.offset ?? 0;
  const written = linesOf(source.slice(from, node.position?.end.offset));
  const read = linesOf(node.value);
  const inFile = (position: number) => {
    const number = lineAt(read, position);
    const [line, there] = [read[number], written[number]];
    if (!line || !there) return offset + from + position;
    return offset + from + there.start + (there.length - line.length) + (position - line.start);
  };
  return (place) => {
    const start = inFile(place?.startOffset ?? 0);
    return { start, end: Math.max(start, inFile(place?.endOffset ?? 0)) };
  };
}

/** By halves: a long block has as many places as lines. */
function lineAt(lines: readonly { readonly start: number }[], position: number): number {
  let [from, to] = [0, lines.length];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if ((lines[middle]?.start ?? 0) <= position) from = middle;
    else to = middle;
  }
  return from;
}

function linesOf(text: string): { start: number; length: number }[] {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
  return starts.map((start, index) => {
    const line = text.slice(start, starts[index + 1]).replace(/[\r\n]+$/, '');
    return { start, length: line.length };
  });
}

function readElement(element: Element, placeOf: PlaceOf): Link | undefined {
  const isAnchor = element.tagName === 'a';
  const name = isAnchor ? 'href' : 'src';
  if (!isAnchor && element.tagName !== 'img') return undefined;
  const target = attribute(element, name);
  if (target === undefined) return undefined;
  const place = element.sourceCodeLocation?.attrs?.[name] ?? element.sourceCodeLocation;
  return {
    form: isAnchor ? 'html' : 'html-image',
    target,
    label: isAnchor ? '' : (attribute(element, 'alt') ?? ''),
    ...placeOf(place),
  };
}

/** None of a tag that the page is shown without; browsers jump to the name of an `a` as well. */
function idsOf(element: Element): string[] {
  const named = element.attrs.filter(({ name }) =>
    (element.tagName === 'a' ? ['id', 'name'] : ['id']).includes(name),
  );
  const kept = named.filter((each) => lossesOf(element.tagName, [each]).kind === 'none');
  return kept.flatMap(({ value }) => value || []);
}

/** One whole comment and nothing else. */
function isComment(html: string): boolean {
  const text = html.trimEnd();
  return text.startsWith('<!--') && text.indexOf('-->') === text.length - 3;
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name)?.value;
}
