/** What a run asks of some sources: their findings, of the rules and files it is to speak of. */
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { FINDING_CODES } from '../../schemas/rule-codes.ts';
import { nearest } from '../diagnostics/suggest.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { didYouMean } from '../diagnostics/wording.ts';
import { EMPTY_LEDGER } from '../registry/ledger.ts';
import { memoizeParse } from '../registry/load-registry.ts';
import type { Registry } from '../registry/registry.ts';
import { checkSources } from '../rules/check-sources.ts';
import { findStaleLock, RULE_CRASHED } from '../rules/engine/run-findings.ts';
import type { Sources } from '../source/source-file.ts';
import { changedScope, type ScopedFindings, wholeScope } from './changed-scope.ts';
import { LEDGER_NAME, readLedger } from './ledger-file.ts';
import type { Project } from './open-project.ts';

export interface CheckOptions {
  readonly today: string;
  /** Commit since which changes count; every file without it. */
  readonly changed?: string;
  /** Codes of the findings wanted; all of them without it. */
  readonly rule?: readonly string[];
  readonly frozen?: true;
}

export interface Verdict extends ScopedFindings {
  readonly registry: Registry;
  readonly documents: number;
  /** Whether a rule failed, so that the verdict is not to be trusted. */
  readonly hasCrashed: boolean;
}

export type Check = (sources: Sources) => Verdict;

/** @throws UserError when a rule, a commit or the ledger the options name is not there. */
export function createCheck(project: Project, options: CheckOptions): Check {
  const { root, config } = project;
  const { today, changed, rule: codes } = options;
  refuseUnknown(codes ?? []);
  if (options.frozen && !readLedger(root)) {
    throw new UserError(`There is no ${LEDGER_NAME} to hold to — write it with \`opsbook lock\`.`);
  }
  const scope = changed === undefined ? wholeScope : changedScope(root, changed);
  const parse = memoizeParse();
  return (sources) => {
    const ledger = readLedger(root);
    const { registry, diagnostics } = checkSources({ sources, today, config, ledger, parse });
    const found: Diagnostic[] = [
      ...diagnostics,
      ...(options.frozen ? findStaleLock(ledger ?? EMPTY_LEDGER, registry) : []),
    ];
    const hasCrashed = found.some(({ code }) => code === RULE_CRASHED.code);
    const isWanted = ({ code }: Diagnostic) =>
      !codes || code === RULE_CRASHED.code || codes.includes(code);
    return {
      ...scope(registry, found.filter(isWanted)),
      registry,
      documents: registry.documents.length + registry.unreadable.length,
      hasCrashed,
    };
  };
}

function refuseUnknown(codes: readonly string[]): void {
  const known = new Set<string>(FINDING_CODES);
  const unknown = codes.find((code) => !known.has(code));
  if (unknown === undefined) return;
  throw new UserError(`No rule has the code \`${unknown}\`.${didYouMean(nearest(unknown, known))}`);
}
