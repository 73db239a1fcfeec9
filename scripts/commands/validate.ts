/** `opsbook validate`: the verdict on a content folder. */
import { resolve } from 'node:path';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { applyBaseline, updateBaseline } from '../../src/diagnostics/baseline.ts';
import { createReport } from '../../src/diagnostics/report.ts';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { count } from '../../src/diagnostics/wording.ts';
import { readBaseline, writeBaseline } from '../../src/project/baseline-file.ts';
import { readBrand } from '../../src/project/brand.ts';
import { type Check, createCheck, type Verdict } from '../../src/project/check-project.ts';
import { interruptedCommand } from '../../src/project/content-change.ts';
import type { Project } from '../../src/project/open-project.ts';
import { openContent } from '../terminal/open-content.ts';
import { printReport } from '../terminal/print-report.ts';
import type { ReportFormat } from '../terminal/report-formats.ts';
import type { CommandContext, Terminal } from '../terminal/terminal.ts';

export interface ValidateOptions {
  readonly content: string;
  readonly format: ReportFormat;
  readonly today: string;
  readonly changed?: string;
  readonly rule?: readonly string[];
  readonly frozen?: true;
  readonly fix?: true;
  readonly dryRun?: true;
  readonly baseline?: string;
  readonly updateBaseline?: true;
  readonly quiet?: true;
  readonly maxWarnings?: number;
}

/** Prints the verdict and returns the exit code. */
export async function validate(
  options: ValidateOptions,
  terminal: CommandContext,
): Promise<number> {
  if (options.dryRun && !options.fix) throw new UserError('`--dry-run` belongs to `--fix`.');
  const opened = openContent(options.content, terminal, { doing: 'Checking' });
  readBrand(opened);
  const interrupted = interruptedCommand(opened.root);
  if (interrupted !== undefined) {
    terminal.stderr.write(
      `\`${interrupted}\` was interrupted — run it again: it finishes what was begun.\n`,
    );
  }
  const check = createCheck(opened, options);
  const fixed = options.fix ? await fix(opened, check, options, terminal) : undefined;
  const project = fixed ? { ...opened, sources: fixed.sources } : opened;
  const checked = fixed?.verdict ?? check(project.sources);
  const verdict = suppressKnown(checked, project, options, terminal);
  if (fixed?.isDryRun) return exitCodeOf(verdict, options, terminal);
  const full = createReport(project.content, verdict.documents, verdict.diagnostics);
  const isShown = ({ severity }: Diagnostic) => !options.quiet || severity === 'error';
  const report = { ...full, diagnostics: full.diagnostics.filter(isShown) };
  printReport(options.format, report, project, terminal);
  sayNextStep(report.diagnostics, options, terminal);
  return exitCodeOf(verdict, options, terminal);
}

/** One line for a person who has read the findings at a terminal. */
function sayNextStep(
  diagnostics: readonly Diagnostic[],
  { format, content, fix }: ValidateOptions,
  { stdout, stderr }: CommandContext,
): void {
  const worst = diagnostics.find(({ severity }) => severity === 'error') ?? diagnostics[0];
  if (!worst || format !== 'pretty' || !stdout.isTTY || !stderr.isTTY) return;
  const explain = `\`opsbook explain ${worst.code}\` tells more`;
  const fixable = diagnostics.filter(({ suggestion }) => suggestion?.replace !== undefined).length;
  const folder = content === 'content' ? '' : ` ${content}`;
  const mend = `\`opsbook validate${folder} --fix\` fixes ${fixable} of them, `;
  stderr.write(`Next: ${fixable > 0 && !fix ? mend : ''}${explain}.\n`);
}

/** Loads what fixes and compares texts only when that is asked for. */
async function fix(
  project: Project,
  check: Check,
  { dryRun }: ValidateOptions,
  { stdout, stderr }: Terminal,
) {
  const [{ fixProject }, { formatDiff }] = await Promise.all([
    import('../../src/project/fix-project.ts'),
    import('../../src/project/file-edits.ts'),
  ]);
  const fixed = fixProject(project, check, { isDryRun: dryRun ?? false });
  const { edits, places, documents, updatesLedger } = fixed;
  if (dryRun) stdout.write(formatDiff(edits));
  const made = `${dryRun ? 'Would make' : 'Made'} ${count(places, 'edit')} in ${count(documents, 'document')}`;
  const ledger = updatesLedger ? ', and update registry.lock.json' : '';
  stderr.write(edits.length === 0 ? 'There is nothing to fix.\n' : `${made}${ledger}.\n`);
  return fixed;
}

/** The verdict without what the baseline suppresses. */
function suppressKnown(
  verdict: Verdict,
  project: Project,
  options: ValidateOptions,
  { stderr, cwd }: Terminal,
): Verdict {
  const { baseline: name, updateBaseline: isUpdate, today } = options;
  if (name === undefined) {
    if (!isUpdate) return verdict;
    throw new UserError('`--update-baseline` needs to know which — add `--baseline FILE`.');
  }
  const file = { file: resolve(cwd, name), name };
  const texts = new Map(project.sources.files.map(({ path, text }) => [path, text]));
  const context = {
    today,
    isChecked: verdict.isChecked,
    textOf: (path: string) => texts.get(path),
  };
  let baseline = readBaseline(file);
  if (isUpdate) {
    baseline = updateBaseline(verdict.diagnostics, baseline, context);
    const has = writeBaseline(file, baseline) ? 'now lists' : 'still lists';
    stderr.write(`${name} ${has} ${count(baseline.findings.length, 'entry', 'entries')}.\n`);
  }
  if (!baseline) {
    throw new UserError(
      `There is no baseline at ${name} — write it once with \`--update-baseline\`.`,
    );
  }
  const { diagnostics, suppressed } = applyBaseline(verdict.diagnostics, baseline, context);
  if (suppressed > 0 && options.format === 'pretty') {
    stderr.write(`${name} suppresses ${count(suppressed, 'known finding')}.\n`);
  }
  return { ...verdict, diagnostics };
}

function exitCodeOf(
  { diagnostics, hasCrashed }: Verdict,
  { maxWarnings }: ValidateOptions,
  { stderr }: Terminal,
): number {
  if (hasCrashed) return 2;
  const { errors, warnings } = createReport('', 0, diagnostics).summary;
  if (errors > 0) return 1;
  if (maxWarnings === undefined || warnings <= maxWarnings) return 0;
  stderr.write(`More than ${maxWarnings} warnings: ${warnings}.\n`);
  return 1;
}
