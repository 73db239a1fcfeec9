import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const empty = defineRule({
  code: 'content/empty',
  severity: 'warning',
  summary: 'A document has text.',
  rationale: 'An empty page looks like a fault of the portal to whoever opens it.',
  examples: {
    bad: { 'a.md': exampleDocument('doc.a', '<!-- later -->\n') },
    good: { 'a.md': exampleDocument('doc.a') },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      const { body, source, frontmatter } = document;
      // The page of a workflow is made from its frontmatter.
      if (body.isPlainText || frontmatter.template) continue;
      const text = source.text.slice(body.offset).replaceAll(/<!--[\s\S]*?-->/g, '');
      if (text.trim() !== '') continue;
      report({
        file: document.path,
        message: 'This document has no text — write it, or remove the file.',
      });
    }
  },
});
