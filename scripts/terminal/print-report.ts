/** Prints the verdict in the format asked for: data on stdout, as people or programs read it. */
import { appendFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { Report } from '../../schemas/diagnostic.ts';
import { formatGithub, formatSummary } from '../../src/diagnostics/format-github.ts';
import { formatJson } from '../../src/diagnostics/format-json.ts';
import { formatSarif } from '../../src/diagnostics/format-sarif.ts';
import type { Project } from '../../src/project/open-project.ts';
import { rules } from '../../src/rules/all-rules.ts';
import { RUN_FINDINGS } from '../../src/rules/engine/run-findings.ts';
import { packageVersion } from '../../src/source/this-package.ts';
import { printPretty } from './print-pretty.ts';
import type { ReportFormat } from './report-formats.ts';
import type { CommandContext, Terminal } from './terminal.ts';

export function printReport(
  format: ReportFormat,
  report: Report,
  project: Project,
  terminal: CommandContext,
): void {
  const { stdout, env, cwd } = terminal;
  switch (format) {
    case 'pretty':
      printPretty(report, project, stdout, terminal);
      break;
    case 'json':
      stdout.write(formatJson(report));
      break;
    case 'github': {
      const options = { prefix: prefixInRepository(project, terminal) };
      stdout.write(formatGithub(report, options));
      const summary = env.GITHUB_STEP_SUMMARY;
      if (summary) appendFileSync(resolve(cwd, summary), formatSummary(report, options));
      break;
    }
    case 'sarif':
      stdout.write(formatSarif(report, sarifOptions(project, terminal)));
  }
}

function sarifOptions(project: Project, terminal: Terminal) {
  const texts = new Map(project.sources.files.map(({ path, text }) => [path, text]));
  return {
    prefix: prefixInRepository(project, terminal),
    version: packageVersion(),
    rules: [...rules, ...RUN_FINDINGS],
    textOf: (file: string) => texts.get(file),
  };
}

/** Jobs may run in a folder of the checkout, and both formats count from its top. */
function prefixInRepository({ root, content }: Project, { cwd, env }: Terminal): string {
  const path = relative(resolve(cwd, env.GITHUB_WORKSPACE || '.'), root);
  const isInside = path.split(sep)[0] !== '..' && path !== resolve(path);
  return isInside ? path.split(sep).join('/') : content;
}
