/**
 * Signing in with an identity provider: OpenID Connect by discovery. The library carries out the
 * flow (state, PKCE, code); what the provider says about a person is believed only after the checks
 * here, in the order of OpenID Connect Core §3.1.3.7.
 */
import { APIError, getOAuthState } from 'better-auth/api';
import type { GenericOAuthConfig } from 'better-auth/plugins';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';

export interface OidcConfig {
  /** Also where `/.well-known/openid-configuration` is. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** E-mail domains whose people may come in; empty when only groups decide. */
  readonly allowedDomains: readonly string[];
  /** Groups of which a person must have one; empty when only domains decide. */
  readonly allowedGroups: readonly string[];
}

export interface OidcProvider {
  /** What the library needs; its endpoints are there once `prepare` is done. */
  readonly settings: GenericOAuthConfig;
  /** Asks the provider for its endpoints, no more than once an hour. */
  prepare(): Promise<void>;
}

export const OIDC_PROVIDER_ID = 'oidc';
export const OIDC_CALLBACK_PATH = `/auth/callback/${OIDC_PROVIDER_ID}`;

export function createOidcProvider(
  config: OidcConfig,
  { origin, clock }: { readonly origin: string; readonly clock: () => number },
): OidcProvider {
  const { clientId, clientSecret } = config;
  let found: { readonly metadata: Metadata; readonly keys: JWTVerifyGetKey } | undefined;
  let askAgainAtMs = 0;
  const ready = () => {
    if (found === undefined) throw new Error('The identity provider was not asked yet.');
    return found;
  };

  async function readPerson(tokens: Tokens) {
    const { metadata, keys } = ready();
    const state = await getOAuthState();
    const claims = await verifyIdToken(tokens.idToken, keys, {
      ...config,
      nonce: state?.nonce,
      now: clock(),
    });
    const more = await readUserInfo(metadata.userinfo_endpoint, tokens.accessToken, claims.sub);
    const { email } = admit({ ...more, ...claims }, config);
    // The issuer belongs to the identity: another provider may give out the same subject.
    return { id: `${config.issuer} ${claims.sub}`, email, emailVerified: true, name: email };
  }

  return {
    settings: {
      providerId: OIDC_PROVIDER_ID,
      clientId,
      clientSecret,
      issuer: config.issuer,
      redirectURI: origin + OIDC_CALLBACK_PATH,
      pkce: true,
      scopes: [...config.scopes],
      // Read at each use: given a discovery address, the library would ask at every request.
      get authorizationUrl() {
        return found?.metadata.authorization_endpoint ?? '';
      },
      get tokenUrl() {
        return found?.metadata.token_endpoint ?? '';
      },
      get authentication() {
        const methods = found?.metadata.token_endpoint_auth_methods_supported ?? [];
        return methods.includes('client_secret_post') ? 'post' : 'basic';
      },
      authorizationUrlParams: ({ body }) => ({ nonce: String(body.additionalData.nonce) }),
      getUserInfo: readPerson,
    },

    async prepare() {
      if (found !== undefined && clock() < askAgainAtMs) return;
      const metadata = await discover(config.issuer);
      found = { metadata, keys: createRemoteJWKSet(new URL(metadata.jwks_uri)) };
      askAgainAtMs = clock() + METADATA_LIFETIME_MS;
    },
  };
}

type Tokens = Parameters<NonNullable<GenericOAuthConfig['getUserInfo']>>[0];

const METADATA_LIFETIME_MS = 60 * 60 * 1000;
const TIMEOUT_MS = 10_000;

const metadataSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});

type Metadata = z.infer<typeof metadataSchema>;

/** OpenID Connect Discovery §4: what is found must be about the issuer that was asked. */
async function discover(issuer: string): Promise<Metadata> {
  const metadata = metadataSchema.parse(
    await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`),
  );
  if (metadata.issuer === issuer) return metadata;
  throw new Error(`The identity provider at ${issuer} says it is ${metadata.issuer}.`);
}

interface Expectations extends Pick<OidcConfig, 'issuer' | 'clientId'> {
  readonly nonce: unknown;
  readonly now: number;
}

async function verifyIdToken(
  idToken: string | undefined,
  keys: JWTVerifyGetKey,
  { issuer, clientId, nonce, now }: Expectations,
): Promise<JWTPayload & { readonly sub: string }> {
  if (idToken === undefined) throw refusal('id-token-missing');
  const { payload } = await jwtVerify(idToken, keys, {
    issuer,
    audience: clientId,
    // The keys are the provider's public ones; a symmetric or absent signature is none.
    algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA'],
    requiredClaims: ['sub', 'exp', 'iat'],
    currentDate: new Date(now),
    clockTolerance: 60,
  }).catch((error: unknown) => {
    if (error instanceof errors.JWTClaimValidationFailed) throw refusal(`id-token-${error.claim}`);
    if (error instanceof errors.JWTExpired) throw refusal('id-token-expired');
    if (error instanceof errors.JOSEError) throw refusal('id-token-signature');
    throw error;
  });
  const several = Array.isArray(payload.aud) && payload.aud.length > 1;
  if ((several || payload.azp !== undefined) && payload.azp !== clientId) {
    throw refusal('id-token-azp');
  }
  if (typeof nonce !== 'string' || payload.nonce !== nonce) throw refusal('id-token-nonce');
  return { ...payload, sub: z.string().min(1).parse(payload.sub) };
}

/** Providers may keep e-mail and groups out of the token (OpenID Connect Core §5.3). */
async function readUserInfo(
  endpoint: string | undefined,
  accessToken: string | undefined,
  subject: string,
): Promise<Record<string, unknown>> {
  if (endpoint === undefined || accessToken === undefined) return {};
  const info = z
    .record(z.string(), z.unknown())
    .parse(await fetchJson(endpoint, { Authorization: `Bearer ${accessToken}` }));
  if (info.sub !== subject) throw refusal('userinfo-subject');
  return info;
}

/** Whether the person is one of ours; every condition that is configured must hold. */
function admit(
  claims: Readonly<Record<string, unknown>>,
  { allowedDomains, allowedGroups }: OidcConfig,
): { readonly email: string } {
  const email = z.email().toLowerCase().safeParse(claims.email).data;
  if (email === undefined) throw refusal('email-missing');
  if (claims.email_verified !== true) throw refusal('email-not-verified');
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (allowedDomains.length > 0 && !allowedDomains.includes(domain)) {
    throw refusal('domain-not-allowed');
  }
  const groups = z.array(z.string()).safeParse(claims.groups).data ?? [];
  if (allowedGroups.length > 0 && !groups.some((group) => allowedGroups.includes(group))) {
    throw refusal('group-not-allowed');
  }
  return { email };
}

/** The reason is for the audit log; a person reads one sentence whatever it is. */
function refusal(code: string): APIError {
  return new APIError('FORBIDDEN', { code });
}

async function fetchJson(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { headers, redirect: 'error', signal });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return response.json();
}
