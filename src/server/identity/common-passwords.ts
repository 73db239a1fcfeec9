/**
 * Which passwords everybody tries first: those that turn up most in published leaks, also repeated
 * or padded until they are long enough.
 */
import { dictionary } from '@zxcvbn-ts/language-common';

/** Whether `password` is among the first guesses; case makes no difference. */
export function isCommonPassword(password: string): boolean {
  const folded = password.normalize('NFKC').toLowerCase();
  const unit = /^(.+?)\1+$/su.exec(folded)?.[1] ?? folded;
  const unpadded = folded.replace(/^[\d\p{P}\p{S}\s]{1,6}|[\d\p{P}\p{S}\s]{1,6}$/gu, '');
  return [...unit].length < 3 || [folded, unit, unpadded].some((guess) => COMMON.has(guess));
}

const COMMON: ReadonlySet<string> = new Set(dictionary['passwords-common'].map(String));
