/**
 * Tells people by mail what happened to their account, in the transaction in which it happens. Where
 * no mail is configured, nobody is told.
 */
import type { DatabaseTransaction } from '../database/connection.ts';
import type { Letter } from '../mail/letter.ts';
import type { NewMail, Outbox } from '../mail/outbox.ts';
import {
  type FactorChange,
  type Happening,
  newDeviceLetter,
  oneTimePasswordLetter,
  passwordChangedLetter,
  secondFactorLetter,
} from './account-letters.ts';
import { addressPrefix } from './address-prefix.ts';
import { deviceName } from './device-name.ts';

export interface Notices {
  /** False where no mail is sent. */
  readonly areSent: boolean;
  /** Somebody signed in from a browser that is not known. */
  newDevice(trx: DatabaseTransaction, userId: string, from: From): Promise<void>;
  passwordChanged(trx: DatabaseTransaction, userId: string, from: From): Promise<void>;
  /** An administrator has made a one-time password. */
  passwordEnded(trx: DatabaseTransaction, userId: string): Promise<void>;
  secondFactorChanged(
    trx: DatabaseTransaction,
    userId: string,
    change: FactorChange,
  ): Promise<void>;
  /** Anything else; false when it is not sent. */
  tell(trx: DatabaseTransaction, mail: NewMail): Promise<boolean>;
}

/** The request in which it happened. */
export interface From {
  readonly headers: Headers;
  readonly address: string;
}

export interface NoticeOptions {
  /** Absent where no mail is configured. */
  readonly outbox: Outbox | undefined;
  readonly origin: string;
  readonly clock: () => number;
}

export function openNotices({ outbox, origin, clock }: NoticeOptions): Notices {
  async function tell(trx: DatabaseTransaction, mail: NewMail): Promise<boolean> {
    return (await outbox?.add(trx, mail)) ?? false;
  }

  async function tellPerson(
    trx: DatabaseTransaction,
    userId: string,
    mail: Omit<NewMail, 'to' | 'letter'>,
    letterFor: (timeZone: string | undefined) => Letter,
  ): Promise<void> {
    if (outbox === undefined) return;
    const person = await trx
      .selectFrom('user')
      .select(['email', 'timeZone'])
      .where('id', '=', userId)
      .executeTakeFirst();
    if (person === undefined) return;
    const letter = letterFor(person.timeZone ?? undefined);
    await outbox.add(trx, { ...mail, to: person.email, letter });
  }

  const happening = ({ headers, address }: From, timeZone: string | undefined): Happening => ({
    at: clock(),
    device: deviceName(headers),
    place: addressPrefix(address),
    timeZone,
  });

  return {
    areSent: outbox !== undefined,

    async newDevice(trx, userId, from) {
      const { device, place, at } = happening(from, undefined);
      // Whoever keeps signing in without keeping cookies is told of once an hour.
      const key = ['new-device', userId, device, place, Math.floor(at / HOUR_MS)].join(' ');
      await tellPerson(trx, userId, { kind: 'new-device', key }, (timeZone) =>
        newDeviceLetter(origin, happening(from, timeZone)),
      );
    },

    async passwordChanged(trx, userId, from) {
      await tellPerson(trx, userId, { kind: 'password-changed' }, (timeZone) =>
        passwordChangedLetter(origin, happening(from, timeZone)),
      );
    },

    async passwordEnded(trx, userId) {
      await tellPerson(trx, userId, { kind: 'password-ended' }, oneTimePasswordLetter);
    },

    async secondFactorChanged(trx, userId, change) {
      await tellPerson(trx, userId, { kind: 'second-factor-changed' }, () =>
        secondFactorLetter(origin, change),
      );
    },

    tell,
  };
}

const HOUR_MS = 60 * 60 * 1000;
