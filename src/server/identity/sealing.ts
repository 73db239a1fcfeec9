/**
 * Keeps what must be read again, but by nobody who has the database alone: AES-256-GCM (NIST SP
 * 800-38D) with a key derived from the installation's secret (HKDF, RFC 5869). What was sealed for
 * one thing opens for no other, so that a row that is copied or added elsewhere is worth nothing.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export interface Sealing {
  /** `context` says what it is for; without the same, it does not open. */
  seal(text: string, ...context: readonly string[]): string;
  /** Undefined when it was changed, or sealed for something else or with another secret. */
  unseal(sealed: string, ...context: readonly string[]): string | undefined;
}

export function openSealing(secret: string): Sealing {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'opsbook sealing 1', KEY_BYTES));
  const bound = (context: readonly string[]) => Buffer.from(JSON.stringify(context));
  return {
    seal(text, ...context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(bound(context));
      const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(sealed).toString('base64url');
    },
    unseal(sealed, ...context) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const cipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(bound(context));
      cipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const text = [cipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), cipher.final()];
        return Buffer.concat(text).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
