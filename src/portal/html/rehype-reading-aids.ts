/**
 * What a page puts around the author's words: permalinks at headings and steps, names for the
 * boxes of task lists, and a container in which a wide table scrolls instead of the page.
 */
import type { Element, Root } from 'hast';
import { stepOf } from '../../../schemas/addresses.ts';

/** rehype plugin; the depth of the tree is bounded by the parser. */
export function rehypeReadingAids() {
  return (tree: Root): void => addWithin(tree, { tables: 0 });
}

function addWithin(parent: Root | Element, count: { tables: number }): void {
  for (const [index, child] of parent.children.entries()) {
    if (child.type !== 'element') continue;
    addWithin(child, count);
    const { id, type, checked } = child.properties;
    if (child.tagName === 'table') {
      parent.children[index] = scrollContainer(child, `Table ${++count.tables}`);
    } else if (type === 'checkbox') child.properties.ariaLabel = checked ? 'Done' : 'To do';
    else if (typeof id !== 'string' || id === '') continue;
    else if (/^h[2-6]$/.test(child.tagName)) child.children.push(permalink(id, 'this section'));
    else if (child.tagName === 'li' && stepOf(id) !== undefined) {
      child.children.unshift(permalink(id, 'this step'));
    }
  }
}

/** Focusable, so that it can be scrolled by keyboard. */
function scrollContainer(table: Element, ariaLabel: string): Element {
  return {
    type: 'element',
    tagName: 'div',
    properties: { className: ['table-scroll'], role: 'region', ariaLabel, tabIndex: 0 },
    children: [table],
  };
}

function permalink(id: string, what: string): Element {
  return {
    type: 'element',
    tagName: 'a',
    properties: {
      className: ['permalink'],
      href: `#${encodeURIComponent(id)}`,
      ariaLabel: `Link to ${what}`,
    },
    children: [{ type: 'text', value: '#' }],
  };
}
