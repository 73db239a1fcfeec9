/** Gives links and images the addresses they have within the portal. */
import type { Element, ElementContent, Root, RootContent } from 'hast';
import { element } from './element.ts';
import type { LinkResolver, ResolvedAddress } from './link-resolver.ts';

export interface RehypeLinksOptions {
  readonly resolve: LinkResolver;
}

/** rehype plugin; the depth of the tree is bounded by the parser. */
export function rehypeLinks({ resolve }: RehypeLinksOptions) {
  const resolveWithin = (parent: { children: RootContent[] }, isLink = false): void => {
    for (const [index, child] of parent.children.entries()) {
      if (child.type === 'element') parent.children[index] = withAddress(child, resolve, isLink);
      const shown = parent.children[index];
      // Components of MDX stay in the tree, with the author's words in them.
      if (shown === child && 'children' in child) {
        resolveWithin(child, isLink || (child.type === 'element' && child.tagName === 'a'));
      }
    }
  };
  return (tree: Root): void => resolveWithin(tree);
}

/** The same element with its address, or what is shown in the place of a dead link. */
function withAddress(node: Element, resolve: LinkResolver, isInLink: boolean): ElementContent {
  const name = node.tagName === 'a' ? 'href' : node.tagName === 'img' ? 'src' : undefined;
  const written = name && node.properties[name];
  if (name === undefined || typeof written !== 'string') return node;
  const address = resolve(written, name === 'href' ? 'html' : 'html-image');
  if (!address) return broken(node);
  if (name === 'src' && address.kind === 'external') return elsewhere(node, address.url, isInLink);
  node.properties[name] = address.url;
  if (name === 'src') {
    Object.assign(node.properties, address.size, { loading: 'lazy', decoding: 'async' });
  } else completeLink(node, written, address);
  return node;
}

function completeLink(link: Element, written: string, address: ResolvedAddress): void {
  const { kind, title, download } = address;
  if (kind === 'external') link.properties.rel = ['noreferrer'];
  if (download !== undefined) link.properties.download = download;
  if (title !== undefined && textOf(link) === written.replace(/^doc:/, '')) {
    // `[[id]]` has no words of its own: it reads as the title of what it names.
    link.children = [{ type: 'text', value: title }];
  }
}

function textOf({ children }: Element): string | undefined {
  const [only] = children;
  return children.length === 1 && only?.type === 'text' ? only.value : undefined;
}

/** A page loads nothing from another host: its images are links to where they are. */
function elsewhere({ properties }: Element, url: string, isInLink: boolean): ElementContent {
  const label: ElementContent = {
    type: 'text',
    value: String(properties.alt ?? '') || 'Image on another site',
  };
  return isInLink ? label : element('a', { href: url, rel: ['noreferrer'] }, [label]);
}

/** A link that leads nowhere is shown struck through, never as a link. */
function broken({ tagName, properties, children }: Element): Element {
  const label: ElementContent[] =
    tagName === 'a'
      ? children
      : [{ type: 'text', value: String(properties.alt ?? '') || 'Missing image' }];
  return element('del', { className: ['broken-link'] }, label);
}
