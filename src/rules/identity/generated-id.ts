import { defineRule } from '../engine/rule.ts';

export const generatedId = defineRule({
  code: 'identity/generated-id',
  severity: 'warning',
  blocksBuild: 'always',
  summary: 'Every document declares its id.',
  rationale: 'An id made from the path changes when the file moves, and every link by id breaks.',
  examples: {
    bad: { 'guides/a.md': '# A\n\nText.\n' },
    good: { 'guides/a.md': '---\nid: doc.guides.a\ntitle: A\ndoc_type: doc\n---\n\nText.\n' },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      if (!document.hasGeneratedId || 'id' in document.frontmatter || document.strict) continue;
      report({
        file: document.path,
        message: `This document has no id and is known as \`${document.id}\` for now — add \`id\`, \`title\` and \`doc_type\` to its frontmatter.`,
        data: { id: document.id },
        suggestion: document.id,
      });
    }
  },
});
