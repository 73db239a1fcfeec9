/**
 * The report for a GitHub Actions job: workflow commands that become annotations, as many
 * as GitHub shows, and the whole list as Markdown for the step's summary.
 */
import { type Diagnostic, type Report, SEVERITIES } from '../../schemas/diagnostic.ts';
import { pathFrom } from './path-from.ts';
import { count } from './wording.ts';

export interface GithubOptions {
  /** Path of the content root from the top of the repository; put before each file. */
  readonly prefix: string;
}

/** A step shows ten annotations of a kind and drops the rest without a word. */
const MAX_ANNOTATIONS = 10;

/** Longest summary GitHub accepts from a step, in bytes; a longer one is refused whole. */
const MAX_SUMMARY_BYTES = 1024 * 1024;

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** One workflow command a line, worst first, and a plain line that counts what is left. */
export function formatGithub(report: Report, options: GithubOptions): string {
  const worstFirst = bySeverity(report.diagnostics);
  const shown = worstFirst.slice(0, MAX_ANNOTATIONS);
  const left = worstFirst.length - shown.length;
  const rest = `${count(left, 'more finding')} in the summary of this step.`;
  return [...shown.map((each) => annotate(each, options)), ...(left > 0 ? [rest] : [])]
    .map((line) => `${line}\n`)
    .join('');
}

/** Every finding, worst first: the step's summary in GitHub's Markdown. */
export function formatSummary(report: Report, options: GithubOptions): string {
  const { errors, warnings, infos, documents } = report.summary;
  const counts = `${count(errors, 'error')}, ${count(warnings, 'warning')}, ${count(infos, 'remark')}`;
  const head = `### Opsbook: ${counts} in ${count(documents, 'document')}\n`;
  if (report.diagnostics.length === 0) return head;
  const rows = bySeverity(report.diagnostics).map((each) => tableRow(each, options));
  const table = '\n| | Place | Finding | Code |\n| - | - | - | - |\n';
  const end = (left: number) =>
    left > 0 ? `\n${count(left, 'more finding')} would not fit into a summary.\n` : '';
  let size = byteLength(head + table + end(rows.length));
  let fitting = 0;
  for (const row of rows) {
    size += byteLength(row);
    if (size > MAX_SUMMARY_BYTES) break;
    fitting++;
  }
  return `${head}${table}${rows.slice(0, fitting).join('')}${end(rows.length - fitting)}`;
}

function bySeverity(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const weight = ({ severity }: Diagnostic) => SEVERITIES.indexOf(severity);
  return [...diagnostics].sort((a, b) => weight(a) - weight(b));
}

function annotate({ severity, code, message, file, range }: Diagnostic, options: GithubOptions) {
  const properties = [['file', pathFrom(options.prefix, file)]];
  if (range) {
    properties.push(['line', String(range.start.line)], ['endLine', String(range.end.line)]);
    // Columns count within one line only.
    if (range.start.line === range.end.line) properties.push(['col', String(range.start.column)]);
  }
  properties.push(['title', code]);
  const list = properties.map(([name, value = '']) => `${name}=${escapeProperty(value)}`).join(',');
  return `::${COMMANDS[severity]} ${list}::${escapeData(message)}`;
}

/** Escaping of workflow commands as the runner undoes it (actions/toolkit, `command.ts`). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

const ICONS = { error: '❌', warning: '⚠️', info: 'ℹ️' } as const;

function tableRow({ severity, code, message, file, range }: Diagnostic, options: GithubOptions) {
  const place = pathFrom(options.prefix, file) + (range ? `:${range.start.line}` : '');
  const cells = [ICONS[severity], escapeProse(place), escapeMarkdown(message), `\`${code}\``];
  return `| ${cells.join(' | ')} |\n`;
}

/** Keeps code spans and makes everything else plain words of one table cell. */
function escapeMarkdown(message: string): string {
  return message
    .replaceAll(/\s+/g, ' ')
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part.replaceAll('|', '\\|') : escapeProse(part)))
    .join('');
}

function escapeProse(text: string): string {
  return text.replaceAll(/[\\`*_~[\]<>&|#!@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
