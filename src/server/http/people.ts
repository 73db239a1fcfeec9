/** What administrators do for other people in the browser, behind the gate. */
import { Hono } from 'hono';
import { AccountError } from '../identity/account-rows.ts';
import type { Account } from '../identity/accounts.ts';
import type { Session } from '../identity/sessions.ts';
import { leave, readForm, refuse, setCookies } from './forms.ts';
import type { GateEnvironment, RequestContext, Services } from './handler-environment.ts';
import { messagePage } from './pages.ts';
import {
  ACTS,
  type Act,
  type PersonState,
  peoplePage,
  personPage,
  resetLinkPage,
} from './people-pages.ts';
import { showPage } from './plain-page.ts';

export function peopleRoutes(services: Services): Hono<GateEnvironment> {
  const { auth, audit, addressOf } = services;
  const app = new Hono<GateEnvironment>({ getPath: (request) => new URL(request.url).pathname });

  app.use(async (c, next) => {
    const { role, email } = c.get('session');
    if (role === 'administrator') return next();
    const { path } = c.req;
    const reason = 'not-an-administrator';
    audit({ event: 'denied', reason, account: email, path, address: addressOf(c) });
    return showPage(c, messagePage('Not for you', 'Only administrators see this.'), 403);
  });

  app.get('/', async (c) =>
    showPage(c, peoplePage(await auth.accounts.list(), c.get('session').userId)),
  );

  app.get('/:id/', async (c) => {
    const account = await find(c.req.param('id'));
    if (account === undefined) return nobody(c);
    const done = actOf(c.req.query('done'));
    return showPage(c, personPage({ ...stateOf(account, c.get('session')), done }));
  });

  app.post('/:id/', async (c) => {
    const form = await readForm(c);
    const act = actOf(form.get('act'));
    const account = await find(c.req.param('id'));
    if (account === undefined || act === undefined) return nobody(c);
    const session = c.get('session');
    const state = stateOf(account, session);
    // On oneself, the last administrator could lock everybody out.
    if (state.isOwn || state.asksPassword === 'no-password') {
      return showPage(c, personPage(state), 403);
    }
    if (state.asksPassword === 'yes') {
      const password = form.get('password') ?? '';
      const result = await auth.confirmPassword({ session, password });
      if (result.outcome !== 'done') {
        audit({ event: 'password-refused', account: session.email, address: addressOf(c) });
        return refuse(c, result, (problem) => personPage({ ...state, problem }));
      }
      setCookies(c, result.cookies);
    }
    try {
      return await carryOut(c, act, account);
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      return showPage(c, personPage({ ...state, problem: error.message }), 422);
    }
  });

  async function carryOut(c: RequestContext, act: Act, { id, email }: Account): Promise<Response> {
    const accounts = auth.accountsBy(c.get('session').email);
    if (act === 'reset') {
      const address = auth.passwordReset.addressOf(await accounts.resetByLink(email));
      return showPage(c, resetLinkPage(email, address, auth.passwordReset.isByMail));
    }
    await (act === 'unblock' ? accounts.unblock(email) : accounts.endSessions(email));
    return leave(c, `/account/people/${id}/?done=${act}`, []);
  }

  async function find(id: string): Promise<Account | undefined> {
    return (await auth.accounts.list()).find((account) => account.id === id);
  }

  return app;
}

function stateOf(account: Account, session: Session): PersonState {
  const { isFresh, hasPassword, userId, email: ownEmail } = session;
  const asksPassword = isFresh ? 'no' : hasPassword ? 'yes' : 'no-password';
  return { account, isOwn: account.id === userId, asksPassword, ownEmail };
}

function actOf(text: string | null | undefined): Act | undefined {
  return ACTS.find((act) => act === text);
}

function nobody(c: RequestContext): Promise<Response> {
  return showPage(c, messagePage('Nobody here', 'There is no such account, or no such act.'), 404);
}
