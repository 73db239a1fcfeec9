/** A password that is lost: open to strangers, who learn nothing by it. */
import { leave, readForm, refuse, refuseForNow } from './forms.ts';
import type { RequestContext, Services } from './handler-environment.ts';
import {
  linkAskedPage,
  linkGonePage,
  lostPasswordPage,
  newPasswordPage,
} from './lost-password-pages.ts';
import { showPage } from './plain-page.ts';

export function lostPasswordHandlers({ auth, audit, addressOf }: Services) {
  const { passwordReset } = auth;
  const gone = (c: RequestContext) => showPage(c, linkGonePage(passwordReset.isByMail), 410);
  return {
    show: (c: RequestContext) => showPage(c, lostPasswordPage()),

    async ask(c: RequestContext) {
      const email = (await readForm(c)).get('email') ?? '';
      const address = addressOf(c);
      const result = await passwordReset.ask({ email, address });
      if (result.outcome !== 'asked') {
        return refuseForNow(c, result, (problem) => lostPasswordPage({ problem }));
      }
      // What was typed can be anything, a password too: only once it is known to be an account, the
      // log names it.
      audit({ event: 'password-reset-asked', address });
      return showPage(c, linkAskedPage());
    },

    /**
     * What is in the address of a link goes into a cookie at once, out of the history and of what is
     * sent to others; nothing is used up yet, since programs that look at mails open links, too.
     */
    async open(c: RequestContext) {
      const token = c.req.query('link');
      if (token !== undefined) {
        // Not on the page itself: its form would no longer say where it is from.
        c.header('Referrer-Policy', 'no-referrer');
        const cookie = passwordReset.accept(token);
        return cookie === undefined ? gone(c) : leave(c, '/new-password', [cookie]);
      }
      const owner = await passwordReset.find(c.req.raw.headers);
      return owner === undefined ? gone(c) : showPage(c, newPasswordPage(owner));
    },

    async submit(c: RequestContext) {
      const form = await readForm(c);
      const { headers } = c.req.raw;
      const address = addressOf(c);
      const next = form.get('next') ?? '';
      const owner = await passwordReset.find(headers);
      const result =
        next === form.get('again')
          ? await passwordReset.setPassword({ next, headers, address })
          : ({ outcome: 'different' } as const);
      if (result.outcome === 'done') {
        audit({ event: 'password-reset', account: result.account, address });
        return leave(c, '/sign-in?changed=password', result.cookies);
      }
      const account = owner && { account: owner.email };
      audit({ event: 'password-reset-refused', ...account, reason: result.outcome, address });
      if (owner === undefined || result.outcome === 'gone') return gone(c);
      return refuse(c, result, (problem) => newPasswordPage({ ...owner, problem }));
    },
  };
}
