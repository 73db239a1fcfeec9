/** Problems as RFC 9457 says them: a stable code beside the sentence for whoever reads it. */
import type { Problem, ProblemCode } from '../../../workspace/problem.ts';

export const PROBLEM_STATUS: Readonly<
  Record<ProblemCode, 400 | 403 | 404 | 409 | 412 | 422 | 503>
> = {
  'not-found': 404,
  forbidden: 403,
  invalid: 400,
  refused: 409,
  stale: 412,
  'command-reused': 422,
  exists: 409,
  busy: 503,
};

export interface ProblemDocument {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
  /** Code of the rule of the run that refused. */
  readonly refusal?: string;
  readonly refId?: string;
  readonly missing?: readonly unknown[];
  readonly runId?: string;
}

export function problemDocument({ code, message, details }: Problem): ProblemDocument {
  const { field, refusal, runId } = details;
  return {
    type: 'about:blank',
    title: TITLES[code],
    status: PROBLEM_STATUS[code],
    code,
    detail: message,
    ...(field !== undefined && { field }),
    ...(refusal && { refusal: refusal.code }),
    ...(refusal?.refId !== undefined && { refId: refusal.refId }),
    ...(refusal?.missing && { missing: refusal.missing }),
    ...(runId !== undefined && { runId }),
  };
}

export function problemResponse(problem: Problem): Response {
  const { status, ...rest } = problemDocument(problem);
  return new Response(`${JSON.stringify({ ...rest, status })}\n`, {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      ...(problem.code === 'busy' && { 'Retry-After': '1' }),
    },
  });
}

const TITLES: Readonly<Record<ProblemCode, string>> = {
  'not-found': 'Not found',
  forbidden: 'Not allowed',
  invalid: 'Not a valid request',
  refused: 'Refused by the rules of the run',
  stale: 'Changed in the meantime',
  'command-reused': 'Command id used before',
  exists: 'There already',
  busy: 'Busy',
};
