/** A form with a NUL in it, which nobody types and PostgreSQL cannot take, goes no further. */
import type { Next } from 'hono';
import type { RequestContext } from './handler-environment.ts';
import { tellInText } from './tell-program.ts';

export async function refuseNul(c: RequestContext, next: Next): Promise<Response | undefined> {
  const isForm = c.req.header('Content-Type')?.startsWith('application/x-www-form-urlencoded');
  // Read here it is kept, and read again by whoever takes the form.
  if (isForm && /%00|\0/.test(await c.req.text())) {
    return tellInText(c, 400, { code: 'invalid', message: 'A text may hold no NUL.' });
  }
  await next();
  return undefined;
}
