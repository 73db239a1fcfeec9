/** Showing a second factor, and having them, behind the gate, which says what is open to whom. */
import { Hono } from 'hono';
import type { RequestEvent, Verdict } from '../audit.ts';
import { isSignedInHere } from '../identity/session-debt.ts';
import { leave, type Refusal, readForm, refuse, setCookies } from './forms.ts';
import type { GateEnvironment, RequestContext, Services } from './handler-environment.ts';
import { messagePage } from './pages.ts';
import { showPage } from './plain-page.ts';
import { landingOf, safeReturnTo } from './return-to.ts';
import {
  authenticatorPage,
  codesPage,
  confirmPage,
  passkeyPage,
  removePage,
  renewCodesPage,
  secondFactorPage,
  setUpPage,
  type Tried,
} from './second-factor-pages.ts';

export function secondFactorRoutes(services: Services): Hono<GateEnvironment> {
  const { auth, audit, addressOf, firstPage } = services;
  const { secondStep, factorSettings: settings } = auth;
  const app = new Hono<GateEnvironment>({ getPath: (request) => new URL(request.url).pathname });

  const note = (
    c: RequestContext,
    event: RequestEvent['event'],
    more: Pick<RequestEvent, 'by' | 'reason'> = {},
  ) => audit({ event, account: c.get('session').email, ...more, address: addressOf(c) });

  const asked = (c: RequestContext) => safeReturnTo(c.req.query('returnTo'));

  /** What the form shows, held against what the person has. */
  function show(c: RequestContext, form: URLSearchParams) {
    const session = c.get('session');
    const { headers } = c.req.raw;
    const address = addressOf(c);
    const credential = form.get('credential');
    const password = form.get('password');
    if (credential !== null)
      return secondStep.showPasskey({ session, credential, headers, address });
    if (password !== null && session.debt !== 'second-factor') {
      return auth.confirmPassword({ session, password });
    }
    const code = form.get('code') ?? form.get('backupCode') ?? '';
    return secondStep.showCode({ session, code, headers, address });
  }

  const triedIn = (form: URLSearchParams): Tried =>
    TRIED.find((field) => form.get(field) !== null) ?? 'code';

  const backOf = (c: RequestContext) =>
    c.get('session').debt === undefined ? '/account' : '/second-factor/set-up';

  // Showing one.

  app.get('/', async (c) => {
    const returnTo = asked(c);
    const session = c.get('session');
    if (session.debt !== 'second-factor') {
      return c.redirect(await landingOf(returnTo, firstPage), 303);
    }
    return showPage(c, secondFactorPage({ returnTo, shown: await settings.shownBy(session) }));
  });

  app.post('/', async (c) => {
    const form = await readForm(c);
    const returnTo = safeReturnTo(form.get('returnTo'));
    const session = c.get('session');
    const result = await show(c, form);
    note(c, `second-factor-${verdictOf(result)}`, detailOf(result));
    if (result.outcome === 'done') {
      return leave(c, await landingOf(returnTo, firstPage), result.cookies);
    }
    const shown = await settings.shownBy(session);
    return refuse(c, result, (problem) =>
      secondFactorPage({ returnTo, shown, problem, tried: triedIn(form) }),
    );
  });

  app.post('/options', async (c) => {
    const options = await secondStep.askPasskey(c.get('session'));
    return options === undefined ? c.notFound() : c.json(options);
  });

  // From here on for people whose password is kept here.

  app.use(async (c, next) => {
    if (isSignedInHere(c.get('session'))) return next();
    return showPage(c, messagePage('Not here', 'You sign in with your organisation.'), 403);
  });

  app.get('/confirm', async (c) => {
    const session = c.get('session');
    const shown = await settings.shownBy(session);
    const goOn = safeGoOn(c.req.query('goOn'));
    return showPage(c, confirmPage({ returnTo: '/', goOn, email: session.email, shown }));
  });

  app.post('/confirm', async (c) => {
    const form = await readForm(c);
    const goOn = safeGoOn(form.get('goOn'));
    const session = c.get('session');
    const result = await show(c, form);
    note(c, `identity-${verdictOf(result)}`, detailOf(result));
    if (result.outcome === 'done') return leave(c, goOn, result.cookies);
    const shown = await settings.shownBy(session);
    const { email } = session;
    return refuse(c, result, (problem) =>
      confirmPage({ returnTo: '/', goOn, email, shown, problem, tried: triedIn(form) }),
    );
  });

  app.get('/set-up', (c) =>
    showPage(c, setUpPage({ returnTo: asked(c), hasPasskeys: settings.hasPasskeys })),
  );

  // What follows changes how somebody signs in.

  app.use(async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    // What comes back from these forms says itself that it was begun a moment after such proof.
    if (c.get('session').isFresh || ANSWERS.has(`${c.req.method} ${pathname}`)) return next();
    return confirmFirst(c, safeGoOn(c.req.method === 'GET' ? pathname + search : '/account'));
  });

  app.get('/authenticator', (c) =>
    showPage(
      c,
      authenticatorPage({
        returnTo: asked(c),
        back: backOf(c),
        app: settings.beginAuthenticator(c.get('session')),
      }),
    ),
  );

  app.post('/authenticator', async (c) => {
    const form = await readForm(c);
    const returnTo = safeReturnTo(form.get('returnTo'));
    const session = c.get('session');
    const [setUp, code, name] = ['setUp', 'code', 'name'].map((field) => form.get(field) ?? '');
    const { headers } = c.req.raw;
    const given = { setUp: setUp ?? '', code: code ?? '', name: name ?? '', headers };
    const result = await settings.addAuthenticator(session, given);
    if (result.outcome === 'done') {
      note(c, 'second-factor-added', { by: 'authenticator' });
      return added(c, result, returnTo);
    }
    const isOver = result.outcome === 'too-late' || result.outcome === 'not-added';
    const begun = isOver ? undefined : settings.goOnWithAuthenticator(session, given.setUp);
    if (begun === undefined && !session.isFresh) {
      const again = new URLSearchParams({ returnTo });
      return confirmFirst(c, `/second-factor/authenticator?${again}`);
    }
    const app = begun ?? settings.beginAuthenticator(session);
    return refuse(c, result, (problem) =>
      authenticatorPage({ returnTo, back: backOf(c), app, name: given.name, problem }),
    );
  });

  app.get('/passkey', (c) =>
    settings.hasPasskeys
      ? showPage(c, passkeyPage({ returnTo: asked(c), back: backOf(c) }))
      : c.redirect('/account', 303),
  );

  app.post('/passkey/options', async (c) => {
    const options = await settings.askNewPasskey(c.get('session'));
    return options === undefined ? c.notFound() : c.json(options);
  });

  app.post('/passkey', async (c) => {
    const form = await readForm(c);
    const returnTo = safeReturnTo(form.get('returnTo'));
    const result = await settings.addPasskey(c.get('session'), {
      credential: form.get('credential') ?? '',
      name: form.get('name') ?? '',
      headers: c.req.raw.headers,
    });
    if (result.outcome !== 'done') {
      return refuse(c, result, (problem) => passkeyPage({ returnTo, back: backOf(c), problem }));
    }
    note(c, 'second-factor-added', { by: 'passkey' });
    return added(c, result, returnTo);
  });

  function added(
    c: RequestContext,
    result: { readonly cookies: readonly string[]; readonly codes: readonly string[] | undefined },
    returnTo: string,
  ): Response | Promise<Response> {
    const { cookies, codes } = result;
    if (codes === undefined) return leave(c, returnTo === '/' ? '/account' : returnTo, cookies);
    setCookies(c, cookies);
    return showPage(c, codesPage(codes, returnTo));
  }

  app.get('/backup-codes', async (c) => {
    const shown = await settings.shownBy(c.get('session'));
    return shown.factors.length === 0
      ? c.redirect('/account', 303)
      : showPage(c, renewCodesPage(shown));
  });

  app.post('/backup-codes', async (c) => {
    const codes = await settings.renewCodes(c.get('session'));
    if (codes === undefined) return c.redirect('/account', 303);
    note(c, 'backup-codes-made');
    return showPage(c, codesPage(codes, '/'));
  });

  app.get('/remove', async (c) => {
    const { factors } = await settings.shownBy(c.get('session'));
    const factor = factors.find(({ id }) => id === c.req.query('factor'));
    return factor === undefined
      ? c.redirect('/account', 303)
      : showPage(
          c,
          removePage(factor, {
            isLast: factors.length === 1,
            isRequired: settings.isRequiredOf(c.get('session')),
          }),
        );
  });

  /** One that is gone already is what was wanted. */
  app.post('/remove', async (c) => {
    const by = await settings.remove(c.get('session'), (await readForm(c)).get('factor') ?? '');
    if (by !== undefined) note(c, 'second-factor-removed', { by });
    return c.redirect('/account', 303);
  });

  return app;
}

