/** One-time passwords that are read off a screen and typed once. */
import { randomInt } from 'node:crypto';

/** Five groups of four, 99 bits. */
export function readablePassword(): string {
  const group = () =>
    Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: 5 }, group).join('-');
}

/** Without the characters that look like one another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
