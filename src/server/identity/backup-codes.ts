/**
 * Codes on paper, for the day on which phone or key is gone. Each has 118 bits, so that a fast hash
 * is enough (OWASP ASVS 5.0, 6.5.2); it is keyed, and of one person.
 */
import type { KeyedHash } from './keyed-hash.ts';
import { readableCode } from './readable-password.ts';

/** A new set of codes, as people write them down. */
export function newBackupCodes(): readonly string[] {
  return Array.from({ length: CODE_COUNT }, () => readableCode(CODE_GROUPS));
}

/** What stands for the code of that person in the database, however it was typed. */
export function backupCodeHash(keyed: KeyedHash, userId: string, code: string): string {
  return keyed('backup-code', userId, code.toLowerCase().replace(/[^a-z0-9]/g, ''));
}

const CODE_COUNT = 8;
const CODE_GROUPS = 6;
