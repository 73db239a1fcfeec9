/**
 * Hashes that only whoever has the installation's secret can make. `purpose` keeps a hash that was
 * made for one thing from standing for another.
 */
import { createHmac } from 'node:crypto';

export type KeyedHash = (purpose: string, ...parts: readonly string[]) => string;

export function keyedHash(secret: string): KeyedHash {
  return (purpose, ...parts) =>
    createHmac('sha256', secret)
      .update(JSON.stringify([purpose, ...parts]))
      .digest('base64url');
}
