/** A real OpenID provider on a loopback port, whose answers a test can bend on their way out. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { Provider } from 'oidc-provider';
import { onTestFinished, vi } from 'vitest';

export interface Person {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly groups?: readonly string[];
}

export interface IdentityProvider {
  readonly issuer: string;
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  /** Who signs in next. */
  person: Person;
  /** Replaces the claims of ID tokens; they are signed again with the provider's key. */
  bendClaims: ((claims: JWTPayload) => JWTPayload) | undefined;
  /** Replaces the whole ID token. */
  bendToken: ((token: string) => string) | undefined;
  /** Goes from the authorization address to the provider's redirect back, as a browser does. */
  authorize(url: string): Promise<string>;
}

export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const client = { clientId: 'opsbook', clientSecret: 'a secret shared with the provider' };
  const state: IdentityProvider = {
    issuer,
    client,
    person: { sub: 'nobody' },
    bendClaims: undefined,
    bendToken: undefined,
    authorize: (url) => authorize(url, redirectUri),
  };
  // It warns that it keeps everything in memory, which is wanted here.
  const quiet = vi.spyOn(console, 'warn').mockReturnValue();
  onTestFinished(() => quiet.mockRestore());
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'test' }] },
    cookies: { keys: ['only for this test'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    ttl: { AccessToken: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...state.person, sub }) }),
    // Nobody is asked for consent.
    async loadExistingGrant({ oidc }) {
      const { Grant } = oidc.provider;
      const clientId = oidc.client?.clientId ?? '';
      const grant = new Grant({ clientId, accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid email profile groups');
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    if (ctx.path.startsWith('/interaction/')) {
      const login = { accountId: state.person.sub };
      const to = await provider.interactionResult(ctx.req, ctx.res, { login });
      ctx.redirect(to);
      return;
    }
    await next();
    if (ctx.path !== '/token' || typeof ctx.body !== 'object') return;
    const answer = ctx.body as { id_token: string };
    if (state.bendClaims) {
      const [, claims = ''] = answer.id_token.split('.');
      const bent = state.bendClaims(JSON.parse(Buffer.from(claims, 'base64url').toString()));
      const header = { alg: 'RS256', kid: 'test' };
      answer.id_token = await new SignJWT(bent).setProtectedHeader(header).sign(privateKey);
    }
    if (state.bendToken) answer.id_token = state.bendToken(answer.id_token);
  });
  server.on('request', provider.callback());
  return state;
}

async function authorize(url: string, redirectUri: string): Promise<string> {
  const cookies = new Map<string, string>();
  for (let next = url, hops = 0; hops < 10; hops++) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${next}: ${response.status} ${await response.text()}`);
    next = new URL(location, next).href;
    if (next.startsWith(redirectUri)) return next;
  }
  throw new Error('The provider goes round in circles');
}
