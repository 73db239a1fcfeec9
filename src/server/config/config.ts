/**
 * What the server is told from outside: the `OPSBOOK_*` environment, checked once, before anything
 * is opened. The rest of the server receives the finished `ServerConfig` and never reads the
 * environment itself.
 */
import { resolve } from 'node:path';
import type { LogFormat } from '../audit.ts';
import type { OidcConfig } from '../identity/oidc.ts';
import type { RequiredOf } from '../identity/session-debt.ts';
import type { MailConfig } from '../mail/mail-config.ts';
import type { S3Config } from '../work/blobs/s3-requests.ts';
import { ConfigError } from './config-error.ts';
import { databaseAddressProblem } from './database-address.ts';
import { environment } from './environment.ts';
import { mailSettings } from './mail-settings.ts';
import { MIN_SECRET_LENGTH, readSecretFile } from './secret.ts';

export interface ServerConfig {
  /** Absolute path of the built output. */
  readonly dist: string;
  /** Absolute path of the folder with the embedded database and the generated secret. */
  readonly data: string;
  /** Address of a PostgreSQL database that is used instead of the embedded one. */
  readonly databaseUrl: string | undefined;
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
  readonly requestsPerMinute: RequestsPerMinute;
  readonly logFormat: LogFormat;
  /** Whether this server keeps the schedules of workflows. */
  readonly keepsSchedules: boolean;
  /** Who must have a second factor besides a password. */
  readonly secondFactorOf: RequiredOf;
  /** The identity provider people may sign in with. */
  readonly oidc?: OidcConfig;
  /** The bucket that attachments are kept in; absent means the folder `files` of `data`. */
  readonly s3?: S3Config;
  /** Through whom mails are sent; absent means that none are. */
  readonly mail?: MailConfig;
}

/** What one session and one token may ask for; 0 is no limit. */
export interface RequestsPerMinute {
  readonly session: number;
  readonly token: number;
}

/**
 * Reads the configuration from `env`; an empty variable counts as unset, relative paths start at
 * `cwd`.
 *
 * @throws ConfigError that lists every problem.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string = process.cwd(),
): ServerConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  const problems = parsed.error?.issues.map((issue) => issue.message) ?? [];
  const secretFrom = (name: SecretVariable, min: number) => {
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
  const secretAccessKey = secretFrom('OPSBOOK_S3_SECRET_ACCESS_KEY', 1);
  const databaseUrl = secretFrom('OPSBOOK_DATABASE_URL', 1);
  const addressProblem = databaseUrl && databaseAddressProblem(databaseUrl);
  if (addressProblem) problems.push(addressProblem);
  const { mail, problems: mailProblems } = mailSettings(
    given,
    secretFrom('OPSBOOK_SMTP_URL', 1),
    cwd,
  );
  problems.push(...oidcProblems(given), ...s3Problems(given), ...mailProblems);
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const { OPSBOOK_OIDC_ISSUER: issuer, OPSBOOK_OIDC_CLIENT_ID: clientId } = parsed.data;
  const { OPSBOOK_FILES: files, OPSBOOK_S3_ACCESS_KEY_ID: accessKeyId } = parsed.data;
  const region = parsed.data.OPSBOOK_S3_REGION ?? DEFAULT_REGION;
  return {
    dist: resolve(cwd, parsed.data.OPSBOOK_DIST),
    data: resolve(cwd, parsed.data.OPSBOOK_DATA),
    databaseUrl,
    host: parsed.data.OPSBOOK_HOST,
    port: parsed.data.OPSBOOK_PORT,
    origin: parsed.data.OPSBOOK_ORIGIN,
    secret,
    trustedProxies: parsed.data.OPSBOOK_TRUSTED_PROXY,
    requestsPerMinute: {
      session: parsed.data.OPSBOOK_SESSION_REQUESTS,
      token: parsed.data.OPSBOOK_TOKEN_REQUESTS,
    },
    logFormat: parsed.data.OPSBOOK_LOG,
    keepsSchedules: parsed.data.OPSBOOK_TICKER === 'on',
    makesFirstAccount: parsed.data.OPSBOOK_FIRST_ACCOUNT === 'print',
    secondFactorOf: parsed.data.OPSBOOK_REQUIRE_SECOND_FACTOR ?? 'nobody',
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
    ...(files !== undefined &&
      accessKeyId !== undefined &&
      secretAccessKey !== undefined && {
        s3: {
          ...files,
          endpoint: parsed.data.OPSBOOK_S3_ENDPOINT ?? `https://s3.${region}.amazonaws.com`,
          region,
          accessKeyId,
          secretAccessKey,
          isPathStyle: parsed.data.OPSBOOK_S3_PATH_STYLE === 'yes',
        },
      }),
    ...(mail && { mail }),
  };
}

/** What may be told in a file as well. */
type SecretVariable =
  | 'OPSBOOK_SECRET'
  | 'OPSBOOK_OIDC_CLIENT_SECRET'
  | 'OPSBOOK_S3_SECRET_ACCESS_KEY'
  | 'OPSBOOK_DATABASE_URL'
  | 'OPSBOOK_SMTP_URL';

/** What stores without regions take in the signature. */
const DEFAULT_REGION = 'us-east-1';

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

/** What is missing for keeping attachments in a bucket, once any of it is there. */
function s3Problems(given: Readonly<Record<string, string | undefined>>): string[] {
  const isGiven = (name: string) => given[`OPSBOOK_S3_${name}`] !== undefined;
  if (given.OPSBOOK_FILES === undefined) {
    const [name] = Object.keys(given).filter((each) => each.startsWith('OPSBOOK_S3_'));
    if (name === undefined) return [];
    return [
      `\`OPSBOOK_FILES\` is missing, and \`${name}\` is set — name the bucket, or remove it.`,
    ];
  }
  const problems: string[] = [];
  if (!isGiven('ACCESS_KEY_ID')) {
    problems.push('`OPSBOOK_S3_ACCESS_KEY_ID` is missing — your provider has it.');
  }
  if (!isGiven('SECRET_ACCESS_KEY') && !isGiven('SECRET_ACCESS_KEY_FILE')) {
    problems.push('`OPSBOOK_S3_SECRET_ACCESS_KEY` is missing, and its `_FILE` too — give one.');
  }
  if (!isGiven('ENDPOINT') && !isGiven('REGION')) {
    problems.push(
      '`OPSBOOK_S3_REGION` is missing — give the region of the bucket, or in ' +
        '`OPSBOOK_S3_ENDPOINT` the address of another store.',
    );
  }
  return problems;
}
