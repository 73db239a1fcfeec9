import { Temporal } from 'temporal-polyfill';
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
      const { reviewed_at, review_every, status } = document.frontmatter;
      if (reviewed_at === undefined || review_every === undefined) continue;
      if (status === 'deprecated' || document.docType === 'archive') continue;
      const due = dueDate(reviewed_at, review_every);
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

/** The last day on which the review is in time; none beyond the years a calendar can hold. */
function dueDate(reviewedAt: string, every: string): string | undefined {
  try {
    return Temporal.PlainDate.from(reviewedAt).add(Temporal.Duration.from(every)).toString();
  } catch {
    return undefined;
  }
}
