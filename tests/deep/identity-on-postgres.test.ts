/** Every test of who is who that is not about the embedded file, over PostgreSQL. */
import { describe } from 'vitest';
import { keepAccountsIn } from '../server/portal-fixture.ts';
import { withPostgres } from '../support/postgres.ts';

keepAccountsIn(withPostgres());

describe.each([
  ['accounts', () => import('../server/identity/accounts.test.ts')],
  ['identity provider', () => import('../server/identity/oidc.test.ts')],
  ['sessions', () => import('../server/identity/sessions.test.ts')],
  ['sign-in', () => import('../server/identity/sign-in.test.ts')],
  ['throttle', () => import('../server/identity/throttle.test.ts')],
  ['tokens', () => import('../server/identity/tokens.test.ts')],
  ['sessions on the account page', () => import('../server/http/account-sessions.test.ts')],
  ['lost passwords', () => import('../server/http/lost-password.test.ts')],
  ['notices', () => import('../server/identity/notices.test.ts')],
  ['the queue of mails', () => import('../server/mail/outbox.test.ts')],
  ['second factors and mail', () => import('../server/http/lost-second-factor.test.ts')],
  ['people', () => import('../server/http/people.test.ts')],
  ['the gate', () => import('../server/http/app.test.ts')],
  ['second factors', () => import('../server/identity/second-factors.test.ts')],
  ['showing and having second factors', () => import('../server/http/second-factor.test.ts')],
  ['passkeys', () => import('../server/http/passkeys.test.ts')],
  ['sessions that lack the second step', () => import('../server/http/half-session.test.ts')],
] as const)('%s', async (_, load) => {
  await load();
});
