import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import { isImage } from '../../documents/links.ts';
import type { Registry } from '../../registry/registry.ts';
import { relativePath } from '../../registry/urls.ts';
import { defineRule } from '../rule.ts';

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
        const problem = target.isFolder
          ? `\`${link.target}\` is a folder without an index — link to one of its documents.`
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

/** A moved file keeps its name more often than its folder, so the name is tried first. */
function nearestFile(registry: Registry, path: string): string | undefined {
  const paths = registry.documents.map((document) => document.path);
  const name = path.split('/').at(-1);
  const sameName = paths.filter((candidate) => candidate.split('/').at(-1) === name);
  return sameName.length === 1 ? sameName[0] : nearest(path, paths);
}
