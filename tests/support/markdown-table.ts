/** Tables of the documentation as data, so that what is documented is what is tested. */
import type { Table } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';

/** The rows of the first table below a heading, without its head; code marks are kept as `…`. */
export function tableBelow(markdown: string, heading: string): string[][] {
  const { children } = remark().use(remarkGfm).parse(markdown);
  const start = children.findIndex((node) => node.type === 'heading' && textOf(node) === heading);
  const table = children.slice(start + 1).find((node): node is Table => node.type === 'table');
  if (start < 0 || !table) throw new Error(`There is no table below “${heading}”.`);
  return table.children
    .slice(1)
    .map((row) =>
      row.children.map((cell) =>
        cell.children
          .map((node) => (node.type === 'inlineCode' ? `\`${node.value}\`` : textOf(node)))
          .join(''),
      ),
    );
}
