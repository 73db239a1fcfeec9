import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import type { OidcConfig } from '../../../src/server/identity/oidc.ts';
import { account, canary, openPortal, type PortalOptions } from '../portal-fixture.ts';
import { type IdentityProvider, type Person, startIdentityProvider } from './identity-provider.ts';

const origin = 'http://127.0.0.1:4321';
const callback = `${origin}/auth/callback/oidc`;
const upload = '/docs/sop.media.upload/';
const grace = {
  sub: 'u-1',
  email: 'Grace@Example.org',
  email_verified: true,
  groups: ['operations'],
};

async function openWithProvider(
  allowed: Partial<OidcConfig> = {},
  more: Pick<PortalOptions, 'secondFactorOf'> = {},
) {
  const provider = await startIdentityProvider(callback);
  provider.person = grace;
  const oidc: OidcConfig = {
    issuer: provider.issuer,
    ...provider.client,
    scopes: ['openid', 'email', 'groups'],
    allowedDomains: ['example.org'],
    allowedGroups: [],
    ...allowed,
  };
  const portal = await openPortal({ origin, oidc, ...more });
  return { ...portal, provider };
}

type Browser = ReturnType<Awaited<ReturnType<typeof openWithProvider>>['browse']>;

/** The whole way: to the provider, through it, and back. */
async function signIn(browser: Browser, provider: IdentityProvider, returnTo = upload) {
  const begun = await browser.get(`/auth/oidc?${new URLSearchParams({ returnTo })}`);
  const back = await provider.authorize(begun.headers.get('Location') ?? '');
  return browser.get(back.slice(origin.length));
}

describe('signing in with an identity provider', () => {
  test('leads through it and back to the page that was asked for', async () => {
    const { browse, provider, events, auth } = await openWithProvider();
    const browser = browse();
    const form = await (await browser.get(`/sign-in?returnTo=${upload}`)).text();
    const [, href = ''] = /href="(\/auth\/oidc[^"]*)"/.exec(form) ?? [];
    const begun = await browser.get(href);
    const target = new URL(begun.headers.get('Location') ?? '');
    expect([begun.status, target.origin]).toEqual([303, provider.issuer]);
    expect(Object.fromEntries(target.searchParams)).toMatchObject({
      client_id: 'opsbook',
      redirect_uri: callback,
      response_type: 'code',
      code_challenge_method: 'S256',
      nonce: expect.stringMatching(/^[\w-]{32}$/),
      state: expect.stringMatching(/^[\w-]{32}$/),
    });
    const back = await provider.authorize(target.href);
    const done = await browser.get(back.slice(origin.length));
    expect([done.status, done.headers.get('Location')]).toEqual([303, upload]);
    expect(await (await browser.get(upload)).text()).toContain(canary);
    expect(await (await browser.get('/account')).text()).not.toContain('/password');
    expect(events).toEqual([
      { event: 'sign-in', account: 'grace@example.org', by: 'oidc', address: '' },
    ]);
    expect(await auth.accounts.list()).toContainEqual({
      id: expect.any(String),
      email: 'grace@example.org',
      role: 'reader',
      timeZone: undefined,
      disabled: false,
      mustChangePassword: false,
      isExternal: true,
      hasSecondFactor: false,
    });
  });

  test('is begun by the person, and not by a page of another site', async () => {
    const { browse } = await openWithProvider();
    const path = `/auth/oidc?${new URLSearchParams({ returnTo: upload })}`;
    const asked = await browse().get(path, { headers: { 'Sec-Fetch-Site': 'cross-site' } });
    expect([asked.status, asked.headers.get('Location'), asked.headers.getSetCookie()]).toEqual([
      303,
      `/sign-in?returnTo=${encodeURIComponent(upload)}`,
      [],
    ]);
    for (const site of ['same-origin', 'none']) {
      const begun = await browse().get(path, { headers: { 'Sec-Fetch-Site': site } });
      expect(begun.headers.get('Location')).toContain('code_challenge');
    }
  });

  test('knows the person again, and ends the session it replaces', async () => {
    const { browse, provider, auth } = await openWithProvider();
    const [browser, old] = [browse(), browse()];
    await signIn(browser, provider);
    old.cookie = browser.cookie;
    await signIn(browser, provider);
    expect((await browser.get(upload)).status).toBe(200);
    expect((await old.get(upload)).status).toBe(303);
    expect(await auth.accounts.list()).toHaveLength(2);
  });

  test('keeps nothing of what the provider signed', async () => {
    const { browse, provider, auth } = await openWithProvider();
    const seen: string[] = [];
    provider.bendToken = (token) => {
      seen.push(token);
      return token;
    };
    await signIn(browse(), provider);
    expect(seen).toHaveLength(1);
    expect((await auth.accounts.export()).accounts).toContainEqual({
      email: 'grace@example.org',
      role: 'reader',
      timeZone: undefined,
      disabled: false,
      mustChangePassword: false,
      passwordHash: undefined,
      externalId: `${provider.issuer} u-1`,
    });
  });

  test('asks for no second factor of ours', async () => {
    const { browse, provider } = await openWithProvider({}, { secondFactorOf: 'everybody' });
    const browser = browse();
    await signIn(browser, provider);
    expect((await browser.get(upload)).status).toBe(200);
    expect(await (await browser.get('/account')).text()).toContain(
      'You sign in with your organisation',
    );
    for (const path of ['/second-factor/authenticator', '/second-factor/passkey']) {
      expect((await browser.get(path)).status).toBe(403);
    }
  });

  test('never leads elsewhere', async () => {
    const { browse, provider } = await openWithProvider();
    const done = await signIn(browse(), provider, '//elsewhere.example/');
    expect(done.headers.get('Location')).toBe('/');
  });

  test('leaves out a disabled person, who is out at the very next request', async () => {
    const { browse, provider, auth, events } = await openWithProvider();
    const browser = browse();
    await signIn(browser, provider);
    await auth.accounts.disable('grace@example.org');
    expect((await browser.get(upload)).status).toBe(303);
    expect((await signIn(browser, provider)).status).toBe(403);
    expect(events.at(-1)?.event).toBe('sign-in-refused');
  });

  test('does not take over an account that has a password', async () => {
    const { browse, provider, events } = await openWithProvider();
    provider.person = { ...grace, email: account.email };
    const browser = browse();
    expect((await signIn(browser, provider)).status).toBe(403);
    expect((await browser.get(upload)).status).toBe(303);
    expect(events[0]).toMatchObject({ reason: 'account_not_linked' });
  });
});

