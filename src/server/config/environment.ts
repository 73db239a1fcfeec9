/**
 * The `OPSBOOK_*` variables: what each may be, its default, and what to do when it is wrong. A
 * problem is a finished sentence.
 */
import { isIP } from 'node:net';
import { z } from 'zod';
import { LOG_FORMATS } from '../audit.ts';
import { SECOND_FACTOR_REQUIREMENTS } from '../identity/session-debt.ts';
import { isLoopback } from './loopback.ts';
import { MIN_SECRET_LENGTH } from './secret.ts';

/** Runs a cross-variable rule although another variable is wrong: all problems come at once. */
const ALWAYS = { when: () => true };

const isList = (separator: RegExp) =>
  z
    .string()
    .default('')
    .transform((list) => list.split(separator).flatMap((item) => item.trim() || []));

/** Folders of a key of S3, whose characters stand for themselves in an address and in XML. */
const BUCKET =
  /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(?<prefix>[\w-][\w.-]*(?:\/[\w-][\w.-]*)*))?\/?$/;

const isCount = (name: string, normal: number) =>
  z
    .string()
    .regex(/^\d{1,7}$/, {
      error: ({ input }) =>
        `\`${name}\` is \`${input}\` — give the requests a minute as a number, or 0 for no limit.`,
    })
    .transform(Number)
    .default(normal);

export const environment = z
  .object({
    OPSBOOK_DIST: z.string().default('dist'),
    OPSBOOK_DATA: z.string().default('.opsbook'),
    OPSBOOK_DATABASE_URL: z.string().optional(),
    OPSBOOK_SMTP_URL: z.string().optional(),
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
    OPSBOOK_SESSION_REQUESTS: isCount('OPSBOOK_SESSION_REQUESTS', 3000),
    OPSBOOK_TOKEN_REQUESTS: isCount('OPSBOOK_TOKEN_REQUESTS', 6000),
    OPSBOOK_REQUIRE_SECOND_FACTOR: z
      .enum(SECOND_FACTOR_REQUIREMENTS, {
        error: ({ input }) =>
          `\`OPSBOOK_REQUIRE_SECOND_FACTOR\` is \`${input}\` — give \`administrators\` or \`everybody\`, ` +
          'or remove it: then everybody may have one, and nobody must.',
      })
      .optional(),
    OPSBOOK_LOG: z
      .enum(LOG_FORMATS, {
        error: ({ input }) => `\`OPSBOOK_LOG\` is \`${input}\` — give \`json\` or \`text\`.`,
      })
      .default('json'),
    OPSBOOK_TICKER: z
      .enum(['on', 'off'], {
        error: ({ input }) =>
          `\`OPSBOOK_TICKER\` is \`${input}\` — give \`on\`, or \`off\` where \`opsbook work tick\` ` +
          'is called every minute instead.',
      })
      .default('on'),
    OPSBOOK_FILES: z
      .string()
      .refine((place) => BUCKET.test(place), {
        error: ({ input }) =>
          `\`OPSBOOK_FILES\` is \`${input}\` — give \`s3://\`, the bucket and, if wanted, \`/\` and a ` +
          'prefix, such as `s3://our-bucket/opsbook`; without the variable, files lie in `OPSBOOK_DATA`.',
      })
      .transform((place) => {
        const { bucket = '', prefix = '' } = BUCKET.exec(place)?.groups ?? {};
        return { bucket, prefix };
      })
      .optional(),
    OPSBOOK_S3_ENDPOINT: z
      .string()
      .refine(isAcceptableService, {
        error: ({ input }) =>
          `\`OPSBOOK_S3_ENDPOINT\` is \`${input}\` — give the https address of the store; plain http is ` +
          'for this machine alone.',
      })
      .transform((address) => address.replace(/\/+$/, ''))
      .optional(),
    OPSBOOK_S3_REGION: z
      .string()
      .regex(/^[a-z0-9-]{1,63}$/, {
        error: ({ input }) =>
          `\`OPSBOOK_S3_REGION\` is \`${input}\` — give its name, such as \`eu-central-1\`.`,
      })
      .optional(),
    OPSBOOK_S3_ACCESS_KEY_ID: z.string().optional(),
    OPSBOOK_S3_SECRET_ACCESS_KEY: z.string().optional(),
    OPSBOOK_S3_PATH_STYLE: z
      .enum(['yes', 'no'], {
        error: ({ input }) =>
          `\`OPSBOOK_S3_PATH_STYLE\` is \`${input}\` — give \`yes\`, or \`no\` where the bucket is ` +
          'part of the name of the host.',
      })
      .default('yes'),
    OPSBOOK_OIDC_ISSUER: z
      .string()
      .refine(isAcceptableService, {
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

function isAcceptableService(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.search !== '' || url.hash !== '' || url.username !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isAcceptableOrigin(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.origin !== text) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}
