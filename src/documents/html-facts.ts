/** What raw HTML inside Markdown contributes: links, images and the ids it defines. */
import type { Html } from 'mdast';
import { type DefaultTreeAdapterMap, parseFragment } from 'parse5';
import type { Link } from './links.ts';

export interface HtmlFacts {
  readonly links: readonly Link[];
  readonly ids: readonly string[];
  /** False when the node holds nothing but comments. */
  readonly hasElements: boolean;
}

type Child = DefaultTreeAdapterMap['childNode'];
type Element = DefaultTreeAdapterMap['element'];

const NOTHING: HtmlFacts = { links: [], ids: [], hasElements: false };

export function readHtml(node: Html, offset: number): HtmlFacts {
  if (isComment(node.value)) return NOTHING;
  const base = (node.position?.start.offset ?? 0) + offset;
  const links: Link[] = [];
  const ids: string[] = [];
  const pending: Child[] = [
    ...parseFragment(node.value, { sourceCodeLocationInfo: true }).childNodes,
  ];
  for (let next = pending.shift(); next; next = pending.shift()) {
    if (!('tagName' in next)) continue;
    const link = readElement(next, base);
    if (link) links.push(link);
    const id =
      attribute(next, 'id') ?? (next.tagName === 'a' ? attribute(next, 'name') : undefined);
    if (id) ids.push(id);
    pending.unshift(...next.childNodes);
  }
  return { links, ids, hasElements: true };
}

function readElement(element: Element, base: number): Link | undefined {
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
    start: base + (place?.startOffset ?? 0),
    end: base + (place?.endOffset ?? 0),
  };
}

/** One whole comment and nothing else. */
function isComment(html: string): boolean {
  const text = html.trimEnd();
  return text.startsWith('<!--') && text.indexOf('-->') === text.length - 3;
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name)?.value;
}
