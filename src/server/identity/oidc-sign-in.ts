/** The two requests of signing in with an identity provider: leaving for it, and coming back. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { DatabaseHealth } from '../database/database-health.ts';
import type { BetterAuth } from './better-auth.ts';
import { OIDC_PROVIDER_ID } from './oidc.ts';
import { onlyCookies } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';

export interface OidcSignIn {
  /** Where to send the browser, and the cookies that bind the response to it. */
  begin(returnTo: string): Promise<{ readonly url: string; readonly cookies: readonly string[] }>;
  /** Judges what the provider sent back; opens a session in place of the one in `headers`, if any. */
  finish(query: Readonly<Record<string, string>>, headers: Headers): Promise<OidcResult>;
}

export type OidcResult =
  | {
      readonly outcome: 'done';
      readonly email: string;
      readonly returnTo: string;
      readonly cookies: readonly string[];
    }
  | { readonly outcome: 'refused'; readonly reason: string };

export interface OidcServices {
  readonly betterAuth: BetterAuth;
  readonly sessions: Sessions;
  readonly health: DatabaseHealth;
}

export function openOidcSignIn({
  betterAuth,
  sessions,
  health,
}: OidcServices): OidcSignIn | undefined {
  const { api, context, oidcProvider, identify } = betterAuth;
  if (oidcProvider === undefined) return undefined;
  const theirSession = `${context.authCookies.sessionToken.name}=`;
  return {
    async begin(returnTo) {
      await oidcProvider.prepare();
      const nonce = randomBytes(24).toString('base64url');
      const { response, headers } = await api.signInWithOAuth2({
        body: {
          providerId: OIDC_PROVIDER_ID,
          callbackURL: returnTo,
          disableRedirect: true,
          additionalData: { nonce },
        },
        returnHeaders: true,
      });
      return { url: response.url, cookies: headers.getSetCookie() };
    },

    async finish(query, headers) {
      await oidcProvider.prepare();
      const { response, userId } = await identify(() =>
        api.oAuth2Callback({
          params: { providerId: OIDC_PROVIDER_ID },
          query,
          headers: onlyCookies(headers),
          asResponse: true,
        }),
      );
      if (userId === undefined) return { outcome: 'refused', reason: await reasonOf(response) };
      const opened = await health.write(async (trx) => {
        const session = await sessions.open(trx, { userId, from: headers, provedBy: 'provider' });
        if (session === undefined) return undefined;
        await sessions.end(trx, headers);
        await sessions.sweep(trx);
        const person = trx.selectFrom('user').select('email').where('id', '=', userId);
        return { session, ...(await person.executeTakeFirstOrThrow()) };
      });
      if (opened === undefined) return { outcome: 'refused', reason: 'disabled' };
      const theirs = response.headers.getSetCookie();
      const cookies = [
        opened.session,
        ...theirs.filter((cookie) => !cookie.startsWith(theirSession)),
      ];
      const returnTo = response.headers.get('Location') ?? '/';
      return { outcome: 'done', email: opened.email, returnTo, cookies };
    },
  };
}

/** A word for the audit log: ours, or the library's, which can repeat what a stranger sent. */
async function reasonOf(response: Response): Promise<string> {
  const location = URL.parse(response.headers.get('Location') ?? '', 'http://portal.invalid');
  const body = z.object({ code: z.string() }).safeParse(await response.json().catch(() => null));
  const reason = location?.searchParams.get('error') ?? body.data?.code ?? '';
  return /^[a-z_-]{1,40}$/i.test(reason) ? reason : 'unreadable';
}
