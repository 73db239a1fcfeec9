/** The report for programs: `validate --format json`. */
import type { Report } from '../../schemas/diagnostic.ts';

export function formatJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
