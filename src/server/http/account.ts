/** What people see and change of their own account, behind the gate. */
import { isSignedInHere } from '../identity/session-debt.ts';
import type { Session } from '../identity/sessions.ts';
import { leave, readForm, refuse } from './forms.ts';
import type { RequestContext, Services } from './handler-environment.ts';
import { accountPage, passwordPage } from './pages.ts';
import { showPage } from './plain-page.ts';
import { landingOf, safeReturnTo } from './return-to.ts';
import { PROVIDERS_MATTER, secondFactorSection } from './second-factor-pages.ts';

export function accountHandlers({ auth, audit, addressOf, firstPage }: Services) {
  const { factorSettings } = auth;
  const secondFactorsOf = async (session: Session) =>
    isSignedInHere(session)
      ? secondFactorSection(await factorSettings.shownBy(session), factorSettings.hasPasskeys)
      : PROVIDERS_MATTER;
  return {
    async show(c: RequestContext) {
      const session = c.get('session');
      const sessions = await auth.sessionsOf(session);
      return showPage(c, accountPage(session, sessions, await secondFactorsOf(session)));
    },

    /** One that is gone already is what was wanted. */
    async endSession(c: RequestContext) {
      const session = c.get('session');
      const which = (await readForm(c)).get('session') ?? '';
      const ended = await auth.endSession(session, which);
      if (ended > 0)
        audit({ event: 'session-ended', account: session.email, address: addressOf(c) });
      return leave(c, '/account', []);
    },

    showPassword(c: RequestContext) {
      const { email, mustChangePassword } = c.get('session');
      const returnTo = safeReturnTo(c.req.query('returnTo'));
      return showPage(c, passwordPage({ returnTo, email, mustChange: mustChangePassword }));
    },

    async changePassword(c: RequestContext) {
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
      if (result.outcome === 'done') {
        return leave(c, await landingOf(returnTo, firstPage), result.cookies);
      }
      const { email, mustChangePassword: mustChange } = session;
      return refuse(c, result, (problem) => passwordPage({ returnTo, email, mustChange, problem }));
    },
  };
}
