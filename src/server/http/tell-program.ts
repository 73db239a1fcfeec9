/** What is told by the server itself, before any route: to the API of the workspace as problem details. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { RequestContext } from './handler-environment.ts';

interface Told {
  /** Stable, for programs. */
  readonly code: string;
  readonly message: string;
}

export function tellProgram(c: RequestContext, status: ContentfulStatusCode, told: Told): Response {
  const { code, message } = told;
  if (!isWorkApi(c)) return c.json({ error: code, message }, status);
  const title = TITLES.get(status) ?? 'Not done';
  const problem = { type: 'about:blank', title, status, code, detail: message };
  return c.json(problem, status, { 'Content-Type': 'application/problem+json' });
}

/** In plain text to whoever it is that sends what no page and no program sends. */
export function tellInText(c: RequestContext, status: ContentfulStatusCode, told: Told): Response {
  return isWorkApi(c) ? tellProgram(c, status, told) : c.text(`${told.message}\n`, status);
}

/** Every answer of the workspace to a program is of one form. */
function isWorkApi({ req: { path } }: RequestContext): boolean {
  return path === '/api/work' || path.startsWith('/api/work/');
}

const TITLES = new Map([
  [401, 'Not signed in'],
  [403, 'Not allowed'],
  [413, 'Too large'],
  [429, 'Too many requests'],
  [500, 'Went wrong here'],
  [503, 'Not now'],
]);
