/** `opsbook validate`: the verdict on a content folder. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { createReport } from '../src/diagnostics/report.ts';
import { loadRegistry } from '../src/registry/load-registry.ts';
import { CRASH_CODE, runRules } from '../src/rules/run-rules.ts';
import { printReport, REPORT_FORMATS, type ReportFormat } from './print-report.ts';
import { openProject } from './project.ts';
import { todayOption } from './today.ts';

interface ValidateOptions {
  readonly content: string;
  readonly format: ReportFormat;
  readonly today: string;
  readonly quiet?: true;
  readonly maxWarnings?: number;
}

export const validateCommand = new Command('validate')
  .description('check every document, link and workflow')
  .option('--content <dir>', 'content folder', 'content')
  .addOption(
    new Option('--format <format>', 'how findings are printed')
      .choices(REPORT_FORMATS)
      .default('pretty'),
  )
  .option('--quiet', 'print errors only')
  .option('--max-warnings <number>', 'fail above this many warnings', wholeNumber)
  .addOption(todayOption())
  .action((options: ValidateOptions) => {
    process.exitCode = validate(options);
  });

/** Prints the verdict and answers the exit code. */
function validate({ content, format, today, quiet, maxWarnings }: ValidateOptions): number {
  const project = openProject(content);
  const { registry, sourceProblems } = loadRegistry(project.sources);
  const diagnostics = runRules({ registry, sourceProblems, today }, project.config.severities);
  const documents = registry.documents.length + registry.unreadable.length;
  const full = createReport(project.content, documents, diagnostics);
  const isShown = ({ severity }: { severity: string }) => !quiet || severity === 'error';
  const report = { ...full, diagnostics: full.diagnostics.filter(isShown) };
  printReport(format, report, project);
  if (diagnostics.some(({ code }) => code === CRASH_CODE)) return 2;
  const hasTooManyWarnings = maxWarnings !== undefined && full.summary.warnings > maxWarnings;
  if (hasTooManyWarnings && full.summary.errors === 0) {
    process.stderr.write(`More than ${maxWarnings} warnings: ${full.summary.warnings}.\n`);
  }
  return full.summary.errors > 0 || hasTooManyWarnings ? 1 : 0;
}

function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('Write a whole number.');
  return Number(value);
}
