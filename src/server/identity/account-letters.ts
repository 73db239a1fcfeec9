/** What people are told by mail of their own account. */
import type { Letter } from '../mail/letter.ts';

/** Where and when something happened, as its owner would recognize it. */
export interface Happening {
  readonly at: number;
  readonly device: string;
  /** The prefix of the address. */
  readonly place: string;
  /** IANA zone of the person. */
  readonly timeZone: string | undefined;
}

export function resetLetter(
  address: string,
  { email, place }: { email: string; place: string },
): Letter {
  return {
    subject: 'Choose a new password',
    parts: [
      {
        text: `Somebody, probably you, said that the password of ${email} is lost. Within half an hour, a new one can be chosen here:`,
      },
      { link: { label: 'Choose a new password', address } },
      { text: 'The link works once. A second factor, if you have one, is still asked for.' },
      { facts: [['Asked from', place || 'an unknown place']] },
      {
        text: 'If it was not you, do nothing: your password stays as it is, and the link ends by itself.',
      },
    ],
  };
}

export function administratorResetLetter(address: string): Letter {
  return {
    subject: 'Choose a new password',
    parts: [
      {
        text: 'An administrator has ended your password and signed you out. Within a day, choose a new one here:',
      },
      { link: { label: 'Choose a new password', address } },
      { text: 'The link works once. A second factor, if you have one, is still asked for.' },
    ],
  };
}

/** For people who have no password here. */
export function providerLetter(address: string): Letter {
  return {
    subject: 'How you sign in',
    parts: [
      {
        text: 'Somebody, probably you, said that your password is lost. You have none here: you sign in with your organisation, which can help with its password.',
      },
      { link: { label: 'Sign in', address } },
      { text: 'If it was not you, do nothing.' },
    ],
  };
}

export function passwordChangedLetter(origin: string, happening: Happening): Letter {
  return {
    subject: 'Your password was changed',
    parts: [
      { text: 'Your password was changed, and you were signed out everywhere else.' },
      factsOf(happening),
      {
        text: `If it was not you, say so to an administrator at once, and choose a new password: ${origin}/lost-password`,
      },
    ],
  };
}

/** An administrator has replaced it by a one-time password, which is in no mail. */
export function oneTimePasswordLetter(): Letter {
  return {
    subject: 'Your password was ended',
    parts: [
      {
        text: 'An administrator has replaced your password by a one-time password and signed you out. They tell you what it is; at the first sign-in you choose your own.',
      },
      { text: 'If you did not ask for that, say so to an administrator.' },
    ],
  };
}

/** What became of the second factors of a person. */
export type FactorChange = 'added' | 'removed' | 'codes' | 'reset';

export function secondFactorLetter(origin: string, change: FactorChange): Letter {
  return {
    subject: 'What you sign in with was changed',
    parts: [
      { text: FACTOR_CHANGES[change] },
      {
        text: 'If it was not you, say so to an administrator at once, and look at what is there:',
      },
      { link: { label: 'Look at your account', address: `${origin}/account` } },
    ],
  };
}

const FACTOR_CHANGES: Readonly<Record<FactorChange, string>> = {
  added: 'A second factor was added to your account.',
  removed: 'A second factor was removed from your account.',
  codes: 'New backup codes were made for your account; the old ones have ended.',
  reset: 'An administrator has removed all second factors of your account and signed you out.',
};

export function newDeviceLetter(origin: string, happening: Happening): Letter {
  return {
    subject: 'A new sign-in',
    parts: [
      {
        text: 'Somebody, probably you, signed in to your account from a browser that is new here.',
      },
      factsOf(happening),
      {
        text: 'If it was you, nothing has to be done. If it was not, end that session and choose a new password:',
      },
      { link: { label: 'Look at your account', address: `${origin}/account` } },
    ],
  };
}

function factsOf({ at, device, place, timeZone = 'UTC' }: Happening): Letter['parts'][number] {
  return {
    facts: [
      ['Time', inZone(at, timeZone)],
      ['Device', device],
      ['Place', place || 'unknown'],
    ],
  };
}

/** Such as `25 November 2026 at 14:02 (Europe/Berlin)`. */
function inZone(at: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  });
  return `${format.format(at)} (${timeZone})`;
}
