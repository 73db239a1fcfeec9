/**
 * Holds the known findings of adopted content, so that a run fails on new ones only. The
 * list can but shrink: what is fixed has to leave it, what has expired counts again.
 */
import type { Baseline, SuppressedFinding } from '../../schemas/baseline.ts';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { fingerprinter, type TextOf } from './fingerprint.ts';
import { compareText } from './report.ts';
import { count, listing } from './wording.ts';

export interface BaselineContext {
  readonly textOf: TextOf;
  /** `YYYY-MM-DD`; an entry counts up to and including the day it expires. */
  readonly today: string;
  /** Whether the run looked at this file; entries of other files are left alone. */
  readonly isChecked: (file: string) => boolean;
}

export interface BaselineResult {
  /** New findings, findings whose entry has expired, and entries that have to leave. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many findings the baseline suppresses. */
  readonly suppressed: number;
}

export const FIXED_FINDING = {
  code: 'baseline/fixed-finding',
  severity: 'error',
  summary: 'A baseline lists nothing that is fixed.',
  rationale:
    'A finding that is fixed but still suppressed could come back without anybody noticing.',
} as const;

/** Splits the findings of a run into those the baseline suppresses and those that count. */
export function applyBaseline(
  diagnostics: readonly Diagnostic[],
  baseline: Baseline,
  { textOf, today, isChecked }: BaselineContext,
): BaselineResult {
  const open = new Map<string, OpenEntry>();
  for (const entry of baseline.findings) {
    if (isExpired(entry, today)) continue;
    const key = keyOf(entry);
    const left = (open.get(key)?.left ?? 0) + (entry.count ?? 1);
    open.set(key, { entry, left });
  }
  const fingerprintOf = fingerprinter(textOf);
  const counting = diagnostics.filter((diagnostic) => {
    if (!isHoldable(diagnostic)) return true;
    const known = open.get(keyOf({ ...diagnostic, fingerprint: fingerprintOf(diagnostic) }));
    if (!known || known.left === 0) return true;
    known.left--;
    return false;
  });
  const fixed = [...open.values()].filter(({ left }) => left > 0);
  return {
    diagnostics: [...counting, ...fixedFindings(fixed, isChecked)],
    suppressed: diagnostics.length - counting.length,
  };
}

interface OpenEntry {
  readonly entry: SuppressedFinding;
  /** How many findings it can still hold. */
  left: number;
}

/**
 * The baseline that suppresses exactly these findings. An entry keeps the day it expires; one
 * that has expired stays as it is and suppresses nothing.
 */
export function updateBaseline(
  diagnostics: readonly Diagnostic[],
  before: Baseline | undefined,
  { textOf, today }: Pick<BaselineContext, 'textOf' | 'today'>,
): Baseline {
  const known = new Map(before?.findings.map((entry) => [keyOf(entry), entry]));
  const fingerprintOf = fingerprinter(textOf);
  const entries = diagnostics.filter(isHoldable).map(({ code, file, ...rest }) => ({
    code,
    file,
    fingerprint: fingerprintOf({ code, file, ...rest }),
  }));
  const findings = [...Map.groupBy(entries, keyOf)].flatMap(([key, same]): SuppressedFinding[] => {
    const [entry] = same;
    const old = known.get(key);
    if (!entry) return [];
    if (old && isExpired(old, today)) return [old];
    return [
      {
        ...entry,
        ...(same.length > 1 && { count: same.length }),
        ...(old?.expires !== undefined && { expires: old.expires }),
      },
    ];
  });
  const schema = before?.$schema === undefined ? {} : { $schema: before.$schema };
  return { ...schema, version: 1, findings: findings.sort(compareEntries) };
}

/** One entry a line, so that a fixed finding is a removed line. */
export function formatBaseline({ $schema, version, findings }: Baseline): string {
  const head = $schema === undefined ? '' : `  "$schema": ${JSON.stringify($schema)},\n`;
  const lines = findings.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n');
  const list = lines === '' ? '[]' : `[\n${lines}\n  ]`;
  return `{\n${head}  "version": ${version},\n  "findings": ${list}\n}\n`;
}

/** Remarks fail no run, and a defect of the toolchain is never the content's debt. */
function isHoldable({ severity, file }: Diagnostic): boolean {
  return severity !== 'info' && file !== '';
}

function keyOf({ code, file, fingerprint }: SuppressedFinding): string {
  return JSON.stringify([file, code, fingerprint]);
}

function compareEntries(a: SuppressedFinding, b: SuppressedFinding): number {
  return (
    compareText(a.file, b.file) ||
    compareText(a.code, b.code) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

/** One finding a file: its entries leave together, with one command. */
function fixedFindings(
  fixed: readonly OpenEntry[],
  isChecked: (file: string) => boolean,
): Diagnostic[] {
  const byFile = Map.groupBy(fixed, ({ entry }) => entry.file);
  return [...byFile].flatMap(([file, entries]): Diagnostic[] => {
    if (!isChecked(file)) return [];
    const total = entries.reduce((sum, { left }) => sum + left, 0);
    const codes = [...new Set(entries.map(({ entry }) => entry.code))].sort(compareText);
    const names = listing(codes.map((code) => `\`${code}\``));
    return [
      {
        code: FIXED_FINDING.code,
        severity: FIXED_FINDING.severity,
        message: `The baseline lists ${count(total, 'finding')} of ${names} here that ${total === 1 ? 'is' : 'are'} no longer found — run again with \`--update-baseline\` and commit the shorter list.`,
        file,
        data: { count: total, codes },
        related: [],
      },
    ];
  });
}

function isExpired({ expires }: SuppressedFinding, today: string): boolean {
  return expires !== undefined && expires < today;
}
