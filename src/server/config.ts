/**
 * What the server is told from outside: the `OPSBOOK_*` environment, checked once, before anything
 * is opened. Every other file of this folder receives the finished `ServerConfig` and never reads
 * the environment itself.
 */

import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { minSecretLength, readSecretFile } from './secret.ts';

export interface ServerConfig {
  /** Absolute path of the built output. */
  readonly dist: string;
  /** Absolute path of the folder with the database and the generated secret. */
  readonly data: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The address people type, without a path; absent means `http://<host>:<port>`. */
  readonly origin: string | undefined;
  /** Absent means the one generated in `data`; see `secretOf`. */
  readonly secret: string | undefined;
  /** Socket addresses whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
}

/**
 * Reads the configuration from `env`; an empty variable counts as unset, relative paths start at
 * `cwd`. Throws one `ConfigError` that lists every problem.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string = process.cwd(),
): ServerConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  const problems = parsed.error?.issues.map((issue) => issue.message) ?? [];
  let secret = parsed.data?.OPSBOOK_SECRET;
  if (given.OPSBOOK_SECRET_FILE !== undefined) {
    if (given.OPSBOOK_SECRET !== undefined) {
      problems.push('`OPSBOOK_SECRET` and `OPSBOOK_SECRET_FILE` are both set — keep one.');
    }
    const read = readSecretFile(resolve(cwd, given.OPSBOOK_SECRET_FILE));
    if ('problem' in read) problems.push(read.problem);
    else secret = read.secret;
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return {
    dist: resolve(cwd, parsed.data.OPSBOOK_DIST),
    data: resolve(cwd, parsed.data.OPSBOOK_DATA),
    host: parsed.data.OPSBOOK_HOST,
    port: parsed.data.OPSBOOK_PORT,
    origin: parsed.data.OPSBOOK_ORIGIN,
    secret,
    trustedProxies: parsed.data.OPSBOOK_TRUSTED_PROXY,
  };
}

/** Whether only this machine can reach `host`. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
  );
}

/** Runs a cross-variable rule although another variable is wrong: all problems come at once. */
const always = { when: () => true };

const environment = z
  .object({
    OPSBOOK_DIST: z.string().default('dist'),
    OPSBOOK_DATA: z.string().default('.opsbook'),
    OPSBOOK_HOST: z.string().default('127.0.0.1'),
    OPSBOOK_PORT: z
      .string()
      .refine((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535, {
        error: ({ input }) => `\`OPSBOOK_PORT\` is \`${input}\` — give a number from 0 to 65535.`,
      })
      .transform(Number)
      .default(4321),
    OPSBOOK_ORIGIN: z
      .string()
      .refine(isAcceptableOrigin, {
        error: ({ input }) =>
          `\`OPSBOOK_ORIGIN\` is \`${input}\` — give scheme and host only, such as ` +
          '`https://handbook.example.org`; plain http is for this machine alone.',
      })
      .optional(),
    OPSBOOK_SECRET: z
      .string()
      .min(minSecretLength, {
        error: `\`OPSBOOK_SECRET\` is too short — give ${minSecretLength} random characters.`,
      })
      .optional(),
    OPSBOOK_TRUSTED_PROXY: z
      .string()
      .default('')
      .transform((list) => list.split(',').flatMap((address) => address.trim() || []))
      .refine((addresses) => addresses.every((address) => isIP(address) !== 0), {
        error:
          '`OPSBOOK_TRUSTED_PROXY` holds something other than IP addresses — give the proxy’s ' +
          'address as this server sees it, several separated by commas.',
      }),
  })
  .refine(
    (env) =>
      isLoopback(env.OPSBOOK_HOST ?? '127.0.0.1') ||
      env.OPSBOOK_ORIGIN?.startsWith('https://') === true ||
      env.OPSBOOK_TRUSTED_PROXY.length > 0,
    {
      ...always,
      error:
        '`OPSBOOK_HOST` opens the portal to the network without encryption — set ' +
        '`OPSBOOK_ORIGIN` to its https address, or name the proxy in front of it in ' +
        '`OPSBOOK_TRUSTED_PROXY`.',
    },
  )
  .refine(
    (env) => (env.OPSBOOK_TRUSTED_PROXY ?? '').length === 0 || env.OPSBOOK_ORIGIN !== undefined,
    {
      ...always,
      error:
        '`OPSBOOK_TRUSTED_PROXY` is set and `OPSBOOK_ORIGIN` is not — give the address people ' +
        'reach the proxy at.',
    },
  );

function isAcceptableOrigin(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.origin !== text) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}
