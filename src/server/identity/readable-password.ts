/** One-time passwords that are read off a screen and typed once. */

import { randomInt } from 'node:crypto';

/** Five groups of four, 99 bits. */
export function readablePassword(): string {
  const group = () =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: 5 }, group).join('-');
}

/** Without the characters that look like one another. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
