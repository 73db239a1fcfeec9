/** What monitoring and people are told when the database cannot be used. */
import type { Auth } from '../identity/auth.ts';
import type { RequestContext } from './handler-environment.ts';
import { messagePage } from './pages.ts';
import { showPage } from './plain-page.ts';
import { tellProgram } from './tell-program.ts';

/**
 * For monitoring: 503 as soon as the database cannot be written, because somebody has to look,
 * although reading goes on. Neither a load balancer nor a supervisor should act on it (see `/livez`).
 */
export function healthOf({ health }: Auth) {
  return async (c: RequestContext): Promise<Response> =>
    (await health.check())
      ? c.text('ok\n')
      : c.text('The database cannot be written: nobody can sign in. Reading goes on.\n', 503);
}

/** The response to a request that could not do without the database. */
export function databaseUnavailable(c: RequestContext): Response | Promise<Response> {
  c.header('Retry-After', '30');
  const message = 'The portal cannot use its database at the moment. Try again in a minute.';
  return c.req.path.startsWith('/api/')
    ? tellProgram(c, 503, { code: 'unavailable', message })
    : showPage(c, messagePage('Not now', message), 503);
}
