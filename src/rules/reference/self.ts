import { mentionsOf } from '../../registry/mentions.ts';
import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const self = defineRule({
  code: 'reference/self',
  severity: 'error',
  summary: 'A document is neither related to itself nor its own successor.',
  rationale: 'A reader who is sent on and arrives where they were has lost the way.',
  examples: {
    bad: { 'a.md': exampleDocument('doc.a', 'Text.\n', 'related_docs: [doc.a]\n') },
    good: {
      'a.md': exampleDocument('doc.a', 'Text.\n', 'related_docs: [doc.b]\n'),
      'b.md': exampleDocument('doc.b', 'Text.\n', 'related_docs: [doc.a]\n'),
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      for (const { at, role, target } of mentionsOf(registry, document)) {
        if (target !== document || (role !== 'related_docs' && role !== 'superseded_by')) continue;
        report({
          file: document.path,
          range: document.rangeOf(at),
          message: `\`${role}\` names this document itself — name another one, or remove the entry.`,
          data: { role, id: document.id },
        });
      }
    }
  },
});
