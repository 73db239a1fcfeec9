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
      if (withoutComments(source.text.slice(body.offset)).trim() !== '') continue;
      report({
        file: document.path,
        message: 'This document has no text — write it, or remove the file.',
      });
    }
  },
});

function withoutComments(text: string): string {
  const parts: string[] = [];
  let rest = 0;
  for (let start = text.indexOf('<!--'); start !== -1; start = text.indexOf('<!--', rest)) {
    const end = text.indexOf('-->', start + 4);
    if (end === -1) break;
    parts.push(text.slice(rest, start));
    rest = end + 3;
  }
  return parts.join('') + text.slice(rest);
}
