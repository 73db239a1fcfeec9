/**
 * Passkeys (WebAuthn Level 3), as far as they are about one answer of a browser: what it is asked,
 * and whether what it says holds. Nothing is remembered here.
 */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { isLoopback } from '../config/loopback.ts';
import { PASSKEY_LIFETIME_MS } from './challenges.ts';
import { parsedJson } from './parsed-json.ts';

/** A passkey as it is kept. */
export interface KnownPasskey {
  readonly credentialId: string;
  readonly transports: readonly string[];
}

/** A passkey that a browser has just made. */
export interface NewPasskey extends KnownPasskey {
  /** COSE, base64url. */
  readonly publicKey: string;
  readonly counter: number;
}

export interface Asked {
  readonly challenge: string;
  readonly passkeys: readonly KnownPasskey[];
}

export interface Passkeys {
  /** Options of `navigator.credentials.create`; those that are there already are not made again. */
  creation(asked: Asked & { readonly handle: string; readonly email: string }): Promise<object>;
  /** Options of `navigator.credentials.get`: one of these, or any that knows the person itself. */
  request(asked: Asked & { readonly isAlone: boolean }): Promise<object>;
  /** Undefined when what the browser says does not hold. */
  verifyNew(answer: NewAnswer, challenge: string): Promise<NewPasskey | undefined>;
  /**
   * What the passkey counts now; undefined when what the browser says does not hold. `isAlone`: it
   * stands for the password too, so that the device must have asked who uses it.
   */
  verify(
    answer: Answer,
    challenge: string,
    known: { readonly publicKey: string; readonly isAlone: boolean },
  ): Promise<number | undefined>;
}

/** Undefined where browsers make no passkeys: at an address that is no name. */
export function openPasskeys(origin: string): Passkeys | undefined {
  const site = siteOf(origin);
  if (site === undefined) return undefined;
  const { rpID, expectedOrigin } = site;
  const expected = { expectedOrigin, expectedRPID: rpID };
  const listed = (passkeys: readonly KnownPasskey[]) =>
    passkeys.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: [...transports],
    }));
  return {
    creation: ({ challenge, passkeys, handle, email }) =>
      generateRegistrationOptions({
        rpName: 'Opsbook',
        rpID,
        userName: email,
        userDisplayName: email,
        userID: new Uint8Array(Buffer.from(handle, 'base64url')),
        challenge,
        timeout: PASSKEY_LIFETIME_MS,
        supportedAlgorithmIDs: ALGORITHMS,
        excludeCredentials: listed(passkeys),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      }),

    request: ({ challenge, passkeys, isAlone }) =>
      generateAuthenticationOptions({
        rpID,
        challenge,
        timeout: PASSKEY_LIFETIME_MS,
        allowCredentials: listed(passkeys),
        userVerification: isAlone ? 'required' : 'discouraged',
      }),

    async verifyNew(response, challenge) {
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response,
        expectedChallenge: encoded(challenge),
        requireUserVerification: false,
        supportedAlgorithmIDs: ALGORITHMS,
        ...expected,
      }).catch(() => NOT_VERIFIED);
      if (!verified || registrationInfo === undefined) return undefined;
      const { id, publicKey, counter } = registrationInfo.credential;
      return {
        credentialId: id,
        publicKey: Buffer.from(publicKey).toString('base64url'),
        counter,
        transports: response.response.transports,
      };
    },

    async verify({ response, ...answer }, challenge, { publicKey, isAlone }) {
      const { userHandle, ...signed } = response;
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: { ...answer, response: { ...signed, ...(userHandle && { userHandle }) } },
        expectedChallenge: encoded(challenge),
        requireUserVerification: isAlone,
        // What it counted last is held against this where it is written.
        credential: {
          id: answer.id,
          publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')),
          counter: 0,
        },
        ...expected,
      }).catch(() => NOT_VERIFIED);
      return verified ? authenticationInfo?.newCounter : undefined;
    },
  };
}

/** The challenge that an answer says it is for; empty when it does not say. */
export function challengeOf(answer: { readonly response: { readonly clientDataJSON: string } }) {
  const said = clientData.safeParse(answer.response.clientDataJSON).data?.challenge ?? '';
  return Buffer.from(said, 'base64url').toString('utf8');
}

/**
 * EdDSA, ES256 and RS256 (IANA, COSE Algorithms): every authenticator has one, and every Node verifies
 * them. By default the library would try out what Node has only on trial, with warnings in the log.
 */
const ALGORITHMS = [-8, -7, -257];

const NOT_VERIFIED = {
  verified: false,
  registrationInfo: undefined,
  authenticationInfo: undefined,
} as const;

/** As the browser has it: base64url of the bytes that it was given. */
function encoded(challenge: string): string {
  return Buffer.from(challenge, 'utf8').toString('base64url');
}

/** Passkeys are made for a name (WebAuthn §5.1.2): on one's own machine, that is `localhost`. */
function siteOf(origin: string) {
  const { protocol, hostname, port } = new URL(origin);
  if (isLoopback(hostname)) {
    const own = new URL(`${protocol}//localhost`);
    own.port = port;
    return { rpID: 'localhost', expectedOrigin: own.origin };
  }
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  return isAddress ? undefined : { rpID: hostname, expectedOrigin: origin };
}

const base64url = z.string().regex(/^[\w-]+={0,2}$/);

const clientData = base64url
  .transform((text) => parsedJson(Buffer.from(text, 'base64url').toString('utf8')))
  .pipe(z.object({ challenge: base64url }));

/** What `PublicKeyCredential.toJSON()` makes, as far as it is used. */
const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: z.looseObject({}).default({}),
};

const transports = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);

export const newAnswer = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(transports).max(7).default([]).catch([]),
  }),
});
export type NewAnswer = z.infer<typeof newAnswer>;

export const answer = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});
export type Answer = z.infer<typeof answer>;
