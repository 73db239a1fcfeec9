/** One-time passwords and codes that are read off a screen or paper and typed once. */
import { randomInt } from 'node:crypto';

/** Five groups of four, 99 bits. */
export function readablePassword(): string {
  return readableCode(5);
}

/** Groups of four characters with 19.8 bits each. */
export function readableCode(groups: number): string {
  const group = () =>
    Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}

/** Without the characters that look like one another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
