/** Runs rules over a registry and returns the findings in their one order. */
import type { PortalConfig } from '../../../schemas/config.ts';
import type { Diagnostic } from '../../../schemas/diagnostic.ts';
import { isRuleCode, type RuleCode } from '../../../schemas/rule-codes.ts';
import { compareDiagnostics } from '../../diagnostics/report.ts';
import { applyIgnores, type IgnoreUse } from './apply-ignores.ts';
import type { EngineContext, Finding, Rule, RuleContext } from './rule.ts';
import { RULE_CRASHED } from './run-findings.ts';

export function runRules(
  context: RuleContext,
  selected: readonly Rule[],
  severities: PortalConfig['severities'] = {},
): Diagnostic[] {
  const run = (chosen: readonly Rule[], ignores: readonly IgnoreUse[]) =>
    chosen.flatMap((rule) => runRule(rule, { ...context, ignores }, severities));
  const { kept, ignores } = applyIgnores(
    context.registry,
    run(
      selected.filter(({ judgesIgnores }) => !judgesIgnores),
      [],
    ),
  );
  const didRun = new Set<string>(selected.map(({ code }) => code));
  const judged = ignores.filter(({ ignore: { code } }) => didRun.has(code) || !isRuleCode(code));
  const aboutIgnores = run(
    selected.filter(({ judgesIgnores }) => judgesIgnores),
    judged,
  );
  return [...kept, ...aboutIgnores].sort(compareDiagnostics);
}

function runRule(
  rule: Rule,
  context: EngineContext,
  severities: PortalConfig['severities'],
): Diagnostic[] {
  const severity = severities[rule.code] ?? rule.severity;
  if (severity === 'off') return [];
  const diagnostics: Diagnostic[] = [];
  try {
    rule.check(context, (finding) => diagnostics.push(toDiagnostic(rule.code, severity, finding)));
  } catch (error) {
    diagnostics.push(crash(rule, error));
  }
  return diagnostics;
}

function toDiagnostic(
  code: RuleCode,
  severity: Diagnostic['severity'],
  finding: Finding,
): Diagnostic {
  const { file, range, message, data = {}, related = [], suggestion, replace } = finding;
  return {
    code,
    severity,
    message,
    file,
    ...(range && { range }),
    data: data as Diagnostic['data'],
    related: related.map((other) => ({ ...other })) as Diagnostic['related'],
    ...(suggestion !== undefined && {
      suggestion: { text: suggestion, ...(replace && { replace }) },
    }),
  };
}

function crash(rule: Rule, error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: RULE_CRASHED.code,
    severity: RULE_CRASHED.severity,
    message: `Rule \`${rule.code}\` crashed (${reason}) — this is a defect of Opsbook, not of the content; please report it.`,
    file: '',
    data: { rule: rule.code, reason },
    related: [],
  };
}