function confirmFirst(c: RequestContext, goOn: string): Response {
  return c.redirect(`/second-factor/confirm?${new URLSearchParams({ goOn })}`, 303);
}

/** Where somebody goes on who has confirmed who they are: a page of these, or their account. */
function safeGoOn(wanted: string | null | undefined): string {
  const url = URL.parse(wanted ?? '', 'http://portal.invalid');
  const isOurs = url?.origin === 'http://portal.invalid' && AFTER_CONFIRMING.has(url.pathname);
  return isOurs ? url.pathname + url.search : '/account';
}

const AFTER_CONFIRMING = new Set(
  ['authenticator', 'passkey', 'backup-codes', 'remove'].map((page) => `/second-factor/${page}`),
);

const TRIED: readonly Tried[] = ['credential', 'password', 'backupCode'];

const ANSWERS = new Set(['POST /second-factor/authenticator', 'POST /second-factor/passkey']);

type Result = { readonly outcome: 'done' } | Refusal;

function verdictOf({ outcome }: Result): Verdict {
  if (outcome === 'done') return 'passed';
  return outcome === 'throttled' || outcome === 'busy' || outcome === 'unavailable'
    ? outcome
    : 'refused';
}

function detailOf(
  result: Result & { readonly by?: RequestEvent['by']; readonly reason?: string },
): Pick<RequestEvent, 'by' | 'reason'> {
  if (result.outcome === 'done') return { by: result.by ?? 'password' };
  if ('waitSeconds' in result) return {};
  return { reason: result.reason ?? result.outcome };
}
