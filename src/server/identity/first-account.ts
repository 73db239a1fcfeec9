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
 * and its owner must replace it right after signing in.
 */
export async function ensureFirstAccount(accounts: Accounts): Promise<FirstAccount | undefined> {
  if (accounts.list().length > 0) return undefined;
  const email = 'admin@opsbook.local';
  return { email, password: await accounts.add(email) };
}
