/**
 * The account a new installation starts with, so that no default password and no open registration
 * is needed.
 */

import { randomInt } from 'node:crypto';
import type { Auth } from './auth.ts';

export interface FirstAccount {
  readonly email: string;
  readonly password: string;
}

/**
 * Creates the first account when there is none and answers it, once: the password is kept nowhere,
 * and its owner must replace it right after signing in.
 */
export async function ensureFirstAccount(auth: Auth): Promise<FirstAccount | undefined> {
  if (await auth.hasAccounts()) return undefined;
  const account = { email: 'admin@opsbook.local', password: readablePassword() };
  await auth.createAccount({ ...account, mustChangePassword: true });
  return account;
}

/** Without the characters that look like one another. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Five groups of four, 99 bits. */
function readablePassword(): string {
  const group = () =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: 5 }, group).join('-');
}
