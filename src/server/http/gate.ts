/**
 * The decisions that keep strangers out, each a function of the request alone: who may pass, where
 * sign-in may lead back to, which forms are ours, whose address an attempt counts against.
 */
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler, Next } from 'hono';
import type { Audit, AuditEvent, DenialReason } from '../audit.ts';
import { isLoopback } from '../config/config.ts';
import { canonicalPath } from '../files/file-index.ts';
import type { Auth } from '../identity/auth.ts';
import type { Session } from '../identity/sessions.ts';
import type { TokenScope } from '../identity/tokens.ts';

export interface GateEnvironment {
  Bindings: Partial<HttpBindings>;
  /** The session is there behind the gate, unless a program came in with a token. */
  Variables: { session: Session };
}

export interface Gate {
  readonly auth: Auth;
  /** Writes down who was turned away, and every use of a token. */
  readonly audit: Audit;
  readonly addressOf: (c: Context<GateEnvironment>) => string;
}

/**
 * Lets people with a session and programs with a token pass. Strangers are sent to `/sign-in`, or
 * answered 401 under `/api/`; people who owe a password of their own are sent to `/password`, or
 * answered 403. A request that shows a token is judged by the token alone.
 */
export function requireAccess(gate: Gate): MiddlewareHandler<GateEnvironment> {
  return async (c, next) => {
    const secret = /^bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1];
    if (secret !== undefined) return admitProgram(gate, c, secret, next);
    const session = await gate.auth.sessionOf(c.req.raw.headers);
    if (session === undefined) return turnAway(gate, c, 'no-session');
    if (session.mustChangePassword && c.req.path !== '/password') {
      gate.audit(denial(gate, c, 'password-change-required', { account: session.email }));
      return isApi(c)
        ? c.json({ error: 'password-change-required', message: 'Choose a password first.' }, 403)
        : c.redirect(withReturnTo('/password', c.req.url), 303);
    }
    c.set('session', session);
    return next();
  };
}

async function admitProgram(
  gate: Gate,
  c: Context<GateEnvironment>,
  secret: string,
  next: Next,
): Promise<Response | undefined> {
  const checked = gate.auth.tokens.check(secret);
  if (checked.state === 'unknown') return turnAway(gate, c, 'token-unknown');
  const { name, id, scopes } = checked.token;
  const who = { token: `${name} ${id}` };
  if (checked.state !== 'live') return turnAway(gate, c, `token-${checked.state}`, who);
  const scope = scopeOf(c.req.path);
  if (scope === undefined || !(scope === 'any' || scopes.includes(scope))) {
    gate.audit(denial(gate, c, 'wrong-scope', who));
    const message = 'This token is not for reading this.';
    return c.json({ error: 'forbidden', message }, 403);
  }
  gate.audit({ event: 'token-used', ...who, path: pathOf(c), address: gate.addressOf(c) });
  await next();
  // The page for people lists what this token may not read.
  if (c.res.status === 404) {
    c.res = c.json({ error: 'not-found', message: 'There is nothing at this address.' }, 404);
  }
  return undefined;
}

/** What a token needs to read a path; `any` is for what says nothing, undefined for the rest. */
export function scopeOf(path: string): TokenScope | 'any' | undefined {
  const canonical = canonicalPath(path) ?? '';
  return READABLE.find(({ prefix }) => canonical.startsWith(prefix))?.scope;
}

const READABLE: readonly { readonly prefix: string; readonly scope: TokenScope | 'any' }[] = [
  { prefix: '/api/schemas/', scope: 'any' },
  { prefix: '/api/templates/', scope: 'templates:read' },
  { prefix: '/api/search/', scope: 'search:read' },
  { prefix: '/api/registry.json', scope: 'docs:read' },
  { prefix: '/docs/', scope: 'docs:read' },
  { prefix: '/images/', scope: 'docs:read' },
];

function turnAway(
  gate: Gate,
  c: Context<GateEnvironment>,
  reason: DenialReason,
  who: { readonly token?: string } = {},
): Response {
  gate.audit(denial(gate, c, reason, who));
  if (!isApi(c)) return c.redirect(withReturnTo('/sign-in', c.req.url), 303);
  c.header('WWW-Authenticate', 'Bearer');
  return c.json({ error: 'unauthorized', message: 'Sign in to read this.' }, 401);
}

function denial(
  { addressOf }: Gate,
  c: Context<GateEnvironment>,
  reason: DenialReason,
  who: { readonly token?: string; readonly account?: string } = {},
): AuditEvent {
  return { event: 'denied', reason, ...who, path: pathOf(c), address: addressOf(c) };
}

function isApi(c: Context<GateEnvironment>): boolean {
  return c.req.path === '/api' || c.req.path.startsWith('/api/');
}

/** Without the query, which can hold what somebody searched for. */
function pathOf(c: Context<GateEnvironment>): string {
  return c.req.path.slice(0, 200);
}

/**
 * The path, query and fragment `wanted` if it stays on this origin and is worth returning to, else
 * `/`.
 */
export function safeReturnTo(wanted: string | null | undefined): string {
  if (!wanted || wanted.length > 2000 || !/^\/[^\\\p{Cc}]*$/u.test(wanted)) return '/';
  const url = URL.parse(wanted, PLACEHOLDER_ORIGIN);
  if (url?.origin !== PLACEHOLDER_ORIGIN) return '/';
  // Dot segments can leave two slashes in front (`/.//elsewhere`): another host to a browser.
  if (url.pathname.startsWith('//')) return '/';
  if (['/sign-in', '/sign-out', '/password'].includes(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}

/**
 * Refuses a POST that another site's page could have sent: the browser must name this origin, by
 * `Origin` or by `Sec-Fetch-Site`, and neither may say otherwise.
 */
export function requireOwnForm(
  ownOrigin: string,
  onRefused: (c: Context<GateEnvironment>) => void = () => {},
): MiddlewareHandler<GateEnvironment> {
  const allowed = new Set([ownOrigin, ...loopbackNames(ownOrigin)]);
  return async (c, next) => {
    if (c.req.method !== 'POST') return next();
    const from = c.req.header('Origin');
    const site = c.req.header('Sec-Fetch-Site');
    const refused =
      (from === undefined && site === undefined) ||
      (from !== undefined && !allowed.has(from)) ||
      (site !== undefined && site !== 'same-origin');
    if (!refused) return next();
    onRefused(c);
    return c.text('This form was not sent from this site.\n', 403);
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
const PLACEHOLDER_ORIGIN = 'http://portal.invalid';

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
