/** Why the workspace did not do what it was asked: a code for programs, a sentence for people. */
import type { Refusal } from '../workflow/index.ts';

export const PROBLEM_CODES = [
  /** There is nothing like that, or nothing that the asker may know of. */
  'not-found',
  'forbidden',
  /** The request is not what it has to be; `field` says where. */
  'invalid',
  /** The rules of the run forbid it; `refusal` says why. */
  'refused',
  /** The asker saw an older state, and what they want to change was changed since. */
  'stale',
  /** The command's id was used for another one. */
  'command-reused',
  /** A schedule makes each run once, and it is there; `runId` names it. */
  'exists',
  /** Too many changed the run at the same moment. */
  'busy',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

export interface ProblemDetails {
  readonly field?: string;
  readonly refusal?: Refusal;
  readonly runId?: string;
}

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, sentence: string, details: ProblemDetails = {}) {
    super(sentence);
    this.code = code;
    this.details = details;
  }
}
