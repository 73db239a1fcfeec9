/**
 * The HTML of a document's body, from the tree that was parsed for the rules: links are
 * resolved by the registry, raw HTML is sanitised, reading aids are added.
 */
import type { Element, ElementContent, Root as HastRoot, RootContent } from 'hast';
import type { Root } from 'mdast';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import { type Processor, unified } from 'unified';
import { ALLOWED_HTML } from '../../documents/allowed-html.ts';
import { type LinkTarget, resolveLink } from '../../registry/link-target.ts';
import type { Document, Registry } from '../../registry/registry.ts';
import { alertsToCallouts } from './alerts.ts';
import { dressCodeBlocks } from './code-blocks.ts';
import { keepCodeFacts } from './code-facts.ts';
import { dressImages } from './figures.ts';
import { addReadingAids } from './reading-aids.ts';
import { repeatedTitle } from './repeated-title.ts';
import { remarkToHast } from './to-hast.ts';

/** Where things are within the portal; the renderer asks, so that no two files build URLs. */
export interface Addresses {
  readonly document: (document: Document) => string;
  readonly asset: (path: string) => string;
  /** Size of an image in pixels, so that the page does not jump when it loads. */
  readonly sizeOf: (path: string) => ImageSize | undefined;
}

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** HTML of the body, without the first heading when it repeats the title. */
export function renderDocument(
  registry: Registry,
  document: Document,
  addresses: Addresses,
): string {
  const { body } = document;
  if (body.isPlainText) return plainText(document.source.text.slice(body.offset));
  const processor = body.hasRawHtml ? withRawHtml : withoutRawHtml;
  return toHtml(finish(processor.runSync(withoutTitle(document)), registry, document, addresses));
}

/** Body of a valid MDX document as hast, its components left in place as `mdxJsx…` nodes. */
export function renderMdxTree(
  registry: Registry,
  document: Document,
  addresses: Addresses,
): HastRoot {
  return finish(withComponents.runSync(withoutTitle(document)), registry, document, addresses);
}

export function toHtml(tree: HastRoot): string {
  return stringifier.stringify(tree);
}

const withoutRawHtml = unified()
  .use(alertsToCallouts)
  .use(keepCodeFacts)
  .use(remarkToHast)
  .freeze();
const withComponents = unified()
  .use(alertsToCallouts)
  .use(keepCodeFacts)
  .use(remarkToHast, { passThrough: ['mdxJsxFlowElement', 'mdxJsxTextElement'] })
  .freeze();
const withRawHtml = unified()
  .use(alertsToCallouts)
  .use(keepCodeFacts)
  .use(remarkToHast, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize, ALLOWED_HTML)
  .freeze() as unknown as typeof withoutRawHtml;
const stringifier = unified().use(rehypeStringify).freeze() as unknown as Processor<
  undefined,
  undefined,
  undefined,
  HastRoot,
  string
>;

function withoutTitle(document: Document): Root {
  const { root } = document.body;
  const title = repeatedTitle(document);
  if (!title) return root;
  return { ...root, children: root.children.filter((node) => node !== title.node) };
}

function finish(
  tree: HastRoot,
  registry: Registry,
  from: Document,
  addresses: Addresses,
): HastRoot {
  resolveLinks(tree, registry, from, addresses);
  dressCodeBlocks(tree, from.title);
  dressImages(tree);
  addReadingAids(tree);
  return tree;
}

/** Changes the tree in place; its depth is bounded by the parser. */
function resolveLinks(
  parent: { children: RootContent[] },
  registry: Registry,
  from: Document,
  addresses: Addresses,
): void {
  for (const [index, child] of parent.children.entries()) {
    if (child.type !== 'element') {
      // Components of MDX stay in the tree, with the author's words in them.
      if ('children' in child) resolveLinks(child, registry, from, addresses);
      continue;
    }
    const resolved =
      child.tagName === 'a' || child.tagName === 'img'
        ? resolveElement(child, registry, from, addresses)
        : child;
    parent.children[index] = resolved;
    if (resolved === child) resolveLinks(child, registry, from, addresses);
  }
}

/** The same element with its address, or what is shown in the place of a dead link. */
function resolveElement(
  element: Element,
  registry: Registry,
  from: Document,
  addresses: Addresses,
): Element {
  const form = element.tagName === 'a' ? 'html' : 'html-image';
  const name = element.tagName === 'a' ? 'href' : 'src';
  const written = element.properties[name];
  if (typeof written !== 'string') return element;
  const target = resolveLink(registry, from, { form, target: written });
  const address = addressOf(target, from, addresses);
  if (address === undefined) return broken(element);
  element.properties[name] = address;
  if (form === 'html-image') {
    const size = target.kind === 'asset' ? addresses.sizeOf(target.path) : undefined;
    Object.assign(element.properties, size, { loading: 'lazy', decoding: 'async' });
  }
  if (target.kind === 'external' && form === 'html') element.properties.rel = ['noreferrer'];
  if (target.kind === 'document' && textOf(element) === written.replace(/^doc:/, '')) {
    // `[[id]]` has no words of its own: it reads as the title of what it names.
    element.children = [{ type: 'text', value: target.document.title }];
  }
  return element;
}

function addressOf(target: LinkTarget, from: Document, addresses: Addresses): string | undefined {
  switch (target.kind) {
    case 'external':
      return target.url;
    case 'asset':
      return addresses.asset(target.path);
    case 'document': {
      const fragment =
        target.fragment === undefined ? '' : `#${encodeURIComponent(target.fragment)}`;
      return target.document === from && fragment !== ''
        ? fragment
        : addresses.document(target.document) + fragment;
    }
    default:
      return undefined;
  }
}

function textOf({ children }: Element): string | undefined {
  const [only] = children;
  return children.length === 1 && only?.type === 'text' ? only.value : undefined;
}

/** A link that leads nowhere is shown struck through, never as a link. */
function broken(element: Element): Element {
  const label: ElementContent[] =
    element.tagName === 'a'
      ? element.children
      : [{ type: 'text', value: String(element.properties.alt ?? '') || 'Missing image' }];
  return {
    type: 'element',
    tagName: 'del',
    properties: { className: ['broken-link'] },
    children: label,
  };
}

function plainText(text: string): string {
  const tree: HastRoot = {
    type: 'root',
    children: [
      {
        type: 'element',
        tagName: 'pre',
        properties: {},
        children: [{ type: 'text', value: text }],
      },
    ],
  };
  return toHtml(tree);
}
