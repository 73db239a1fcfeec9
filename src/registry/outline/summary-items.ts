/** The links of a `SUMMARY.md`: lists within lists, under headings that name parts of a book. */
import type { Link, List, Nodes, Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { WrittenItem } from './navigation-list.ts';

export function summaryItems(root: Root): WrittenItem[] {
  const top: WrittenItem[] = [];
  let into = top;
  let isTitle = true;
  for (const node of root.children) {
    if (node.type === 'heading') {
      const items: WrittenItem[] = [];
      // The first heading is the title of the file.
      if (!isTitle || node.depth > 1) top.push({ label: textOf(node).trim(), items });
      into = isTitle && node.depth === 1 ? top : items;
      isTitle = false;
    } else if (node.type === 'thematicBreak') into = top;
    else if (node.type === 'list') into.push(...itemsOf(node));
    else if (node.type === 'paragraph') into.push(...node.children.flatMap(linkItem));
  }
  return top.filter(({ name, items }) => name !== undefined || items.length > 0);
}

function itemsOf(list: List): WrittenItem[] {
  return list.children.flatMap(({ children }): WrittenItem[] => {
    const items = children.flatMap((child) => (child.type === 'list' ? itemsOf(child) : []));
    const [paragraph] = children;
    if (paragraph?.type !== 'paragraph') return items;
    const [link] = paragraph.children.flatMap(linkItem);
    if (link) return [{ ...link, items }];
    const label = textOf(paragraph).trim();
    return items.length === 0 || label === '' ? items : [{ label, items }];
  });
}

/** A chapter that is still to be written has no address. */
function linkItem(node: Nodes): WrittenItem[] {
  if (node.type !== 'link') return [];
  const { url } = node as Link;
  const label = textOf(node).trim();
  return url === '' || url.startsWith('#')
    ? []
    : [{ ...(label && { label }), name: url, items: [] }];
}
