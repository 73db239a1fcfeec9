/**
 * The decisions that keep strangers out, each a function of the request alone: who may pass, where
 * sign-in may lead back to, which forms are ours, whose address an attempt counts against.
 */

import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import type { Auth } from './auth.ts';
import { isLoopback } from './config.ts';
import type { Session } from './sessions.ts';

export interface GateEnvironment {
  Bindings: Partial<HttpBindings>;
  Variables: { session: Session };
}

/**
 * Lets the signed-in pass. Others are sent to `/sign-in`, or answered 401 under `/api/`; those who
 * owe a password of their own are sent to `/password`, or answered 403.
 */
export function requireSession(auth: Auth): MiddlewareHandler<GateEnvironment> {
  return async (c, next) => {
    const session = await auth.sessionOf(c.req.raw.headers);
    const isApi = c.req.path === '/api' || c.req.path.startsWith('/api/');
    if (session === undefined) {
      return isApi
        ? c.json({ error: 'unauthorized', message: 'Sign in to read this.' }, 401)
        : c.redirect(withReturnTo('/sign-in', c.req.url), 303);
    }
    if (session.mustChangePassword && c.req.path !== '/password') {
      return isApi
        ? c.json({ error: 'password-change-required', message: 'Choose a password first.' }, 403)
        : c.redirect(withReturnTo('/password', c.req.url), 303);
    }
    c.set('session', session);
    return next();
  };
}

/**
 * The path, query and fragment `wanted` if it stays on this origin and is worth returning to, else
 * `/`.
 */
export function safeReturnTo(wanted: string | null | undefined): string {
  if (!wanted || wanted.length > 2000 || !/^\/[^\\\p{Cc}]*$/u.test(wanted)) return '/';
  const url = URL.parse(wanted, origin);
  if (url?.origin !== origin) return '/';
  // Dot segments can leave two slashes in front (`/.//elsewhere`): another host to a browser.
  if (url.pathname.startsWith('//')) return '/';
  if (['/sign-in', '/sign-out', '/password'].includes(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}

/**
 * Refuses a POST that another site's page could have sent: the browser must name this origin, by
 * `Origin` or by `Sec-Fetch-Site`, and neither may say otherwise.
 */
export function requireOwnForm(ownOrigin: string): MiddlewareHandler<GateEnvironment> {
  const allowed = new Set([ownOrigin, ...loopbackNames(ownOrigin)]);
  return async (c, next) => {
    if (c.req.method !== 'POST') return next();
    const from = c.req.header('Origin');
    const site = c.req.header('Sec-Fetch-Site');
    const refused =
      (from === undefined && site === undefined) ||
      (from !== undefined && !allowed.has(from)) ||
      (site !== undefined && site !== 'same-origin');
    return refused ? c.text('This form was not sent from this site.\n', 403) : next();
  };
}

/**
 * The address of whoever sent the request: the socket's, unless that is a trusted proxy; then the
 * last entry of `X-Forwarded-For`, the only one the proxy itself wrote.
 */
export function clientAddress(
  c: Context<GateEnvironment>,
  trustedProxies: readonly string[],
): string {
  const socket = c.env?.incoming?.socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, '') ?? '';
  if (!trustedProxies.includes(socket)) return socket;
  return c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() || socket;
}

/** Stands for our origin where only sameness matters. */
const origin = 'http://portal.invalid';

function withReturnTo(page: string, requestUrl: string): string {
  const { pathname, search } = new URL(requestUrl);
  const returnTo = safeReturnTo(pathname + search);
  return returnTo === '/' ? page : `${page}?${new URLSearchParams({ returnTo })}`;
}

/** On one's own machine the same server is reached by several names. */
function loopbackNames(ownOrigin: string): string[] {
  const { protocol, hostname, port } = new URL(ownOrigin);
  if (protocol !== 'http:' || !isLoopback(hostname)) return [];
  return ['localhost', '127.0.0.1', '[::1]'].map(
    (name) => new URL(`http://${name}:${port || 80}`).origin,
  );
}