type Bend = (provider: IdentityProvider) => void;

const claims =
  (change: Record<string, unknown>): Bend =>
  (provider) => {
    provider.bendClaims = (honest) => ({ ...honest, ...change });
  };

const token =
  (text: string): Bend =>
  (provider) => {
    provider.bendToken = () => text;
  };

const person =
  (other: Person): Bend =>
  (provider) => {
    provider.person = other;
  };

const refusals: readonly (readonly [reason: string, bend: Bend])[] = [
  ['id-token-nonce', claims({ nonce: 'another' })],
  ['id-token-nonce', claims({ nonce: undefined })],
  ['id-token-aud', claims({ aud: 'another-client' })],
  ['id-token-azp', claims({ aud: ['opsbook', 'another-client'] })],
  ['id-token-azp', claims({ azp: 'another-client' })],
  ['id-token-iss', claims({ iss: 'https://elsewhere.example' })],
  ['id-token-expired', claims({ exp: Math.floor(Date.now() / 1000) - 120 })],
  ['id-token-exp', claims({ exp: undefined })],
  ['userinfo-subject', claims({ sub: 'u-2' })],
  [
    'id-token-signature',
    (provider) => {
      provider.bendToken = (token) => {
        const [header, payload] = token.split('.');
        return `${header}.${payload}.${'A'.repeat(342)}`;
      };
    },
  ],
  [
    'id-token-signature',
    (provider) => {
      provider.bendToken = (token) => {
        const none = Buffer.from('{"alg":"none"}').toString('base64url');
        return `${none}.${token.split('.')[1]}.`;
      };
    },
  ],
  ['id-token-signature', token('no token at all')],
  ['email-not-verified', person({ ...grace, email_verified: false })],
  ['email-not-verified', person({ sub: 'u', email: grace.email })],
  ['email-missing', person({ sub: 'u', email_verified: true })],
  ['domain-not-allowed', person({ ...grace, email: 'eve@example.org.elsewhere.example' })],
  ['domain-not-allowed', person({ ...grace, email: 'eve@sub.example.org' })],
  ['group-not-allowed', person({ ...grace, groups: ['guests'] })],
  ['group-not-allowed', person({ sub: 'u', email: 'eve@example.org', email_verified: true })],
];

