/**
 * Changing what somebody signs in with besides a password. Each change is of a session that is still
 * there, and of one that was shown a moment ago whose it is: whoever asks sees to that.
 */
import type { DatabaseTransaction } from '../database/connection.ts';
import type { DatabaseHealth } from '../database/database-health.ts';
import type { AuthenticatorApp } from './authenticator-app.ts';
import type { Challenges } from './challenges.ts';
import type { KeyedHash } from './keyed-hash.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import { asFarAsWritable, type NotNow, throttled } from './not-now.ts';
import type { Notices } from './notices.ts';
import { parsedJson } from './parsed-json.ts';
import { challengeOf, newAnswer, type Passkeys } from './passkeys.ts';
import { passwordOwner } from './password-owner.ts';
import { lockPerson } from './person-lock.ts';
import type { Sealing } from './sealing.ts';
import type { FactorKind, SecondFactors, Shown } from './second-factors.ts';
import { passkeyHandle, remembered } from './second-step.ts';
import { isRequired, type RequiredOf } from './session-debt.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Throttle } from './throttle.ts';

export interface FactorSettings {
  /** Whether passkeys can be made at the address of this portal. */
  readonly hasPasskeys: boolean;
  /** Whether the person must have a second factor. */
  isRequiredOf(session: Session): boolean;
  shownBy(session: Session): Promise<Shown>;
  /** Begins with an app; `setUp` comes back with its first code. */
  beginAuthenticator(session: Session): NewAuthenticator;
  /** The same again, after a code that was not right; undefined when it took too long. */
  goOnWithAuthenticator(session: Session, setUp: string): NewAuthenticator | undefined;
  addAuthenticator(
    session: Session,
    given: {
      readonly setUp: string;
      readonly code: string;
      readonly name: string;
      readonly headers: Headers;
    },
  ): Promise<AddResult>;
  /** What to ask the browser for; undefined where there are no passkeys. */
  askNewPasskey(session: Session): Promise<object | undefined>;
  addPasskey(
    session: Session,
    given: { readonly credential: string; readonly name: string; readonly headers: Headers },
  ): Promise<AddResult>;
  /** Undefined when it was not there. */
  remove(session: Session, id: string): Promise<FactorKind | undefined>;
  /** Undefined for whoever has no second factor, or no session any more. */
  renewCodes(session: Session): Promise<readonly string[] | undefined>;
}

export interface NewAuthenticator {
  readonly seed: string;
  /** What a QR code says. */
  readonly address: string;
  /** Sealed, for this session alone. */
  readonly setUp: string;
}

/** `codes` are the backup codes that come with the first factor. */
export type AddResult =
  | {
      readonly outcome: 'done';
      readonly cookies: readonly string[];
      readonly codes: readonly string[] | undefined;
    }
  | NotNow
  | { readonly outcome: 'wrong-code' | 'too-late' | 'not-added' | 'wrong-passkey' };

export interface SettingsServices {
  readonly factors: SecondFactors;
  readonly app: AuthenticatorApp;
  readonly passkeys: Passkeys | undefined;
  readonly challenges: Challenges;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly knownBrowsers: KnownBrowsers;
  readonly notices: Notices;
  readonly sealing: Sealing;
  readonly keyed: KeyedHash;
  readonly health: DatabaseHealth;
  readonly clock: () => number;
  readonly secondFactorOf: RequiredOf;
}

