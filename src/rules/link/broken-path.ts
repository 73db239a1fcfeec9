import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import { isImage } from '../../documents/links.ts';
import type { Registry } from '../../registry/registry.ts';
import { relativePath } from '../../registry/urls.ts';
import { defineRule } from '../engine/rule.ts';

export const brokenPath = defineRule({
  code: 'link/broken-path',
  severity: 'error',
  summary: 'Links by path lead to a file of the content root.',
  rationale: 'A broken link ends the search of whoever follows it.',
  examples: {
    bad: {
      'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\nSee [B](./bb.md).\n',
      'b.md': '---\nid: doc.b\ntitle: B\ndoc_type: doc\n---\n\nText.\n',
    },
    good: {
      'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\nSee [B](./b.md).\n',
      'b.md': '---\nid: doc.b\ntitle: B\ndoc_type: doc\n---\n\nText.\n',
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      for (const { link, target } of registry.links(document)) {
        if (target.kind !== 'broken-path' || isImage(link) || target.twin !== undefined) continue;
        const near = target.isFolder ? undefined : nearestFile(registry, target.path);
        const suggestion = near && relativePath(document.path, near);
        const isHidden = target.path.split('/').some((segment) => segment.startsWith('.'));
        const problem = target.isFolder
          ? `\`${link.target}\` is a folder without an index — link to one of its documents.`
          : isHidden
            ? `\`${link.target}\` leads to \`${target.path}\`, and names that begin with a dot are not published — link to its address.`
            : `\`${link.target}\` leads to \`${target.path}\`, which does not exist — correct the path or add the file.${didYouMean(suggestion)}`;
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', ...link }),
          message: problem,
          data: { target: link.target, path: target.path },
          suggestion,
        });
      }
    }
  },
});

/**
 * A moved file keeps its name more often than its folder, so the name is tried first; a
 * slip of the pen is looked for in the folder that the link names.
 */
function nearestFile(registry: Registry, path: string): string | undefined {
  const paths = registry.documents.map((document) => document.path);
  const stem = stemOf(path);
  const sameName = paths.filter((candidate) => stemOf(candidate) === stem);
  if (sameName.length > 0) {
    const shared = (candidate: string) => sharedFolders(candidate, path);
    const most = Math.max(...sameName.map(shared));
    const best = sameName.filter((candidate) => shared(candidate) === most);
    return best.length === 1 ? best[0] : undefined;
  }
  const folder = folderOf(path);
  const neighbours = new Map(
    paths.filter((candidate) => folderOf(candidate) === folder).map((each) => [stemOf(each), each]),
  );
  return neighbours.get(nearest(stem, neighbours.keys()) ?? '');
}

function stemOf(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.mdx?$/i, '');
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Folders that two paths have in common, from the front and from the back. */
function sharedFolders(a: string, b: string): number {
  const [left, right] = [folderOf(a).split('/'), folderOf(b).split('/')];
  const front = left.findIndex((folder, index) => folder !== right[index]);
  left.reverse();
  right.reverse();
  const back = left.findIndex((folder, index) => folder !== right[index]);
  return (front === -1 ? left.length : front) + (back === -1 ? left.length : back);
}
