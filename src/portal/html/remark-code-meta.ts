/**
 * What an author writes behind the language of a fenced block: a title and the lines to mark, as
 * in ` ```bash title="Upload" {2,4-6} `. Carried to the page as data attributes, which survive
 * the sanitiser.
 */
import type { Code, Root } from 'mdast';
import { walkTree } from '../../documents/walk-tree.ts';

/** remark plugin. */
export function remarkCodeMeta() {
  return (root: Root): void =>
    walkTree(root, (node) => {
      if (node.type === 'code') keep(node);
    });
}

function keep(node: Code): void {
  if (!node.meta) return;
  const title = /(?:^|\s)title=(?:"([^"]*)"|'([^']*)'|(\S+))/.exec(node.meta);
  const marked = /(?:^|\s)\{([\d,\s-]+)\}/.exec(node.meta)?.[1];
  const name = title?.slice(1).find((part) => part !== undefined);
  node.data = {
    ...node.data,
    hProperties: {
      ...(name && { dataTitle: name }),
      ...(marked && { dataMarked: marked.replaceAll(/\s/g, '') }),
    },
  };
}
