import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const prefix = defineRule({
  code: 'identity/prefix',
  severity: 'warning',
  blocksBuild: 'always',
  summary: 'An id begins with the type of its document.',
  rationale: 'A reader of a workflow or link sees from the id what kind of page to expect.',
  examples: {
    bad: { 'a.md': exampleDocument('doc.a').replace('doc_type: doc', 'doc_type: reference') },
    good: {
      'a.md': exampleDocument('reference.a'),
      'b.md': exampleDocument('assistant.b').replace(
        'doc_type: assistant',
        'doc_type: reference\nsource: assistants/b.md',
      ),
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      const { id, docType, frontmatter } = document;
      if (!document.strict || frontmatter.id !== id || frontmatter.doc_type === undefined) continue;
      // Text from elsewhere keeps the id under which it is known there.
      if (id.startsWith(`${docType}.`) || frontmatter.source !== undefined) continue;
      report({
        file: document.path,
        range: document.rangeOf({ in: 'frontmatter', path: ['id'] }),
        message: `The id \`${id}\` does not begin with \`${docType}.\` — a new document gets such an id; one that is published keeps its own unless the old id becomes an alias.`,
        data: { id, docType },
      });
    }
  },
});
