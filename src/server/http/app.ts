/**
 * The whole server as one function from Request to Response. The order of the routes is the policy:
 * what stands before the gate is public, by exact path; everything else is behind it.
 */
import { readFileSync } from 'node:fs';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Audit } from '../audit.ts';
import type { StaticFiles } from '../files/static-files.ts';
import type { Auth, PasswordResult, SignInResult } from '../identity/auth.ts';
import { PASSWORD_LENGTH } from '../identity/better-auth.ts';
import { OIDC_CALLBACK_PATH } from '../identity/oidc.ts';
import { clientAddress } from './client-address.ts';
import { requireAccess } from './gate.ts';
import type { GateEnvironment, RequestContext } from './handler-environment.ts';
import { setStandardHeaders } from './headers.ts';
import { requireOwnForm } from './own-form.ts';
import { accountPage, ICON, passwordPage, signInPage } from './pages.ts';
import { safeReturnTo } from './return-to.ts';

export interface AppOptions {
  readonly auth: Auth;
  readonly files: StaticFiles;
  /** The address people type; https turns on HSTS. */
  readonly origin: string;
  readonly trustedProxies?: readonly string[];
  readonly audit?: Audit;
}

export function createApp(options: AppOptions): Hono<GateEnvironment> {
  const { auth, files, origin, trustedProxies = [], audit = () => {} } = options;
  const hasProvider = auth.oidc !== undefined;
  const addressOf = (c: RequestContext) => clientAddress(c, trustedProxies);
  // Paths stay as they were sent: decoding before routing would give one page several addresses.
  const app = new Hono<GateEnvironment>({ getPath: (request) => new URL(request.url).pathname });

  app.onError((error, c) => {
    audit({ event: 'internal-error', detail: error.stack ?? error.message });
    return c.text('Something went wrong here. Try again.\n', 500);
  });
  app.use(async (c, next) => {
    await next();
    setStandardHeaders(c.res.headers, { https: origin.startsWith('https://') });
  });
  app.use(
    requireOwnForm(origin, (c) => {
      const { path } = c.req;
      audit({ event: 'denied', reason: 'foreign-form', path, address: addressOf(c) });
    }),
  );
  app.use(bodyLimit({ maxSize: 16_384, onError: (c) => c.text('This is too long.\n', 413) }));

  app.get('/healthz', (c) => c.text('ok\n'));
  app.get('/robots.txt', (c) => c.text('User-agent: *\nDisallow: /\n'));
  app.get('/favicon.ico', (c) => c.body(ICON, 200, { 'Content-Type': 'image/svg+xml' }));
  app.get('/sign-in.css', (c) =>
    c.body(STYLESHEET, 200, { 'Content-Type': 'text/css; charset=utf-8' }),
  );

  app.get('/sign-in', async (c) => {
    const returnTo = safeReturnTo(c.req.query('returnTo'));
    if (await auth.sessionOf(c.req.raw.headers)) return c.redirect(returnTo, 303);
    return c.html(signInPage({ returnTo, hasProvider }));
  });

  app.post('/sign-in', async (c) => {
    const form = await readForm(c);
    const returnTo = safeReturnTo(form.get('returnTo'));
    const email = (form.get('email') ?? '').trim();
    const address = addressOf(c);
    const result = await auth.signIn({
      email,
      password: form.get('password') ?? '',
      address,
      headers: c.req.raw.headers,
    });
    audit({
      event: SIGN_IN_EVENTS[result.outcome],
      ...(isAccount(result) && { account: email.toLowerCase() }),
      address,
    });
    if (result.outcome === 'done') return leave(c, returnTo, result.cookies);
    return refuse(c, result, (problem) => signInPage({ returnTo, problem, email, hasProvider }));
  });

  app.post('/sign-out', async (c) => {
    const everywhere = (await readForm(c)).get('everywhere') === 'yes';
    const session = await auth.sessionOf(c.req.raw.headers);
    const cookies = await auth.signOut(c.req.raw.headers, { everywhere });
    const event = everywhere ? 'sign-out-everywhere' : 'sign-out';
    if (session) audit({ event, account: session.email, address: addressOf(c) });
    c.header('Clear-Site-Data', '"cache", "storage"');
    return leave(c, '/sign-in', cookies);
  });

  const { oidc } = auth;
  if (oidc !== undefined) {
    app.get('/auth/oidc', async (c) => {
      const { url, cookies } = await oidc.begin(safeReturnTo(c.req.query('returnTo')));
      return leave(c, url, cookies);
    });

    app.get(OIDC_CALLBACK_PATH, async (c) => {
      const result = await oidc.finish(c.req.query(), c.req.raw.headers);
      const address = addressOf(c);
      if (result.outcome === 'done') {
        audit({ event: 'sign-in', account: result.email, by: 'oidc', address });
        return leave(c, safeReturnTo(result.returnTo), result.cookies);
      }
      audit({ event: 'sign-in-refused', by: 'oidc', reason: result.reason, address });
      const problem =
        'Signing in with your organisation did not work. Try again, or ask an administrator ' +
        'whether you may use this portal.';
      return c.html(signInPage({ returnTo: '/', problem, hasProvider }), 403);
    });
  }

  app.use(requireAccess({ auth, audit, addressOf }));

  app.get('/account', (c) => c.html(accountPage(c.get('session'))));

  app.get('/password', (c) => {
    const { email, mustChangePassword } = c.get('session');
    const returnTo = safeReturnTo(c.req.query('returnTo'));
    return c.html(passwordPage({ returnTo, email, mustChange: mustChangePassword }));
  });

  app.post('/password', async (c) => {
    const session = c.get('session');
    const form = await readForm(c);
    const returnTo = safeReturnTo(form.get('returnTo'));
    const next = form.get('next') ?? '';
    const address = addressOf(c);
    const result =
      next === form.get('again')
        ? await auth.changePassword({
            session,
            current: form.get('current') ?? '',
            next,
            address,
            headers: c.req.raw.headers,
          })
        : ({ outcome: 'different' } as const);
    const event = result.outcome === 'done' ? 'password-changed' : 'password-refused';
    audit({ event, account: session.email, address });
    if (result.outcome === 'done') return leave(c, returnTo, result.cookies);
    const { email, mustChangePassword: mustChange } = session;
    return refuse(c, result, (problem) => passwordPage({ returnTo, email, mustChange, problem }));
  });

  app.get('*', (c) => files.respond(c.req.raw));
  app.all('*', (c) => c.text('This cannot be done here.\n', 405, { Allow: 'GET, HEAD' }));
  return app;
}

