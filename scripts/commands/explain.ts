/** `opsbook explain`: what a finding means, why it matters and what right looks like. */
import type { RuleMetadata } from '../../src/diagnostics/format-sarif.ts';
import { nearest } from '../../src/diagnostics/suggest.ts';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { didYouMean } from '../../src/diagnostics/wording.ts';
import { rules } from '../../src/rules/all-rules.ts';
import type { ExampleFiles, Rule } from '../../src/rules/engine/rule.ts';
import { RUN_FINDINGS } from '../../src/rules/engine/run-findings.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Findings of runs that are held against a file have no example documents. */
const known: readonly Explained[] = [
  ...rules,
  ...RUN_FINDINGS.map((metadata) => ({ ...metadata, examples: { bad: {}, good: {} } })),
];

type Explained = RuleMetadata & Pick<Rule, 'examples'>;

/** Prints the rule, or the list of them. */
export function explain(code: string | undefined, { stdout }: Terminal): void {
  if (code === undefined) {
    const width = Math.max(...known.map((rule) => rule.code.length));
    const lines = known.map((rule) => `${rule.code.padEnd(width)}  ${rule.summary}\n`);
    stdout.write(lines.sort().join(''));
    return;
  }
  const rule = known.find((candidate) => candidate.code === code);
  if (!rule) {
    const suggestion = nearest(
      code,
      known.map((candidate) => candidate.code),
    );
    throw new UserError(`No rule has the code \`${code}\`.${didYouMean(suggestion)}`);
  }
  stdout.write(formatRule(rule));
}

function formatRule({ code, severity, summary, rationale, examples }: Explained): string {
  const parts = [`${code} (${severity})`, `${summary}\n${rationale}`];
  const bad = formatFiles(examples.bad);
  const good = formatFiles(examples.good);
  if (bad) parts.push(`Wrong\n\n${bad}`);
  if (good) parts.push(`Right\n\n${good}`);
  return `${parts.join('\n\n')}\n`;
}

function formatFiles(files: ExampleFiles): string {
  return Object.entries(files)
    .map(([path, text]) => `  ${path}\n${text.trimEnd().replaceAll(/^/gm, '    | ')}`)
    .join('\n\n');
}
