/** The health page counts what the rules find, and nothing by a definition of its own. */
import { expect, test } from 'vitest';
import { assessHealth, isSwitchedOff } from '../../../src/site/models/health.ts';
import { doc } from '../../support/content.ts';
import { portalOf } from '../../support/portal.ts';

const late = 'reviewed_at: 2020-01-01\nreview_every: P1Y\n';
const files = {
  'index.md': doc('doc.index', 'See [[doc.linked]].\n'),
  'linked.md': doc('doc.linked', 'Text.\n', late),
  'alone.md': doc('doc.alone', 'Text.\n', 'reviewed_at: 2026-11-01\nreview_every: P1Y\n'),
  'draft.md': doc('doc.draft', 'Text.\n', 'status: draft\n'),
  'old.md': doc('doc.old', 'Text.\n', `status: deprecated\nsuperseded_by: doc.linked\n${late}`),
  'plain.md': 'Text.\n',
};

const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

test('documents are unlinked and overdue where the rules say so', () => {
  const { orphans, overdue, reviews } = assessHealth(portalOf(files));
  expect(idsOf(orphans)).toEqual(['doc.alone']);
  expect(idsOf(overdue.map(({ document }) => document))).toEqual(['doc.linked']);
  expect(reviews.map(({ document, next, isOverdue }) => [document.id, next, isOverdue])).toEqual([
    ['doc.linked', '2021-01-01', true],
    ['doc.old', '2021-01-01', false],
    ['doc.alone', '2027-11-01', false],
  ]);
});

test('what is switched off is not counted, and the calendar stays', () => {
  const severities = { 'lifecycle/orphan': 'off', 'lifecycle/review-overdue': 'off' } as const;
  const portal = portalOf(files, { severities });
  const { orphans, overdue, reviews } = assessHealth(portal);
  expect([orphans, overdue]).toEqual([[], []]);
  expect(isSwitchedOff('lifecycle/orphan', portal)).toBe(true);
  expect(isSwitchedOff('lifecycle/orphan', portalOf(files))).toBe(false);
  expect(reviews).toHaveLength(3);
});
