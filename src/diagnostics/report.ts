/**
 * The verdict as data: findings in their one order, and the counts. Every output format
 * starts from here.
 */
import type { Diagnostic, Report, Severity } from '../../schemas/diagnostic.ts';
import { comparePoints } from './range.ts';

/** File, then position (whole-file findings first), then code, then message. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.file, b.file) ||
    comparePoints(a.range?.start ?? ORIGIN, b.range?.start ?? ORIGIN) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

export function createReport(
  content: string,
  documents: number,
  diagnostics: readonly Diagnostic[],
): Report {
  const count = (severity: Severity) =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return {
    version: 1,
    content,
    summary: {
      documents,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
    },
    diagnostics: [...diagnostics].sort(compareDiagnostics),
  };
}

const ORIGIN = { line: 0, column: 0 };

/** Code-unit order: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
