/**
 * Who may pass: people with a session, programs with a token. Everything that is routed behind it
 * is for them alone.
 */
import type { MiddlewareHandler, Next } from 'hono';
import type { AuditEvent, DenialReason } from '../audit.ts';
import { bearerOf } from '../identity/bearer-token.ts';
import type { Debt } from '../identity/session-debt.ts';
import type { GateEnvironment, RequestContext, Services } from './handler-environment.ts';
import { messagePage } from './pages.ts';
import { showPage } from './plain-page.ts';
import type { Refused } from './request-limit.ts';
import { withReturnTo } from './return-to.ts';
import { tellProgram } from './tell-program.ts';
import { permits, scopeOf } from './token-access.ts';

/**
 * Lets people with a session and programs with a token pass. Strangers are sent to `/sign-in`, or
 * get a 401 under `/api/`; people who owe a second factor, or a password of their own, are sent to
 * where they give it, or get a 403: nothing else is open to them. A request that shows a token is judged by the token alone. The audit log has every denial
 * and every use of a token.
 */
export function requireAccess(services: Services): MiddlewareHandler<GateEnvironment> {
  return async (c, next) => {
    const secret = bearerOf(c.req.raw.headers);
    if (secret !== undefined) return admitProgram(services, c, secret, next);
    const session = await services.auth.sessionOf(c.req.raw.headers);
    if (session === undefined) return turnAway(services, c, 'no-session');
    const tooMany = services.limits.session.take(session.key);
    if (tooMany) return slowDown(services, c, tooMany, { account: session.email });
    if (session.debt !== undefined && !pays(c, session.debt)) {
      return callIn(services, c, session.debt, session.email);
    }
    c.set('session', session);
    c.set('refresh', async () => {
      const present = await services.auth.sessionOf(c.req.raw.headers, { isLook: true });
      if (present) c.set('session', present);
      return present !== undefined && present.debt === undefined;
    });
    return next();
  };
}

/** Puts into the audit log what the workspace refuses to whoever the gate has let in. */
export function noteRefusals(services: Services): MiddlewareHandler<GateEnvironment> {
  return async (c, next) => {
    await next();
    if (c.res.status !== 403) return;
    const token = c.get('token');
    const who = token
      ? { token: `${token.name} ${token.id}` }
      : { account: c.get('session').email };
    services.audit(denial(services, c, 'role', who));
  };
}

/** Each opens by its exact method and path: what nothing answers there would be looked up in the build. */
const DEBTS: Readonly<Record<Debt, Due>> = {
  'second-factor': {
    page: '/second-factor',
    open: ['GET /second-factor', 'POST /second-factor', 'POST /second-factor/options'],
    code: 'second-factor-required',
    message: 'Show your second factor first.',
  },
  password: {
    page: '/password',
    open: ['GET /password', 'POST /password'],
    code: 'password-change-required',
    message: 'Choose a password first.',
  },
  'second-factor-set-up': {
    page: '/second-factor/set-up',
    open: [
      'GET /second-factor/set-up',
      'GET /second-factor/authenticator',
      'POST /second-factor/authenticator',
      'GET /second-factor/passkey',
      'POST /second-factor/passkey',
      'POST /second-factor/passkey/options',
      'GET /second-factor/confirm',
      'POST /second-factor/confirm',
    ],
    code: 'second-factor-set-up-required',
    message: 'Set up a second factor first.',
  },
};

interface Due {
  readonly page: string;
  readonly open: readonly string[];
  readonly code: DenialReason;
  readonly message: string;
}

function pays({ req: { method, path } }: RequestContext, debt: Debt): boolean {
  return DEBTS[debt].open.includes(`${method === 'HEAD' ? 'GET' : method} ${path}`);
}

function callIn(services: Services, c: RequestContext, debt: Debt, account: string): Response {
  const { page, code, message } = DEBTS[debt];
  services.audit(denial(services, c, code, { account }));
  return isApi(c)
    ? tellProgram(c, 403, { code, message })
    : c.redirect(withReturnTo(page, c.req.url), 303);
}

async function admitProgram(
  services: Services,
  c: RequestContext,
  secret: string,
  next: Next,
): Promise<Response | undefined> {
  const { auth, audit, addressOf } = services;
  const checked = await auth.tokens.check(secret);
  if (checked.state === 'unknown') return turnAway(services, c, 'token-unknown');
  const { name, id, kind, scopes } = checked.token;
  const who = { token: `${name} ${id}` };
  if (checked.state !== 'live') return turnAway(services, c, `token-${checked.state}`, who);
  const tooMany = services.limits.token.take(id);
  if (tooMany) return slowDown(services, c, tooMany, who);
  const scope = scopeOf(c.req.path, c.req.method);
  if (scope === undefined || !permits(scopes, scope)) {
    audit(denial(services, c, 'wrong-scope', who));
    const message = 'This token is not for this.';
    return tellProgram(c, 403, { code: 'forbidden', message });
  }
  audit({ event: 'token-used', ...who, path: pathOf(c), address: addressOf(c) });
  c.set('token', { id, name, kind, scopes });
  c.set('refresh', async () => (await auth.tokens.check(secret)).state === 'live');
  await next();
}

function slowDown(
  services: Services,
  c: RequestContext,
  { waitSeconds, isFirst }: Refused,
  who: { readonly token?: string; readonly account?: string },
): Response | Promise<Response> {
  if (isFirst) services.audit(denial(services, c, 'too-many-requests', who));
  c.header('Retry-After', String(waitSeconds));
  const wait = waitSeconds === 1 ? '1 second' : `${waitSeconds} seconds`;
  const message = `Too many requests. Wait ${wait}, then try again.`;
  return isApi(c)
    ? tellProgram(c, 429, { code: 'too-many-requests', message })
    : showPage(c, messagePage('Too many requests', message), 429);
}

function turnAway(
  services: Services,
  c: RequestContext,
  reason: DenialReason,
  who: { readonly token?: string } = {},
): Response {
  services.audit(denial(services, c, reason, who));
  if (!isApi(c)) return c.redirect(withReturnTo('/sign-in', c.req.url), 303);
  c.header('WWW-Authenticate', 'Bearer');
  return tellProgram(c, 401, { code: 'unauthorized', message: 'Sign in to read this.' });
}

function denial(
  { addressOf }: Services,
  c: RequestContext,
  reason: DenialReason,
  who: { readonly token?: string; readonly account?: string } = {},
): AuditEvent {
  return { event: 'denied', reason, ...who, path: pathOf(c), address: addressOf(c) };
}

function isApi(c: RequestContext): boolean {
  return c.req.path === '/api' || c.req.path.startsWith('/api/');
}

/** Without the query, which can hold what somebody searched for. */
function pathOf(c: RequestContext): string {
  return c.req.path.slice(0, 200);
}
