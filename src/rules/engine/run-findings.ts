/**
 * Findings that no rule makes: they are about the run itself, or about the files it is held
 * against, the baseline and the ledger.
 */
import type { Diagnostic } from '../../../schemas/diagnostic.ts';
import type { Ledger } from '../../../schemas/ledger.ts';
import type { RunCode } from '../../../schemas/rule-codes.ts';
import { FIXED_FINDING } from '../../diagnostics/baseline.ts';
import type { RuleMetadata } from '../../diagnostics/format-sarif.ts';
import { listing } from '../../diagnostics/wording.ts';
import { findUnrecorded } from '../../registry/ledger.ts';
import type { Registry } from '../../registry/registry.ts';

const STALE_LOCK = {
  code: 'identity/stale-lock',
  severity: 'error',
  summary: 'With `--frozen`, everything published is in the ledger.',
  rationale: 'What the ledger does not hold can vanish or change its name unnoticed.',
} as const;

/** About the toolchain itself: a run that has one exits with 2. */
export const RULE_CRASHED = {
  code: 'internal/rule-crashed',
  severity: 'error',
  summary: 'Every rule runs to its end.',
  rationale: 'A rule that crashes has not looked at everything, so the verdict cannot be trusted.',
} as const;

const BY_CODE: { readonly [C in RunCode]: RuleMetadata & { readonly code: C } } = {
  'baseline/fixed-finding': FIXED_FINDING,
  'identity/stale-lock': STALE_LOCK,
  'internal/rule-crashed': RULE_CRASHED,
};

export const RUN_FINDINGS: readonly RuleMetadata[] = Object.values(BY_CODE);

/** A finding for each document that publishes what `registry.lock.json` does not hold. */
export function findStaleLock(ledger: Ledger, registry: Registry): Diagnostic[] {
  return findUnrecorded(ledger, registry).map(({ document, names }) => ({
    code: STALE_LOCK.code,
    severity: STALE_LOCK.severity,
    message: `\`registry.lock.json\` lacks ${listing(names)} of this document — run \`opsbook lock\` and commit the file.`,
    file: document.path,
    range: document.rangeOf({ in: 'frontmatter', path: ['id'] }),
    data: { id: document.id, missing: [...names] },
    related: [],
  }));
}
