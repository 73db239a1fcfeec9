/**
 * Hands the compiled portal from the process that built it to the pages that Vite bundles:
 * both run in one process but do not share modules, so it lies in a registered symbol.
 */
import type { Portal } from '../../portal/compile-portal.ts';

const SLOT = Symbol.for('opsbook.portal');
const slots = globalThis as { [SLOT]?: () => Portal };

export function offerPortal(current: () => Portal): void {
  slots[SLOT] = current;
}

/** The portal offered last. @throws when none was: pages are not built on their own. */
export function currentPortal(): Portal {
  const current = slots[SLOT];
  if (!current) throw new Error('No portal was offered: build with `opsbook build`.');
  return current();
}
