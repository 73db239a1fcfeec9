/**
 * The report for people at a terminal: each finding with its place, its words and the
 * lines of the file it is about.
 */
import type { Diagnostic, Report } from '../../schemas/diagnostic.ts';
import { pathFrom } from './path-from.ts';
import { count } from './wording.ts';

export interface PrettyOptions {
  /** Text of a file of the report, by its path; undefined when it could not be read. */
  readonly textOf: (file: string) => string | undefined;
  /** Path of the content root as the reader would type it; put before each file. */
  readonly prefix: string;
  readonly paint: Paint;
}

/** How the parts of a finding are emphasised; the identity on a plain stream. */
export interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly info: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

export function formatPretty(report: Report, options: PrettyOptions): string {
  const findings = report.diagnostics.map((diagnostic) => formatFinding(diagnostic, options));
  return [...findings, summarize(report, options.paint)].join('\n');
}

function formatFinding(diagnostic: Diagnostic, options: PrettyOptions): string {
  const { paint, prefix } = options;
  const lines = [
    `${paint.strong(place(prefix, diagnostic))} ${paint[diagnostic.severity](diagnostic.severity)} ${paint.faint(diagnostic.code)}`,
    `  ${printable(diagnostic.message)}`,
    ...codeFrame(diagnostic, options),
    ...diagnostic.related.map(
      (other) => `  ${paint.faint('→')} ${place(prefix, other)} ${printable(other.message)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function place(prefix: string, at: Pick<Diagnostic, 'file' | 'range'>): string {
  const path = printable(pathFrom(prefix, at.file));
  return at.range ? `${path}:${at.range.start.line}:${at.range.start.column}` : path;
}

/** A name or a text may hold what a terminal would obey. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t]/gu, '\ufffd');
}

function codeFrame({ file, range }: Diagnostic, { textOf, paint }: PrettyOptions): string[] {
  const line = range && textOf(file)?.split(/\r\n|\n|\r/)[range.start.line - 1];
  if (line === undefined || range === undefined) return [];
  const number = String(range.start.line);
  const end = range.end.line === range.start.line ? range.end.column : line.length + 1;
  const width = Math.max(1, Math.min(end, line.length + 1) - range.start.column);
  const cut = Math.max(0, range.start.column - 60);
  const shown = `${cut > 0 ? '…' : ''}${line.slice(cut, cut + 110)}${line.length > cut + 110 ? '…' : ''}`;
  const indent = shown
    .slice(0, range.start.column - 1 - cut + (cut > 0 ? 1 : 0))
    .replace(/[^\t]/g, ' ');
  const marks = '^'.repeat(Math.min(width, Math.max(1, shown.length - indent.length)));
  return [
    `  ${paint.faint(`${number} |`)} ${printable(shown)}`,
    `  ${paint.faint(`${' '.repeat(number.length)} |`)} ${indent}${marks}`,
  ];
}

function summarize({ summary, content }: Report, paint: Paint): string {
  const documents = count(summary.documents, 'document');
  if (summary.errors + summary.warnings + summary.infos === 0) {
    return `${documents} in ${content}: no findings.\n`;
  }
  const counts = [
    paint.error(count(summary.errors, 'error')),
    paint.warning(count(summary.warnings, 'warning')),
    ...(summary.infos > 0 ? [paint.info(count(summary.infos, 'remark'))] : []),
  ];
  return `${documents} in ${content}: ${counts.join(', ')}.\n`;
}
