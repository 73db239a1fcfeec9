/**
 * Codes of authenticator apps (TOTP, RFC 6238), with the parameters that every app knows: SHA-1, six
 * digits, thirty seconds.
 */
import { Secret, TOTP } from 'otpauth';

export interface AuthenticatorApp {
  /** A new seed of 160 bits (RFC 4226 §4), as base32. */
  newSeed(): string;
  /** What a QR code hands to an app. */
  addressOf(seed: string, email: string): string;
  /** The time step whose code this is, now, one before or one after; undefined when it is none. */
  stepOf(seed: string, code: string, nowMs: number): number | undefined;
}

/** `host` is what people see in the app, which can hold those of several portals. */
export function openAuthenticatorApp(host: string): AuthenticatorApp {
  const issuer = `Opsbook ${host}`;
  return {
    newSeed: () => new Secret({ size: SEED_BYTES }).base32,
    addressOf: (secret, label) => new TOTP({ issuer, label, secret, ...CODES }).toString(),
    stepOf(seed, token, timestamp) {
      // The library throws at digits of other scripts.
      if (!/^\d{6}$/.test(token)) return undefined;
      const secret = Secret.fromBase32(seed);
      const delta = TOTP.validate({ token, secret, timestamp, window: STEPS_AROUND, ...CODES });
      return delta === null ? undefined : TOTP.counter({ period: CODES.period, timestamp }) + delta;
    },
  };
}

const CODES = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const SEED_BYTES = 20;

/** For codes that were typed slowly, and clocks that are not quite right (RFC 6238 §5.2). */
const STEPS_AROUND = 1;
