/**
 * What the server is told from outside: the `OPSBOOK_*` environment, checked once, before anything
 * is opened. Every other file of this folder receives the finished `ServerConfig` and never reads
 * the environment itself.
 */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { OidcConfig } from '../identity/oidc.ts';
import { ConfigError } from './config-error.ts';
import { MIN_SECRET_LENGTH, readSecretFile } from './secret.ts';

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
  /** Whether an installation without accounts gets one, whose password the caller must show. */
  readonly makesFirstAccount: boolean;
  /** The identity provider people may sign in with. */
  readonly oidc?: OidcConfig;
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
  const secretFrom = (name: 'OPSBOOK_SECRET' | 'OPSBOOK_OIDC_CLIENT_SECRET', min: number) => {
    const file = given[`${name}_FILE`];
    if (file === undefined) return parsed.data?.[name];
    if (given[name] !== undefined) {
      problems.push(`\`${name}\` and \`${name}_FILE\` are both set — keep one.`);
    }
    const read = readSecretFile(resolve(cwd, file), min);
    if ('secret' in read) return read.secret;
    problems.push(read.problem);
    return undefined;
  };
  const secret = secretFrom('OPSBOOK_SECRET', MIN_SECRET_LENGTH);
  const clientSecret = secretFrom('OPSBOOK_OIDC_CLIENT_SECRET', 1);
  problems.push(...oidcProblems(given));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const { OPSBOOK_OIDC_ISSUER: issuer, OPSBOOK_OIDC_CLIENT_ID: clientId } = parsed.data;
  return {
    dist: resolve(cwd, parsed.data.OPSBOOK_DIST),
    data: resolve(cwd, parsed.data.OPSBOOK_DATA),
    host: parsed.data.OPSBOOK_HOST,
    port: parsed.data.OPSBOOK_PORT,
    origin: parsed.data.OPSBOOK_ORIGIN,
    secret,
    trustedProxies: parsed.data.OPSBOOK_TRUSTED_PROXY,
    makesFirstAccount: parsed.data.OPSBOOK_FIRST_ACCOUNT === 'print',
    ...(issuer !== undefined &&
      clientId !== undefined &&
      clientSecret !== undefined && {
        oidc: {
          issuer,
          clientId,
          clientSecret,
          scopes: parsed.data.OPSBOOK_OIDC_SCOPES,
          allowedDomains: parsed.data.OPSBOOK_OIDC_DOMAINS.map((name) => name.toLowerCase()),
          allowedGroups: parsed.data.OPSBOOK_OIDC_GROUPS,
        },
      }),
  };
}

/** Whether only this machine can reach `host`. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
  );
}

/** What is missing for signing in with an identity provider, once any of it is there. */
function oidcProblems(given: Readonly<Record<string, string | undefined>>): string[] {
  const isGiven = (name: string) => given[`OPSBOOK_OIDC_${name}`] !== undefined;
  if (!Object.keys(given).some((name) => name.startsWith('OPSBOOK_OIDC_'))) return [];
  const problems: string[] = [];
  for (const name of ['ISSUER', 'CLIENT_ID']) {
    if (!isGiven(name))
      problems.push(`\`OPSBOOK_OIDC_${name}\` is missing — your provider has it.`);
  }
  if (!isGiven('CLIENT_SECRET') && !isGiven('CLIENT_SECRET_FILE')) {
    problems.push('`OPSBOOK_OIDC_CLIENT_SECRET` is missing, and its `_FILE` too — give one.');
  }
  if (!isGiven('DOMAINS') && !isGiven('GROUPS')) {
    problems.push(
      '`OPSBOOK_OIDC_DOMAINS` or `OPSBOOK_OIDC_GROUPS` is missing — without either, everybody ' +
        'with an account at the provider would come in.',
    );
  }
  return problems;
}

/** Runs a cross-variable rule although another variable is wrong: all problems come at once. */
const ALWAYS = { when: () => true };

const isList = (separator: RegExp) =>
  z
    .string()
    .default('')
    .transform((list) => list.split(separator).flatMap((item) => item.trim() || []));

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
      .min(MIN_SECRET_LENGTH, {
        error: `\`OPSBOOK_SECRET\` is too short — give ${MIN_SECRET_LENGTH} random characters.`,
      })
      .optional(),
    OPSBOOK_FIRST_ACCOUNT: z
      .enum(['print', 'none'], {
        error: ({ input }) =>
          `\`OPSBOOK_FIRST_ACCOUNT\` is \`${input}\` — give \`print\` or \`none\`.`,
      })
      .default('print'),
    OPSBOOK_OIDC_ISSUER: z
      .string()
      .refine(isAcceptableIssuer, {
        error: ({ input }) =>
          `\`OPSBOOK_OIDC_ISSUER\` is \`${input}\` — give the https address of the provider.`,
      })
      .optional(),
    OPSBOOK_OIDC_CLIENT_ID: z.string().optional(),
    OPSBOOK_OIDC_CLIENT_SECRET: z.string().optional(),
    OPSBOOK_OIDC_SCOPES: isList(/\s+/).pipe(
      z
        .array(z.string())
        .transform((scopes) => [...new Set(['openid', 'email', 'profile', ...scopes])]),
    ),
    OPSBOOK_OIDC_DOMAINS: isList(/,/),
    OPSBOOK_OIDC_GROUPS: isList(/,/),
    OPSBOOK_TRUSTED_PROXY: isList(/,/).refine(
      (addresses) => addresses.every((address) => isIP(address) !== 0),
      {
        error:
          '`OPSBOOK_TRUSTED_PROXY` holds something other than IP addresses — give the proxy’s ' +
          'address as this server sees it, several separated by commas.',
      },
    ),
  })
  .refine(
    (env) =>
      isLoopback(env.OPSBOOK_HOST ?? '127.0.0.1') ||
      env.OPSBOOK_ORIGIN?.startsWith('https://') === true ||
      env.OPSBOOK_TRUSTED_PROXY.length > 0,
    {
      ...ALWAYS,
      error:
        '`OPSBOOK_HOST` opens the portal to the network without encryption — set ' +
        '`OPSBOOK_ORIGIN` to its https address, or name the proxy in front of it in ' +
        '`OPSBOOK_TRUSTED_PROXY`.',
    },
  )
  .refine(
    (env) => (env.OPSBOOK_TRUSTED_PROXY ?? '').length === 0 || env.OPSBOOK_ORIGIN !== undefined,
    {
      ...ALWAYS,
      error:
        '`OPSBOOK_TRUSTED_PROXY` is set and `OPSBOOK_ORIGIN` is not — give the address people ' +
        'reach the proxy at.',
    },
  );

function isAcceptableIssuer(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.search !== '' || url.hash !== '' || url.username !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isAcceptableOrigin(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.origin !== text) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}
