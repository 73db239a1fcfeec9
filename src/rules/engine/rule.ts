/**
 * What a rule is: permanent metadata of one kind of finding and one pure function that
 * looks for it. Rules never touch the disk and keep nothing between runs.
 */
import type { Severity } from '../../../schemas/diagnostic.ts';
import type { Ledger } from '../../../schemas/ledger.ts';
import type { RuleCode } from '../../../schemas/rule-codes.ts';
import type { Range } from '../../diagnostics/range.ts';
import type { Unreadable } from '../../documents/document.ts';
import type { DocumentProblem, ProblemCode } from '../../documents/problem.ts';
import type { Outline } from '../../registry/outline/outline.ts';
import type { Document, Registry } from '../../registry/registry.ts';
import type { SourceProblem } from '../../source/source-file.ts';
import type { IgnoreUse } from './apply-ignores.ts';

export interface RuleContext {
  readonly registry: Registry;
  /** How the documents are arranged for reading. */
  readonly outline: Outline;
  readonly sourceProblems: readonly SourceProblem[];
  /** The day the run is made for, `YYYY-MM-DD`. */
  readonly today: string;
  /** Everything ever published; absent where the project keeps no ledger. */
  readonly ledger?: Ledger | undefined;
}

/** What the engine adds: the comments of authors, once all other rules have run. */
export interface EngineContext extends RuleContext {
  /** Comments whose rule has run, or that name no rule at all. */
  readonly ignores: readonly IgnoreUse[];
}

/** A finding as a rule states it; the engine adds code and severity. */
export interface Finding {
  readonly file: string;
  /** Absent when the finding is about the whole file. */
  readonly range?: Range;
  /** What is wrong, as found — what to do. */
  readonly message: string;
  /** The values the message names, for programs. */
  readonly data?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly related?: readonly {
    readonly message: string;
    readonly file: string;
    readonly range?: Range;
  }[];
  /** The nearest right value. */
  readonly suggestion?: string | undefined;
  /** The edit that fixes the finding and keeps what the author meant; needs `suggestion`. */
  readonly replace?: { readonly range: Range; readonly text: string } | undefined;
}

/** Path → text of a small content root. */
export type ExampleFiles = Readonly<Record<string, string>>;

export interface Rule<C extends RuleCode = RuleCode> {
  readonly code: C;
  readonly severity: Severity;
  /**
   * Whether an error keeps a build from being published in any document: where identity or
   * safety is uncertain. Without it only an error in a strict document does.
   */
  readonly blocksBuild?: 'always';
  /** What holds when the rule is kept, in one sentence. */
  readonly summary: string;
  /** What goes wrong for people when it is not. */
  readonly rationale: string;
  /** Run as tests: `bad` yields this one finding, `good` yields none. */
  readonly examples: { readonly bad: ExampleFiles; readonly good: ExampleFiles };
  /** Runs last, when it is known what the comments of authors suppress. */
  readonly judgesIgnores?: true;
  check(context: EngineContext, report: (finding: Finding) => void): void;
}

export function defineRule<const C extends RuleCode>(rule: Rule<C>): Rule<C> {
  return rule;
}

type ProblemOf<C extends ProblemCode> = Extract<DocumentProblem, { code: C }>;
type Wording = Pick<Finding, 'message' | 'data' | 'suggestion' | 'replace'>;

/** A rule whose finding parsing has already made; it only finds the words. */
export function defineProblemRule<const C extends ProblemCode>(
  rule: Omit<Rule<C>, 'check'> & {
    describe(problem: ProblemOf<C>, document: Document | Unreadable): Wording;
  },
): Rule<C> {
  const { describe, ...metadata } = rule;
  return {
    ...metadata,
    check({ registry }, report) {
      for (const document of [...registry.documents, ...registry.unreadable]) {
        for (const problem of document.problems) {
          if (problem.code !== rule.code) continue;
          const range = document.rangeOf(problem.at);
          report({ file: document.path, range, ...describe(problem as ProblemOf<C>, document) });
        }
      }
    },
  };
}

type SourceProblemOf<C extends SourceProblem['code']> = Extract<SourceProblem, { code: C }>;

/** A rule about a file that could not be taken in as it is. */
export function defineSourceRule<const C extends SourceProblem['code']>(
  rule: Omit<Rule<C>, 'check'> & {
    describe(problem: SourceProblemOf<C>): Wording;
  },
): Rule<C> {
  const { describe, ...metadata } = rule;
  return {
    ...metadata,
    check({ sourceProblems }, report) {
      for (const problem of sourceProblems) {
        if (problem.code !== rule.code) continue;
        report({ file: problem.path, ...describe(problem as SourceProblemOf<C>) });
      }
    },
  };
}
