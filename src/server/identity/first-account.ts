/**
 * The account a new installation starts with, so that no default password and no open registration
 * is needed.
 */
import type { Accounts } from './accounts.ts';

export interface FirstAccount {
  readonly email: string;
  readonly password: string;
}

/**
 * Creates the first account when there is none and returns it, once: the password is kept nowhere,
 * and its owner must replace it right after signing in. Of two starts at once, one makes it.
 */
export async function ensureFirstAccount(accounts: Accounts): Promise<FirstAccount | undefined> {
  const email = 'admin@opsbook.local';
  const password = await accounts.addFirst(email);
  return password === undefined ? undefined : { email, password };
}