describe('an answer that does not hold is refused', () => {
  test.each(refusals)('%s (%#)', async (reason, bend) => {
    const { browse, provider, events, auth } = await openWithProvider({
      allowedGroups: ['operations', 'admins'],
    });
    bend(provider);
    const browser = browse();
    const answer = await signIn(browser, provider);
    expect(events).toEqual([{ event: 'sign-in-refused', by: 'oidc', reason, address: '' }]);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('Signing in with your organisation did not work.');
    expect(browser.cookie).not.toContain('opsbook=');
    expect((await browser.get(upload)).status).toBe(303);
    expect(await auth.accounts.list()).toHaveLength(1);
  });

  test('also one signed with the client’s secret', async () => {
    const { browse, provider, events } = await openWithProvider();
    const browser = browse();
    const begun = await browser.get('/auth/oidc');
    const url = new URL(begun.headers.get('Location') ?? '');
    const now = Math.floor(Date.now() / 1000);
    const nonce = url.searchParams.get('nonce');
    const forged = await new SignJWT({ sub: 'u-1', nonce, iss: provider.issuer, aud: 'opsbook' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt(now)
      .setExpirationTime(now + 60)
      .sign(new TextEncoder().encode(provider.client.clientSecret));
    token(forged)(provider);
    const back = await provider.authorize(url.href);
    expect((await browser.get(back.slice(origin.length))).status).toBe(403);
    expect(events[0]).toMatchObject({ reason: 'id-token-signature' });
  });
});

describe('coming back', () => {
  test('needs the browser that left, once', async () => {
    const { browse, provider } = await openWithProvider();
    const [leaver, other] = [browse(), browse()];
    const begun = await leaver.get('/auth/oidc');
    const back = await provider.authorize(begun.headers.get('Location') ?? '');
    const path = back.slice(origin.length);
    expect((await other.get(path)).status).toBe(403);
    await other.get('/auth/oidc');
    expect((await other.get(path)).status).toBe(403);
    const kept = leaver.cookie;
    expect((await leaver.get(path)).status).toBe(303);
    leaver.cookie = kept;
    expect((await leaver.get(path)).status).toBe(403);
  });

  test.each([
    '',
    '?code=x',
    '?state=x',
    '?code=x&state=x',
    '?error=access_denied&error_description=<script>',
    '?error=%0d%0aSet-Cookie:%20a=b',
    '?code=x&state=x&iss=https://elsewhere.example',
  ])('with %j is refused', async (query) => {
    const { browse, events } = await openWithProvider();
    const answer = await browse().get(`/auth/callback/oidc${query}`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain('<script');
    expect(JSON.stringify(events)).toMatch(/"reason":"[a-z_-]+"/i);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});

test('nothing else of the library is there', async () => {
  const { browse } = await openWithProvider();
  for (const path of [
    '/auth/sign-in/oauth2',
    '/auth/oauth2/callback/oidc',
    '/auth/oauth2/link',
    '/auth/sign-in/email',
    '/auth/sign-up/email',
    '/auth/callback/google',
    '/auth/callback/oidc/',
    '/auth/oidc/',
    '/auth/error',
    '/auth/ok',
  ]) {
    for (const method of ['GET', 'POST']) {
      const headers = { Origin: origin };
      expect([path, (await browse().get(path, { method, headers })).status]).toEqual([path, 303]);
    }
  }
  expect((await browse().post('/auth/oidc', {})).status).toBe(303);
});

test('without a provider, its addresses are behind the gate', async () => {
  const { browse } = await openPortal();
  for (const path of ['/auth/oidc', '/auth/callback/oidc?code=x']) {
    expect((await browse().get(path)).headers.get('Location')).toMatch(/^\/sign-in\?/);
  }
  expect(await (await browse().get('/sign-in')).text()).not.toContain('/auth/oidc');
});

test('a provider that says it is another one is not believed', async () => {
  const { provider } = await openWithProvider();
  const oidc = {
    issuer: `${provider.issuer}/`,
    ...provider.client,
    scopes: ['openid', 'email'],
    allowedDomains: ['example.org'],
    allowedGroups: [],
  };
  const { browse, events } = await openPortal({ origin, oidc });
  const begun = await browse().get('/auth/oidc');
  expect([begun.status, begun.headers.getSetCookie()]).toEqual([500, []]);
  expect(events[0]).toMatchObject({ detail: expect.stringContaining('says it is') });
});

test('a provider that is down or somebody else is an error, and lets nobody in', async () => {
  const { browse, events } = await openWithProvider({ issuer: 'http://127.0.0.1:9' });
  expect((await browse().get('/auth/oidc')).status).toBe(500);
  expect(events[0]?.event).toBe('internal-error');
});
