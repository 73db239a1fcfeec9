/** Problems of the workspace, and of requests to it, as RFC 9457 says them: a stable code beside the sentence. */
import type { PROBLEM_CODES } from '../../../../schemas/work-api.ts';
import type { Problem, ProblemCode } from '../../../workspace/problem.ts';

type HttpProblemCode = Exclude<(typeof PROBLEM_CODES)[number], ProblemCode>;

/** What is wrong with a request before the workspace sees it. */
export class HttpProblem extends Error {
  readonly code: HttpProblemCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: HttpProblemCode,
    sentence: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(sentence);
    this.code = code;
    this.headers = headers;
  }
}

/** Status and title of each kind. */
export const PROBLEM_KINDS = {
  invalid: [400, 'Not a valid request'],
  unauthorized: [401, 'Not signed in'],
  'password-change-required': [403, 'Not allowed'],
  'foreign-form': [403, 'Not allowed'],
  forbidden: [403, 'Not allowed'],
  'not-found': [404, 'Not found'],
  'method-not-allowed': [405, 'Not a method of this address'],
  refused: [409, 'Refused by the rules of the run'],
  exists: [409, 'There already'],
  stale: [412, 'Changed in the meantime'],
  'too-large': [413, 'Too large'],
  'unsupported-media-type': [415, 'Not a type of body this takes'],
  'command-reused': [422, 'Command id used before'],
  'too-many-requests': [429, 'Too many requests'],
  'internal-error': [500, 'Went wrong here'],
  busy: [503, 'Busy'],
  unavailable: [503, 'Not now'],
} as const satisfies Readonly<
  Record<ProblemCode | HttpProblemCode, readonly [status: number, title: string]>
>;

/** @param more what is told beside, such as the run as it is now. */
export function workProblemResponse(
  problem: Problem | HttpProblem,
  more: Readonly<Record<string, unknown>> = {},
): Response {
  const { code, message } = problem;
  const [status, title] = PROBLEM_KINDS[code];
  const details = problem instanceof HttpProblem ? {} : detailsOf(problem);
  const document = {
    type: 'about:blank',
    title,
    status,
    code,
    detail: message,
    ...details,
    ...more,
  };
  return new Response(`${JSON.stringify(document)}\n`, {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      ...(code === 'busy' && { 'Retry-After': '1' }),
      ...(problem instanceof HttpProblem && problem.headers),
    },
  });
}

function detailsOf({ details: { field, refusal, runId } }: Problem) {
  return {
    ...(field !== undefined && { field }),
    ...(refusal && { refusal: refusal.code }),
    ...(refusal?.refId !== undefined && { refId: refusal.refId }),
    ...(refusal?.missing && { missing: refusal.missing }),
    ...(runId !== undefined && { runId }),
  };
}
