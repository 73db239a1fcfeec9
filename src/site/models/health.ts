/** What the portal's keepers look after: findings, reviews, documents nobody is led to, owners. */
import { type Diagnostic, SEVERITIES } from '../../../schemas/diagnostic.ts';
import type { RuleCode } from '../../../schemas/rule-codes.ts';
import { compareText } from '../../diagnostics/report.ts';
import type { Portal } from '../../portal/compile-portal.ts';
import type { Document } from '../../registry/registry.ts';
import { reviewOf } from '../../registry/review.ts';

export interface Health {
  readonly errors: number;
  readonly warnings: number;
  /** Worst first. */
  readonly findings: readonly Diagnostic[];
  /** How often each rule is broken, the most often first. */
  readonly codes: readonly { readonly code: string; readonly count: number }[];
  /** Next reviews, the earliest first. */
  readonly reviews: readonly NextReview[];
  /** Those of them that `lifecycle/review-overdue` finds. */
  readonly overdue: readonly NextReview[];
  /** Documents that `lifecycle/orphan` finds. */
  readonly orphans: readonly Document[];
  readonly drafts: readonly Document[];
  /** By owner; those without one last, under no name. */
  readonly owners: readonly { readonly owner: string; readonly count: number }[];
}

export interface NextReview {
  readonly document: Document;
  readonly next: string;
  readonly isOverdue: boolean;
}

/** Whether the configuration switches a rule off, so that nothing it finds is known. */
export function isSwitchedOff(code: RuleCode, { config }: Portal): boolean {
  return config.severities[code] === 'off';
}

export function assessHealth(portal: Portal): Health {
  const { registry, diagnostics } = portal;
  const { documents } = registry;
  const late = new Set(foundBy('lifecycle/review-overdue', portal));
  const reviews = documents
    .flatMap((document) => {
      const next = reviewOf(document)?.next;
      if (next === undefined || document.docType === 'archive') return [];
      return [{ document, next, isOverdue: late.has(document) }];
    })
    .sort((a, b) => compareText(a.next, b.next) || compareText(a.document.title, b.document.title));
  const isSeverity = (wanted: string) => (each: Diagnostic) => each.severity === wanted;
  const byOwner = Map.groupBy(documents, ({ frontmatter }) => frontmatter.owner ?? '');
  return {
    errors: diagnostics.filter(isSeverity('error')).length,
    warnings: diagnostics.filter(isSeverity('warning')).length,
    findings: SEVERITIES.flatMap((severity) => diagnostics.filter(isSeverity(severity))),
    codes: [...Map.groupBy(diagnostics, ({ code }) => code)]
      .map(([code, { length }]) => ({ code, count: length }))
      .sort((a, b) => b.count - a.count || compareText(a.code, b.code)),
    reviews,
    overdue: reviews.filter(({ isOverdue }) => isOverdue),
    orphans: foundBy('lifecycle/orphan', portal),
    drafts: documents.filter(({ frontmatter }) => frontmatter.status === 'draft'),
    owners: [...byOwner]
      .map(([owner, { length }]) => ({ owner, count: length }))
      .sort(
        (a, b) => Number(a.owner === '') - Number(b.owner === '') || compareText(a.owner, b.owner),
      ),
  };
}

/** The documents a rule finds something in; what is suppressed or switched off is not found. */
function foundBy(code: RuleCode, { registry, diagnostics }: Portal): Document[] {
  const found = new Set(diagnostics.filter((each) => each.code === code).map(({ file }) => file));
  return registry.documents.filter(({ path }) => found.has(path));
}

/** The documents that changed last, the latest first; none where Git cannot say. */
export function recentlyChanged(
  { registry, history }: Portal,
  max: number,
): { readonly document: Document; readonly date: string }[] {
  return registry.documents
    .flatMap((document) => {
      const date = history?.changed.get(document.path);
      return date === undefined ? [] : [{ document, date }];
    })
    .sort((a, b) => compareText(b.date, a.date) || compareText(a.document.title, b.document.title))
    .slice(0, max);
}