export function openFactorSettings(services: SettingsServices): FactorSettings {
  const { factors, app, passkeys, challenges, sessions, throttle, sealing, keyed } = services;
  const { health, clock, secondFactorOf, notices, knownBrowsers } = services;

  /** Adds a factor, by which the session is proved from then on, and its browser is known. */
  const add = (
    session: Session,
    headers: Headers,
    kind: FactorKind,
    insert: (trx: DatabaseTransaction) => Promise<boolean>,
  ): Promise<AddResult> =>
    health.write(async (trx) => {
      await lockPerson(trx, session.userId);
      if (!(await sessions.hold(trx, session.key))) return { outcome: 'too-late' };
      const isFirst = !(await factors.has(trx, session.userId));
      if (!(await insert(trx))) return { outcome: 'not-added' };
      const renewed = await sessions.renew(trx, session, kind);
      if (renewed === undefined) return { outcome: 'too-late' };
      await throttle.succeeded(trx, { session: session.key });
      await notices.secondFactorChanged(trx, session.userId, 'added');
      const codes = isFirst ? await factors.renewCodes(trx, session.userId) : undefined;
      const owner = await passwordOwner(trx, session.userId);
      const cookies = [renewed, ...remembered(knownBrowsers, headers, owner)];
      return { outcome: 'done', cookies, codes };
    });

  const openSetUp = ({ key }: Session, setUp: string) => {
    const [seed, challenge] = (sealing.unseal(setUp, 'add-authenticator', key) ?? '').split(' ');
    return seed && challenge ? { seed, challenge } : undefined;
  };

  return {
    hasPasskeys: passkeys !== undefined,

    isRequiredOf: (session) => isRequired(session.role, secondFactorOf),

    shownBy: ({ userId }) => factors.shownBy(userId),

    beginAuthenticator({ key, email }) {
      const seed = app.newSeed();
      const challenge = challenges.issue('add-authenticator', key);
      const setUp = sealing.seal(`${seed} ${challenge}`, 'add-authenticator', key);
      return { seed, address: app.addressOf(seed, email), setUp };
    },

    goOnWithAuthenticator(session, setUp) {
      const begun = openSetUp(session, setUp);
      return (
        begun && { seed: begun.seed, address: app.addressOf(begun.seed, session.email), setUp }
      );
    },

    addAuthenticator: (session, { setUp, code, name, headers }) =>
      asFarAsWritable(health, async () => {
        const waitMs = await throttle.attempt({ session: session.key });
        if (waitMs > 0) return throttled(waitMs);
        const begun = openSetUp(session, setUp);
        if (begun === undefined) return { outcome: 'too-late' } as const;
        const { seed, challenge } = begun;
        const step = app.stepOf(seed, code.replace(/\s/g, ''), clock());
        if (step === undefined) return { outcome: 'wrong-code' } as const;
        const isAsked = await health.write((trx) =>
          challenges.take(trx, 'add-authenticator', session.key, challenge),
        );
        if (!isAsked) return { outcome: 'too-late' } as const;
        return add(session, headers, 'authenticator', (trx) =>
          factors.addAuthenticator(trx, session.userId, {
            seed,
            step,
            name: factorName(name, 'Authenticator app'),
          }),
        );
      }),

    async askNewPasskey({ userId, key, email }) {
      return passkeys?.creation({
        challenge: challenges.issue('add-passkey', key),
        passkeys: await factors.passkeysOf(userId),
        handle: passkeyHandle(keyed, userId),
        email,
      });
    },

    addPasskey: (session, { credential, name, headers }) =>
      asFarAsWritable(health, async () => {
        const waitMs = await throttle.attempt({ session: session.key });
        if (waitMs > 0) return throttled(waitMs);
        const shown = newAnswer.safeParse(parsedJson(credential)).data;
        if (shown === undefined) return { outcome: 'wrong-passkey' } as const;
        const challenge = challengeOf(shown);
        const isAsked = await health.write((trx) =>
          challenges.take(trx, 'add-passkey', session.key, challenge),
        );
        if (!isAsked) return { outcome: 'too-late' } as const;
        const passkey = await passkeys?.verifyNew(shown, challenge);
        if (passkey === undefined) return { outcome: 'wrong-passkey' } as const;
        return add(session, headers, 'passkey', (trx) =>
          factors.addPasskey(trx, session.userId, {
            ...passkey,
            name: factorName(name, 'Passkey'),
          }),
        );
      }),

    remove: (session, id) =>
      health.write(async (trx) => {
        await lockPerson(trx, session.userId);
        if (!(await sessions.hold(trx, session.key))) return undefined;
        const removed = await factors.remove(trx, session.userId, id);
        if (removed !== undefined) {
          await notices.secondFactorChanged(trx, session.userId, 'removed');
        }
        return removed;
      }),

    renewCodes: (session) =>
      health.write(async (trx) => {
        await lockPerson(trx, session.userId);
        if (!(await sessions.hold(trx, session.key))) return undefined;
        if (!(await factors.has(trx, session.userId))) return undefined;
        await notices.secondFactorChanged(trx, session.userId, 'codes');
        return factors.renewCodes(trx, session.userId);
      }),
  };
}

/** What its owner calls it, on one line. */
function factorName(typed: string, otherwise: string): string {
  const name = typed
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME_LENGTH);
  return name === '' ? otherwise : name;
}

export const MAX_NAME_LENGTH = 60;
