/**
 * Showing a second factor: after the password, once more before changing how one signs in, or a
 * passkey in place of both. What was shown is used up in the transaction that it opens something in.
 */
import { randomBytes } from 'node:crypto';
import type { Database, DatabaseTransaction } from '../database/connection.ts';
import type { DatabaseHealth } from '../database/database-health.ts';
import { type Challenges, PASSKEY_LIFETIME_MS } from './challenges.ts';
import type { KeyedHash } from './keyed-hash.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import { asFarAsWritable, type NotNow, throttled } from './not-now.ts';
import type { Notices } from './notices.ts';
import { parsedJson } from './parsed-json.ts';
import { type Answer, answer, challengeOf, type Passkeys } from './passkeys.ts';
import { type PasswordOwner, passwordOwner } from './password-owner.ts';
import { lockPerson } from './person-lock.ts';
import type { ResetLinks } from './reset-links.ts';
import type { SecondFactors } from './second-factors.ts';
import type { Cookies } from './session-cookie.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Throttle } from './throttle.ts';

export interface SecondStep {
  /** A code of an app, or a backup code. */
  showCode(attempt: StepAttempt & { readonly code: string }): Promise<StepResult>;
  /** What the browser said, as JSON. */
  showPasskey(attempt: StepAttempt & { readonly credential: string }): Promise<StepResult>;
  /** What to ask the browser for; undefined where there are no passkeys. */
  askPasskey(session: Session): Promise<object | undefined>;
  /** Signing in with a passkey alone; undefined where there are no passkeys. */
  readonly alone: PasskeySignIn | undefined;
}

export interface PasskeySignIn {
  /** What to ask a stranger's browser for, and the cookie that the answer is bound to. */
  ask(): Promise<{ readonly options: object; readonly cookies: readonly string[] }>;
  signIn(attempt: {
    readonly credential: string;
    readonly address: string;
    readonly headers: Headers;
  }): Promise<PasskeySignInResult>;
}

export interface StepAttempt {
  readonly session: Session;
  readonly headers: Headers;
  readonly address: string;
}

export type ShownBy = 'authenticator' | 'backup-code' | 'passkey';

export type StepResult =
  | { readonly outcome: 'done'; readonly by: ShownBy; readonly cookies: readonly string[] }
  | NotNow
  | { readonly outcome: 'wrong-code' | 'used-code' }
  | { readonly outcome: 'wrong-passkey'; readonly reason: PasskeyProblem };

/** For the audit log. `counter`: a copy of the passkey was used before, or is used now. */
export type PasskeyProblem = 'unreadable' | 'unknown' | 'challenge' | 'answer' | 'counter';

export type PasskeySignInResult =
  | { readonly outcome: 'done'; readonly email: string; readonly cookies: readonly string[] }
  | NotNow
  | { readonly outcome: 'wrong-passkey'; readonly reason: PasskeyProblem | 'disabled' };

export interface StepServices {
  readonly factors: SecondFactors;
  readonly passkeys: Passkeys | undefined;
  readonly challenges: Challenges;
  readonly sessions: Sessions;
  readonly cookies: Cookies;
  readonly throttle: Throttle;
  readonly knownBrowsers: KnownBrowsers;
  readonly resetLinks: ResetLinks;
  readonly notices: Notices;
  readonly keyed: KeyedHash;
  readonly health: DatabaseHealth;
}

export function openSecondStep(db: Database, services: StepServices): SecondStep {
  const { factors, passkeys, challenges, sessions, throttle, knownBrowsers, health } = services;

  /** What follows from it when somebody has shown all that signing in takes. */
  async function finish(trx: DatabaseTransaction, attempt: StepAttempt, owner: Owner) {
    if (attempt.session.debt !== 'second-factor') return;
    await signedIn(trx, { ...services, ...attempt, userId: attempt.session.userId, owner });
  }

  /** Whether the browser answered a challenge of this bearer, which is used up by that. */
  const isAsked = (purpose: 'second-factor' | 'sign-in', bearer: string, challenge: string) =>
    health.write((trx) => challenges.take(trx, purpose, bearer, challenge));

  return {
    alone: passkeys && openPasskeySignIn({ ...services, passkeys, isAsked }),

    showCode: ({ code, ...attempt }) =>
      asFarAsWritable(health, async () => {
        const { session, headers } = attempt;
        const { userId } = session;
        const owner = await passwordOwner(db, userId);
        const browser = owner && knownBrowsers.find(headers, owner, 'second-factor');
        const by = { account: session.email, step: 'code', browser } as const;
        const waitMs = await throttle.attempt(by);
        if (waitMs > 0) return throttled(waitMs);
        return health.write(async (trx) => {
          await lockPerson(trx, userId);
          // A code is not used up for a session that has ended.
          if (!(await sessions.hold(trx, session.key))) return { outcome: 'wrong-code' } as const;
          const use = await factors.useCode(trx, userId, code);
          if (use === 'wrong-code' || use === 'used-code') return { outcome: use } as const;
          const renewed = await sessions.renew(trx, session, use);
          if (renewed === undefined) return { outcome: 'wrong-code' } as const;
          await throttle.succeeded(trx, by);
          await finish(trx, attempt, owner);
          const cookies = [renewed, ...remembered(knownBrowsers, headers, owner)];
          return { outcome: 'done', by: use, cookies } as const;
        });
      }),

    async askPasskey({ userId, key }) {
      const challenge = challenges.issue('second-factor', key);
      return passkeys?.request({
        challenge,
        passkeys: await factors.passkeysOf(userId),
        isAlone: false,
      });
    },

    showPasskey: ({ credential, ...attempt }) =>
      asFarAsWritable(health, async () => {
        const { session, headers } = attempt;
        const { userId, key } = session;
        const by = { session: key };
        const waitMs = await throttle.attempt(by);
        if (waitMs > 0) return throttled(waitMs);
        const shown = readAnswer(credential);
        if (shown === undefined) return refused('unreadable');
        const challenge = challengeOf(shown);
        if (!(await isAsked('second-factor', key, challenge))) return refused('challenge');
        const known = await factors.findPasskey(shown.id);
        if (known?.userId !== userId) return refused('unknown');
        const { publicKey } = known;
        const counter = await passkeys?.verify(shown, challenge, { publicKey, isAlone: false });
        if (counter === undefined) return refused('answer');
        const owner = await passwordOwner(db, userId);
        return health.write(async (trx) => {
          await lockPerson(trx, userId);
          if (!(await factors.usePasskey(trx, known.id, counter))) return refused('counter');
          const renewed = await sessions.renew(trx, session, 'passkey');
          if (renewed === undefined) return refused('unknown');
          await throttle.succeeded(trx, by);
          await finish(trx, attempt, owner);
          const cookies = [renewed, ...remembered(knownBrowsers, headers, owner)];
          return { outcome: 'done', by: 'passkey', cookies } as const;
        });
      }),
  };
}

