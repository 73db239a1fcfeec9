/** Which requests are of our own pages: one of another site can send them with the person's cookies. */
import type { MiddlewareHandler } from 'hono';
import { isLoopback } from '../config/loopback.ts';
import { bearerOf } from '../identity/bearer-token.ts';
import type { GateEnvironment, RequestContext } from './handler-environment.ts';
import { tellInText } from './tell-program.ts';
import { isRead } from './token-access.ts';

/**
 * Refuses what another site's page could have sent and is no mere reading: the browser must name
 * this origin, by `Origin` or by `Sec-Fetch-Site`, and neither may say otherwise. A token is sent by
 * no browser on its own, and the cookies beside one are never read.
 */
export function requireOwnForm(
  ownOrigin: string,
  onRefused: (c: RequestContext) => void = () => {},
): MiddlewareHandler<GateEnvironment> {
  const allowed = new Set([ownOrigin, ...loopbackNames(ownOrigin)]);
  return async (c, next) => {
    if (isRead(c.req.method) || bearerOf(c.req.raw.headers) !== undefined) return next();
    const from = c.req.header('Origin');
    const site = c.req.header('Sec-Fetch-Site');
    const refused =
      (from === undefined && site === undefined) ||
      (from !== undefined && !allowed.has(from)) ||
      (site !== undefined && site !== 'same-origin');
    if (!refused) return next();
    onRefused(c);
    return tellInText(c, 403, {
      code: 'foreign-form',
      message: 'This form was not sent from this site.',
    });
  };
}

/** On one's own machine the same server is reached by several names. */
function loopbackNames(ownOrigin: string): string[] {
  const { protocol, hostname, port } = new URL(ownOrigin);
  if (protocol !== 'http:' || !isLoopback(hostname)) return [];
  return ['localhost', '127.0.0.1', '[::1]'].map(
    (name) => new URL(`http://${name}:${port || 80}`).origin,
  );
}
