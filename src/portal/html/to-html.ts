/** A tree of elements as the text of a page. */
import type { Root } from 'hast';
import rehypeStringify from 'rehype-stringify';
import { unified } from 'unified';

const stringifier = unified().use(rehypeStringify).freeze();

export function toHtml(tree: Root): string {
  return stringifier.stringify(tree);
}
