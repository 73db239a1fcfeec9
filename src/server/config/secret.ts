/**
 * The key that signs session cookies, wherever it is kept. Losing it signs everybody out; leaking
 * it does not open the portal by itself, since a session must also exist in the database.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeIgnoredFolder } from '../../source/ignored-folder.ts';
import { ConfigError } from './config-error.ts';
import { placeOnce } from './place-once.ts';

export const MIN_SECRET_LENGTH = 32;

/** Its name in the data folder. */
export const SECRET_FILE = 'secret';

/**
 * The key that signs cookies: the configured one, else `data/secret`, generated (mode 0600) when it
 * is not there.
 */
export function secretOf(config: {
  readonly data: string;
  readonly secret: string | undefined;
}): string {
  if (config.secret !== undefined) return config.secret;
  const path = join(config.data, SECRET_FILE);
  const kept = readSecretFile(path);
  if ('secret' in kept) return kept.secret;
  if (!kept.missing) throw new ConfigError([kept.problem]);
  writeOnce(path, config.data, randomBytes(32).toString('base64url'));
  // Another first start may have been quicker.
  const written = readSecretFile(path);
  if ('secret' in written) return written.secret;
  throw new ConfigError([written.problem]);
}

export type SecretFile = { secret: string } | { problem: string; missing: boolean };

/**
 * Reads a secret, tolerating white space around it; `missing` tells an absent file from a bad one.
 */
export function readSecretFile(path: string, minLength = MIN_SECRET_LENGTH): SecretFile {
  try {
    const secret = readFileSync(path, 'utf8').trim();
    if (secret.length >= minLength) return { secret };
    return {
      problem: `The secret in \`${path}\` is too short — it needs ${minLength} characters.`,
      missing: false,
    };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return {
      problem: `The secret file \`${path}\` cannot be read (${code}).`,
      missing: code === 'ENOENT',
    };
  }
}

/** Temporary file, flush, link: a crash leaves the whole secret or none, and the first one stays. */
function writeOnce(path: string, folder: string, text: string): void {
  makeIgnoredFolder(folder);
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(temporary, 'wx', 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  placeOnce(temporary, path);
}
