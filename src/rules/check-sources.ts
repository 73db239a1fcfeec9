/** Sources in, verdict out: the one way a command, a build or a test comes by both. */
import { type PortalConfig, portalConfig } from '../../schemas/config.ts';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import type { Ledger } from '../../schemas/ledger.ts';
import { loadRegistry, type Parse } from '../registry/load-registry.ts';
import { arrangeOutline, type Outline } from '../registry/outline/outline.ts';
import type { Registry } from '../registry/registry.ts';
import type { Sources } from '../source/source-file.ts';
import { rules } from './all-rules.ts';
import type { Rule } from './engine/rule.ts';
import { runRules } from './engine/run-rules.ts';

export interface CheckInput {
  readonly sources: Sources;
  /** The day the verdict is made for, `YYYY-MM-DD`. */
  readonly today: string;
  /** Everything ever published; absent where the project keeps no ledger. */
  readonly ledger?: Ledger | undefined;
  /** Everything at its default without it. */
  readonly config?: Pick<PortalConfig, 'severities' | 'navigation' | 'home'> | undefined;
  /** `parseDocument` without it, or one that memoizes. */
  readonly parse?: Parse | undefined;
  /** All of them without it. */
  readonly rules?: readonly Rule[];
}

export interface CheckedSources {
  readonly registry: Registry;
  readonly outline: Outline;
  /** In their one order. */
  readonly diagnostics: readonly Diagnostic[];
}

export function checkSources(input: CheckInput): CheckedSources {
  const { sources, today, ledger, parse, rules: selected = rules } = input;
  const config = input.config ?? portalConfig.parse({});
  const { registry, sourceProblems } = loadRegistry(sources, parse);
  const outline = arrangeOutline({ registry, sources, config });
  const context = { registry, outline, sourceProblems, today, ledger };
  return { registry, outline, diagnostics: runRules(context, selected, config.severities) };
}
