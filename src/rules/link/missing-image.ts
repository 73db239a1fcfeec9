import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import { isImage } from '../../documents/links.ts';
import { relativePath } from '../../registry/urls.ts';
import { defineRule } from '../engine/rule.ts';

export const missingImage = defineRule({
  code: 'link/missing-image',
  severity: 'error',
  summary: 'Images are files of the content root.',
  rationale: 'A screenshot that does not load is a step nobody can follow.',
  examples: {
    bad: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\n![The button](./buton.png)\n' },
    good: {
      'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\n![The button](./button.png)\n',
      'button.png': '',
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      for (const { link, target } of registry.links(document)) {
        if (target.kind !== 'broken-path' || !isImage(link) || target.twin !== undefined) continue;
        const near = nearest(target.path, registry.assets.keys());
        const suggestion = near && relativePath(document.path, near);
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', ...link }),
          message: `The image \`${target.path}\` does not exist — correct the path or add the file.${didYouMean(suggestion)}`,
          data: { target: link.target, path: target.path },
          suggestion,
        });
      }
    }
  },
});
