import { isImage } from '../../documents/links.ts';
import { relativePath } from '../../registry/urls.ts';
import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const wrongCase = defineRule({
  code: 'link/wrong-case',
  severity: 'error',
  summary: 'Links by path write names as the files have them, capitals included.',
  rationale: 'macOS and Windows forgive another case; Git hosts and the built portal do not.',
  examples: {
    bad: {
      'a.md': exampleDocument('doc.a', 'See [B](./Guide.md).\n'),
      'guide.md': exampleDocument('doc.b'),
    },
    good: {
      'a.md': exampleDocument('doc.a', 'See [B](./guide.md).\n'),
      'guide.md': exampleDocument('doc.b'),
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      for (const { link, target } of registry.links(document)) {
        if (target.kind !== 'broken-path' || target.twin === undefined) continue;
        const suggestion = relativePath(document.path, target.twin);
        const what = isImage(link) ? 'image' : 'file';
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', ...link }),
          message: `The ${what} is named \`${target.twin}\`, not \`${target.path}\` — write \`${suggestion}\`.`,
          data: { target: link.target, path: target.twin },
          related: [{ message: 'is the file', file: target.twin }],
          suggestion,
        });
      }
    }
  },
});
