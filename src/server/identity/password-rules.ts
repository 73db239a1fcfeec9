/** What a password has to be, wherever one is chosen. */
import { PASSWORD_LENGTH } from './better-auth.ts';
import { isCommonPassword } from './common-passwords.ts';

export type PasswordProblem = 'too-short' | 'too-long' | 'common';

/** What is wrong with the password that the person of `email` chose. */
export function passwordProblem(password: string, email: string): PasswordProblem | undefined {
  if (password.length < PASSWORD_LENGTH.min) return 'too-short';
  if (password.length > PASSWORD_LENGTH.max) return 'too-long';
  if (isCommonPassword(password) || password.toLowerCase() === email) return 'common';
  return undefined;
}
