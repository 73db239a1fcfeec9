/** What the portal's keepers look after: findings, reviews, documents nobody is led to, owners. */
import type { Diagnostic } from '../../../schemas/diagnostic.ts';
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
  readonly reviews: readonly { readonly document: Document; readonly next: string }[];
  /** How many of them are due before the day the portal was made for. */
  readonly overdue: number;
  /** Documents that no document and no task leads to. */
  readonly orphans: readonly Document[];
  readonly drafts: readonly Document[];
  /** By owner; those without one last, under no name. */
  readonly owners: readonly { readonly owner: string; readonly count: number }[];
}

const SEVERITIES = ['error', 'warning', 'info'];

export function assessHealth({ registry, diagnostics, today }: Portal): Health {
  const { documents } = registry;
  const reviews = documents
    .flatMap((document) => {
      const next = reviewOf(document)?.next;
      return next === undefined || document.docType === 'archive' ? [] : [{ document, next }];
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
    overdue: reviews.filter(({ next }) => next < today).length,
    orphans: documents.filter(
      ({ id, docType, frontmatter }) =>
        docType !== 'archive' &&
        frontmatter.template === undefined &&
        registry.backlinks(id).length === 0 &&
        registry.taskUses(id).length === 0,
    ),
    drafts: documents.filter(({ frontmatter }) => frontmatter.status === 'draft'),
    owners: [...byOwner]
      .map(([owner, { length }]) => ({ owner, count: length }))
      .sort(
        (a, b) => Number(a.owner === '') - Number(b.owner === '') || compareText(a.owner, b.owner),
      ),
  };
}

/** The documents that changed last, the latest first; none where Git cannot say. */
export function recentlyChanged(
  { registry, history }: Portal,
  most: number,
): { readonly document: Document; readonly date: string }[] {
  return registry.documents
    .flatMap((document) => {
      const date = history?.changed.get(document.path);
      return date === undefined ? [] : [{ document, date }];
    })
    .sort((a, b) => compareText(b.date, a.date) || compareText(a.document.title, b.document.title))
    .slice(0, most);
}
