import { reviewOf } from '../../registry/review.ts';
import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const reviewed = (date: string) =>
  exampleDocument('doc.a', 'Text.\n', `reviewed_at: ${date}\nreview_every: P6M\n`);

export const reviewOverdue = defineRule({
  code: 'lifecycle/review-overdue',
  severity: 'warning',
  summary: 'A document is reviewed as often as it says.',
  rationale: 'Tools change; a procedure nobody has looked at for long is probably wrong somewhere.',
  examples: {
    bad: { 'a.md': reviewed('2026-01-15') },
    good: { 'a.md': reviewed('2026-10-01') },
  },
  check({ registry, today }, report) {
    for (const document of registry.documents) {
      if (document.frontmatter.status === 'deprecated' || document.docType === 'archive') continue;
      const due = reviewOf(document)?.next;
      if (due === undefined || due >= today) continue;
      report({
        file: document.path,
        range: document.rangeOf({ in: 'frontmatter', path: ['reviewed_at'] }),
        message: `The review of this document was due on ${due} — check that it still holds, then set \`reviewed_at\` to the day you did.`,
        data: { due },
      });
    }
  },
});