const STYLESHEET = readFileSync(new URL('./sign-in.css', import.meta.url), 'utf8');

const SIGN_IN_EVENTS = {
  done: 'sign-in',
  refused: 'sign-in-refused',
  throttled: 'sign-in-throttled',
} as const;

const REFUSALS = {
  refused: 'E-mail address or password is not right. Check both and try again.',
  'wrong-password': 'The password you signed in with is not right. Type it again.',
  unchanged: 'The new password is the old one. Choose another.',
  different: 'The two new passwords differ. Type the same one twice.',
  common: 'The new password is one of the first that are tried. Use a few unrelated words.',
  'too-short': `The new password is too short. Use at least ${PASSWORD_LENGTH.min} characters.`,
  'too-long': `The new password is too long. Use at most ${PASSWORD_LENGTH.max} characters.`,
} as const;

type Refusal = Exclude<
  SignInResult | PasswordResult | { readonly outcome: 'different' },
  { readonly outcome: 'done' }
>;

/** Shows the form again, with what was wrong. */
function refuse(c: Context, refusal: Refusal, form: (problem: string) => string): Response {
  if (refusal.outcome !== 'throttled') return c.html(form(REFUSALS[refusal.outcome]), 422);
  const { waitSeconds } = refusal;
  c.header('Retry-After', String(waitSeconds));
  const wait = waitSeconds === 1 ? '1 second' : `${waitSeconds} seconds`;
  return c.html(form(`Too many attempts. Wait ${wait}, then try again.`), 429);
}

function leave(c: Context, to: string, cookies: readonly string[]): Response {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true });
  return c.redirect(to, 303);
}

async function readForm(c: Context): Promise<URLSearchParams> {
  return new URLSearchParams(await c.req.text());
}

function isAccount(result: SignInResult): boolean {
  return result.outcome === 'done' || (result.outcome === 'refused' && result.knownAccount);
}
