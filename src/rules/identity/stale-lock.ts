import { listing } from '../../diagnostics/wording.ts';
import { LEDGER_PATH, namesMissing } from '../../registry/ledger-names.ts';
import { defineRule } from '../rule.ts';

const MOST_NAMED = 5;

export const staleLock = defineRule({
  code: 'identity/stale-lock',
  severity: 'error',
  summary: 'The ledger holds every name that is published (with `--frozen`).',
  rationale: 'A name that is published and not entered can be lost later without a finding.',
  // The finding needs a flag of the command; the rule has tests of its own.
  examples: { bad: {}, good: {} },
  check({ registry, ledger, isFrozen }, report) {
    if (!ledger || !isFrozen) return;
    const missing = namesMissing(ledger, registry);
    if (missing.length === 0) return;
    const named = missing.slice(0, MOST_NAMED).map((name) => `\`${name}\``);
    const more = missing.length - named.length;
    report({
      file: LEDGER_PATH,
      message: `The ledger lacks ${listing(more > 0 ? [...named, `${more} more`] : named)} — run \`npm run lock\` and commit the file.`,
      data: { missing },
    });
  },
});
