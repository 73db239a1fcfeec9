import { mentionsOf } from '../../registry/mentions.ts';
import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const archived = defineRule({
  code: 'reference/archived',
  severity: 'warning',
  summary: 'Strict documents do not send people to the archive.',
  rationale: 'Archived text is kept for the record and no longer corrected.',
  examples: {
    bad: {
      'a.md': exampleDocument('doc.a', 'See [[archive.old]].\n'),
      'old.md': exampleDocument('archive.old'),
    },
    good: {
      'a.md': exampleDocument('doc.a', 'See [[doc.b]].\n'),
      'b.md': exampleDocument('doc.b'),
      'older.md': exampleDocument('archive.older', 'See [[archive.old]].\n'),
      'old.md': exampleDocument('archive.old'),
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      if (!document.strict || document.docType === 'archive') continue;
      if (document.frontmatter.status === 'deprecated') continue;
      for (const { at, role, target } of mentionsOf(registry, document)) {
        // An instruction in the archive is of the wrong type, which is worse.
        if (target.docType !== 'archive' || role === 'instructionDocId') continue;
        report({
          file: document.path,
          range: document.rangeOf(at),
          message: `“${target.title}” is in the archive — name a document that is in use, or say here what still holds.`,
          data: { id: target.id },
          related: [{ message: 'is archived', file: target.path }],
        });
      }
    }
  },
});
