/**
 * Findings that no rule makes: they are about the files a run is held against, the baseline
 * and the ledger, and only runs that ask for them have them.
 */
import type { Diagnostic } from '../../../schemas/diagnostic.ts';
import type { Ledger } from '../../../schemas/ledger.ts';
import { FIXED_FINDING } from '../../diagnostics/baseline.ts';
import type { RuleFacts } from '../../diagnostics/format-sarif.ts';
import { listing } from '../../diagnostics/wording.ts';
import { findUnrecorded } from '../../registry/ledger.ts';
import type { Registry } from '../../registry/registry.ts';

const STALE_LOCK = {
  code: 'identity/stale-lock',
  severity: 'error',
  summary: 'With `--frozen`, everything published is in the ledger.',
  rationale: 'What the ledger does not hold can vanish or change its name unnoticed.',
} as const;

export const RUN_FINDINGS: readonly RuleFacts[] = [FIXED_FINDING, STALE_LOCK];

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
