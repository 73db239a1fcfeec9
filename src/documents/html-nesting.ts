/**
 * How deep a page would nest with its raw HTML. Tags may be opened in one node of the tree and
 * closed in another, or nowhere, so the whole of them is read as the page's own parser would.
 */
import type { Html, Nodes, Root } from 'mdast';
import {
  type DefaultTreeAdapterMap,
  defaultTreeAdapter,
  parseFragment,
  type TreeAdapter,
} from 'parse5';
import { walkTree } from './walk-tree.ts';

/** The first raw HTML in which elements nest deeper than `limit`. */
export function findDeepHtml(root: Root, limit: number): Html | undefined {
  const nodes: Html[] = [];
  let tags = 0;
  walkTree(root, (node) => {
    if (node.type !== 'html') return;
    nodes.push(node);
    tags += node.value.match(/<(?=[a-z])/gi)?.length ?? 0;
  });
  // Nearly all: as deep as that with all of them open.
  if (tags < limit / 2) return undefined;
  const alone = nodes.find(({ value }) => depthExceeds(value, limit) !== undefined);
  return alone ?? deepInPage(root, limit);
}

function deepInPage(root: Root, limit: number): Html | undefined {
  const parts: string[] = [];
  const places: { readonly offset: number; readonly node: Html }[] = [];
  let offset = 0;
  const add = (text: string) => {
    parts.push(text);
    offset += text.length;
  };
  const pending: (Nodes | string)[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') add(next);
    else if (next.type === 'html') {
      places.push({ offset, node: next });
      add(selfContained(next.value));
    } else {
      const tags = TAGS[next.type] ?? [];
      add(tags.map((tag) => `<${tag}>`).join(''));
      pending.push(
        tags
          .toReversed()
          .map((tag) => `</${tag}>`)
          .join(''),
      );
      if ('children' in next) for (const child of next.children.toReversed()) pending.push(child);
    }
  }
  const deep = depthExceeds(parts.join(''), limit);
  return deep === undefined ? undefined : places.findLast((place) => place.offset <= deep)?.node;
}

/** The elements that a node becomes; those that cannot hold raw HTML are left out. */
const TAGS: Readonly<Partial<Record<Nodes['type'], readonly string[]>>> = {
  paragraph: ['p'],
  heading: ['h2'],
  blockquote: ['blockquote'],
  list: ['ul'],
  listItem: ['li'],
  table: ['table', 'tbody'],
  tableRow: ['tr'],
  tableCell: ['td'],
  emphasis: ['em'],
  strong: ['strong'],
  delete: ['del'],
  link: ['a'],
};

/**
 * What a node leaves open ends with it, as it does where the nodes of a page are read one by one;
 * nothing ends after `plaintext`.
 */
function selfContained(html: string): string {
  return `${html.replaceAll(/<plaintext/gi, '<pre')}'">-->${RAW_TEXT}`;
}
const RAW_TEXT = ['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes']
  .map((tag) => `</${tag}>`)
  .join('');

class TooDeep extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super();
    this.offset = offset;
  }
}

/** Where in `html` an element is opened deeper than `limit`. */
function depthExceeds(html: string, limit: number): number | undefined {
  let depth = 0;
  let offset = 0;
  const treeAdapter: TreeAdapter<DefaultTreeAdapterMap> = {
    ...defaultTreeAdapter,
    onItemPush({ sourceCodeLocation }) {
      depth += 1;
      // What the parser supplies is nowhere in the text.
      offset = sourceCodeLocation?.startOffset ?? offset;
      if (depth > limit) throw new TooDeep(offset);
    },
    onItemPop() {
      depth -= 1;
    },
  };
  try {
    parseFragment(html, { treeAdapter, sourceCodeLocationInfo: true, scriptingEnabled: false });
    return undefined;
  } catch (error) {
    if (error instanceof TooDeep) return error.offset;
    throw error;
  }
}