interface AloneServices extends StepServices {
  readonly passkeys: Passkeys;
  readonly isAsked: (purpose: 'sign-in', bearer: string, challenge: string) => Promise<boolean>;
}

function openPasskeySignIn({
  passkeys,
  factors,
  challenges,
  sessions,
  cookies,
  throttle,
  knownBrowsers,
  resetLinks,
  notices,
  keyed,
  health,
  isAsked,
}: AloneServices): PasskeySignIn {
  return {
    async ask() {
      const bearer = randomBytes(16).toString('base64url');
      const challenge = challenges.issue('sign-in', bearer);
      return {
        options: await passkeys.request({ challenge, passkeys: [], isAlone: true }),
        cookies: [cookies.set('opsbook-passkey', bearer, PASSKEY_LIFETIME_MS / 1000)],
      };
    },

    signIn: ({ credential, address, headers }) =>
      asFarAsWritable(health, async () => {
        const by = { address };
        const waitMs = await throttle.attempt(by);
        if (waitMs > 0) return throttled(waitMs);
        const shown = readAnswer(credential);
        if (shown === undefined) return refused('unreadable');
        const bearer = cookies.read(headers, 'opsbook-passkey') ?? '';
        const challenge = challengeOf(shown);
        if (!(await isAsked('sign-in', bearer, challenge))) return refused('challenge');
        const known = await factors.findPasskey(shown.id);
        if (known === undefined) return refused('unknown');
        const { id, userId, publicKey } = known;
        if (shown.response.userHandle !== passkeyHandle(keyed, userId)) return refused('unknown');
        const counter = await passkeys.verify(shown, challenge, { publicKey, isAlone: true });
        if (counter === undefined) return refused('answer');
        return health.write(async (trx) => {
          await lockPerson(trx, userId);
          if (!(await factors.usePasskey(trx, id, counter))) return refused('counter');
          const opening = { userId, from: headers, provedBy: 'passkey' } as const;
          const session = await sessions.open(trx, opening);
          if (session === undefined) return refused('disabled');
          await sessions.end(trx, headers);
          await sessions.sweep(trx);
          await throttle.succeeded(trx, by);
          const owner = await passwordOwner(trx, userId);
          await signedIn(trx, {
            resetLinks,
            notices,
            knownBrowsers,
            userId,
            owner,
            headers,
            address,
          });
          const { email } = await emailOf(trx, userId);
          const forgotten = cookies.set('opsbook-passkey', '', 0);
          const known = remembered(knownBrowsers, headers, owner);
          return { outcome: 'done', email, cookies: [session, forgotten, ...known] } as const;
        });
      }),
  };
}

type Owner = PasswordOwner | undefined;

interface SignedIn extends Pick<StepServices, 'resetLinks' | 'notices' | 'knownBrowsers'> {
  readonly userId: string;
  readonly owner: Owner;
  readonly headers: Headers;
  readonly address: string;
}

/** Ends a link that is not needed, and tells of a browser that is new. */
async function signedIn(trx: DatabaseTransaction, by: SignedIn): Promise<void> {
  const { resetLinks, notices, knownBrowsers, userId, owner, headers, address } = by;
  await resetLinks.end(trx, userId);
  const known = owner && knownBrowsers.find(headers, owner, 'second-factor');
  if (known === undefined) await notices.newDevice(trx, userId, { headers, address });
}

/** `Set-Cookie` of a browser in which a second factor was shown. */
export function remembered(
  knownBrowsers: KnownBrowsers,
  headers: Headers,
  owner: Owner,
): readonly string[] {
  return owner === undefined ? [] : [knownBrowsers.remember(headers, owner, 'second-factor')];
}

/** What a passkey knows its owner by: says nothing to whoever finds the key, and is always the same. */
export function passkeyHandle(keyed: KeyedHash, userId: string): string {
  return keyed('passkey-handle', userId);
}

function readAnswer(credential: string): Answer | undefined {
  return answer.safeParse(parsedJson(credential)).data;
}

function refused<Reason extends string>(reason: Reason) {
  return { outcome: 'wrong-passkey', reason } as const;
}

function emailOf(trx: DatabaseTransaction, userId: string) {
  return trx.selectFrom('user').select('email').where('id', '=', userId).executeTakeFirstOrThrow();
}
