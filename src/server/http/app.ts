/**
 * The whole server as one function from Request to Response. The order of the routes is the policy:
 * what stands before the gate is public, by exact path; everything else is behind it.
 */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Audit } from '../audit.ts';
import type { RequestsPerMinute } from '../config/config.ts';
import type { StaticFiles } from '../files/static-files.ts';
import type { Auth } from '../identity/auth.ts';
import { OIDC_CALLBACK_PATH } from '../identity/oidc.ts';
import type { Work } from '../work/open-work.ts';
import { accountHandlers } from './account.ts';
import { clientAddress } from './client-address.ts';
import { noteRefusals, requireAccess } from './gate.ts';
import type { GateEnvironment, RequestContext, Services } from './handler-environment.ts';
import { setStandardHeaders } from './headers.ts';
import { databaseUnavailable, healthOf } from './health.ts';
import { lostPasswordHandlers } from './lost-password.ts';
import { requireOwnForm } from './own-form.ts';
import { peopleRoutes } from './people.ts';
import { providerHandlers } from './provider-sign-in.ts';
import { publicFiles } from './public-files.ts';
import { refuseNul } from './refuse-nul.ts';
import { openRequestLimit } from './request-limit.ts';
import { secondFactorRoutes } from './second-factor.ts';
import { signInHandlers } from './sign-in.ts';
import { tellInText } from './tell-program.ts';

export interface AppOptions {
  readonly auth: Auth;
  readonly files: StaticFiles;
  /** The address people type; https turns on HSTS. */
  readonly origin: string;
  readonly trustedProxies?: readonly string[];
  readonly audit?: Audit;
  /** How much each session and each token may ask for; absent means as much as they want. */
  readonly requestsPerMinute?: RequestsPerMinute;
  readonly clock?: () => number;
  readonly work?: Pick<Work, 'api' | 'pages' | 'firstPage'>;
}

export function createApp(options: AppOptions): Hono<GateEnvironment> {
  const { auth, files, origin, trustedProxies = [], audit = () => {} } = options;
  const addressOf: Services['addressOf'] = (c) => clientAddress(c, trustedProxies);
  const { requestsPerMinute: { session = 0, token = 0 } = {}, clock } = options;
  const limits = {
    session: openRequestLimit(session, clock),
    token: openRequestLimit(token, clock),
  };
  const firstPage = options.work?.firstPage ?? (async () => '/');
  const services: Services = { auth, audit, addressOf, limits, firstPage };
  const signIn = signInHandlers(services);
  const provider = auth.oidc && providerHandlers(auth.oidc, services);
  const lostPassword = lostPasswordHandlers(services);
  const account = accountHandlers(services);
  // Paths stay as they were sent: decoding before routing would give one page several addresses.
  const app = new Hono<GateEnvironment>({ getPath: (request) => new URL(request.url).pathname });

  app.onError((error, c) => {
    if (auth.health.failed(error)) return databaseUnavailable(c);
    // Messages quote what could not be read; an address holds what somebody searched for.
    const detail = (error.stack ?? error.message).replaceAll(c.req.url, '<address>');
    audit({ event: 'internal-error', detail });
    return tellInText(c, 500, {
      code: 'internal-error',
      message: 'Something went wrong here. Try again.',
    });
  });
  app.use(async (c, next) => {
    c.set('look', files.look);
    await next();
    setStandardHeaders(c.res.headers, { https: origin.startsWith('https://') });
  });
  app.use(
    requireOwnForm(origin, (c) => {
      const { path } = c.req;
      audit({ event: 'denied', reason: 'foreign-form', path, address: addressOf(c) });
    }),
  );
  const limitBody = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c) => tellInText(c, 413, { code: 'too-large', message: 'This is too long.' }),
  });
  app.use((c, next) => (takesFile(c.req.path) ? next() : limitBody(c, next)));
  app.use((c, next) => (takesFile(c.req.path) ? next() : refuseNul(c, next)));

  // Open to strangers, each by its exact path.
  app.get('/livez', publicFiles.livez);
  app.get('/healthz', healthOf(auth));
  app.get('/robots.txt', publicFiles.robots);
  app.get('/favicon.ico', publicFiles.favicon);
  app.get('/sign-in.css', publicFiles.stylesheet);
  app.get('/brand/:file', publicFiles.look);
  app.get('/passkey.js', publicFiles.passkeyScript);
  app.get('/sign-in', signIn.show);
  app.post('/sign-in', signIn.submit);
  app.post('/sign-in/passkey', signIn.submitPasskey);
  app.post('/sign-in/passkey/options', signIn.askPasskey);
  app.post('/sign-out', signIn.signOut);
  app.get('/new-password', lostPassword.open);
  app.post('/new-password', lostPassword.submit);
  if (auth.passwordReset.isByMail) {
    app.get('/lost-password', lostPassword.show);
    app.post('/lost-password', lostPassword.ask);
  }
  if (provider !== undefined) {
    app.get('/auth/oidc', provider.begin);
    app.get(OIDC_CALLBACK_PATH, provider.finish);
  }

  app.use(requireAccess(services));

  app.route('/second-factor', secondFactorRoutes(services));
  app.get('/account', account.show);
  app.post('/account', account.endSession);
  app.route('/account/people/', peopleRoutes(services));
  app.get('/password', account.showPassword);
  app.post('/password', account.changePassword);
  if (options.work !== undefined) {
    app.use('/api/work/*', noteRefusals(services));
    app.use('/work/*', noteRefusals(services));
    app.route('/api/work', options.work.api);
    app.route('/work/', options.work.pages);
  }
  app.get('*', async (c) => {
    const response = await files.respond(c.req.raw);
    // The page for people lists what a token may not read.
    return response.status === 404 && c.get('token') ? notFoundForProgram(c) : response;
  });
  app.all('*', (c) => c.text('This cannot be done here.\n', 405, { Allow: 'GET, HEAD' }));
  return app;
}

/** A response of its own: one that replaced another would keep its length and its encoding. */
function notFoundForProgram(c: RequestContext): Response {
  return c.json({ error: 'not-found', message: 'There is nothing at this address.' }, 404);
}

/** Behind the gate, and read under a limit of its own. */
function takesFile(path: string): boolean {
  return /^\/(?:api\/work\/runs\/[^/]+\/attachments|work\/runs\/[^/]+\/files\/)$/.test(path);
}

const MAX_BODY_BYTES = 16_384;
