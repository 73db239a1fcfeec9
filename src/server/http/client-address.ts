/** Whose address an attempt counts against, behind a proxy or without one. */
import type { RequestContext } from './handler-environment.ts';

/**
 * The address of whoever sent the request: the socket's, unless that is a trusted proxy; then the
 * last entry of `X-Forwarded-For`, the only one the proxy itself wrote.
 */
export function clientAddress(c: RequestContext, trustedProxies: readonly string[]): string {
  const socket = c.env?.incoming?.socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, '') ?? '';
  if (!trustedProxies.includes(socket)) return socket;
  return c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() || socket;
}
