import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/server/config/config.ts';
import { ConfigError } from '../../../src/server/config/config-error.ts';
import { secretOf } from '../../../src/server/config/secret.ts';
import { makeFolder } from '../portal-fixture.ts';

const longSecret = 'x'.repeat(32);

/** The variables named by the problems of `env`, in order. */
function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env, '/srv');
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => /OPSBOOK_\w+|secret file/.exec(problem)?.[0] ?? problem);
  }
}

describe('readConfig', () => {
  test('takes defaults that only this machine can reach', () => {
    expect(readConfig({ OPSBOOK_HOST: '', HOME: '/root' }, '/srv')).toEqual({
      dist: '/srv/dist',
      data: '/srv/.opsbook',
      databaseUrl: undefined,
      host: '127.0.0.1',
      port: 4321,
      origin: undefined,
      secret: undefined,
      trustedProxies: [],
      makesFirstAccount: true,
      requestsPerMinute: { session: 3000, token: 6000 },
      logFormat: 'json',
      secondFactorOf: 'nobody',
      keepsSchedules: true,
    });
  });

  test('reads everything that is set', () => {
    const env = {
      OPSBOOK_DIST: 'out',
      OPSBOOK_DATA: '/var/lib/opsbook',
      OPSBOOK_DATABASE_URL: 'postgres://opsbook:secret@localhost/opsbook',
      OPSBOOK_HOST: '0.0.0.0',
      OPSBOOK_PORT: '80',
      OPSBOOK_ORIGIN: 'https://handbook.example.org',
      OPSBOOK_SECRET: longSecret,
      OPSBOOK_TRUSTED_PROXY: '10.0.0.1, ::1',
      OPSBOOK_FIRST_ACCOUNT: 'none',
      OPSBOOK_SESSION_REQUESTS: '60',
      OPSBOOK_TOKEN_REQUESTS: '0',
      OPSBOOK_LOG: 'text',
      OPSBOOK_REQUIRE_SECOND_FACTOR: 'administrators',
      OPSBOOK_TICKER: 'off',
    };
    expect(readConfig(env, '/srv')).toEqual({
      dist: '/srv/out',
      data: '/var/lib/opsbook',
      databaseUrl: 'postgres://opsbook:secret@localhost/opsbook',
      host: '0.0.0.0',
      port: 80,
      origin: 'https://handbook.example.org',
      secret: longSecret,
      trustedProxies: ['10.0.0.1', '::1'],
      makesFirstAccount: false,
      requestsPerMinute: { session: 60, token: 0 },
      logFormat: 'text',
      secondFactorOf: 'administrators',
      keepsSchedules: false,
    });
  });

  test.each<[Record<string, string>, string[]]>([
    [{ OPSBOOK_PORT: 'http' }, ['OPSBOOK_PORT']],
    [{ OPSBOOK_FIRST_ACCOUNT: 'yes' }, ['OPSBOOK_FIRST_ACCOUNT']],
    [{ OPSBOOK_LOG: 'xml' }, ['OPSBOOK_LOG']],
    [{ OPSBOOK_REQUIRE_SECOND_FACTOR: 'yes' }, ['OPSBOOK_REQUIRE_SECOND_FACTOR']],
    [{ OPSBOOK_TICKER: 'yes' }, ['OPSBOOK_TICKER']],
    [{ OPSBOOK_SESSION_REQUESTS: 'many' }, ['OPSBOOK_SESSION_REQUESTS']],
    [{ OPSBOOK_TOKEN_REQUESTS: '-1' }, ['OPSBOOK_TOKEN_REQUESTS']],
    [{ OPSBOOK_PORT: '65536' }, ['OPSBOOK_PORT']],
    [{ OPSBOOK_PORT: '-1' }, ['OPSBOOK_PORT']],
    [{ OPSBOOK_ORIGIN: 'handbook.example.org' }, ['OPSBOOK_ORIGIN']],
    [{ OPSBOOK_ORIGIN: 'https://handbook.example.org/' }, ['OPSBOOK_ORIGIN']],
    [{ OPSBOOK_ORIGIN: 'https://me:pw@example.org' }, ['OPSBOOK_ORIGIN']],
    [{ OPSBOOK_ORIGIN: 'http://handbook.example.org' }, ['OPSBOOK_ORIGIN']],
    [{ OPSBOOK_ORIGIN: 'ftp://localhost' }, ['OPSBOOK_ORIGIN']],
    [{ OPSBOOK_ORIGIN: 'http://localhost:8080' }, []],
    [{ OPSBOOK_SECRET: 'short' }, ['OPSBOOK_SECRET']],
    [{ OPSBOOK_SECRET_FILE: 'nowhere' }, ['secret file']],
    [{ OPSBOOK_HOST: '0.0.0.0' }, ['OPSBOOK_HOST']],
    [{ OPSBOOK_HOST: '::' }, ['OPSBOOK_HOST']],
    [{ OPSBOOK_HOST: '127.evil.example' }, ['OPSBOOK_HOST']],
    [{ OPSBOOK_HOST: '::1' }, []],
    [{ OPSBOOK_DATABASE_URL: 'mysql://localhost/opsbook' }, ['OPSBOOK_DATABASE_URL']],
    [{ OPSBOOK_DATABASE_URL: 'postgres://localhost' }, ['OPSBOOK_DATABASE_URL']],
    [{ OPSBOOK_DATABASE_URL: 'localhost/opsbook' }, ['OPSBOOK_DATABASE_URL']],
    [{ OPSBOOK_DATABASE_URL: 'postgres://db.example.org/opsbook' }, ['OPSBOOK_DATABASE_URL']],
    [
      { OPSBOOK_DATABASE_URL: 'postgres://db.example.org/opsbook?sslmode=require' },
      ['OPSBOOK_DATABASE_URL'],
    ],
    [{ OPSBOOK_DATABASE_URL: 'postgres://db.example.org/opsbook?sslmode=verify-full' }, []],
    [{ OPSBOOK_DATABASE_URL: 'postgresql://db/opsbook?sslmode=disable' }, []],
    [{ OPSBOOK_DATABASE_URL: 'postgres:///opsbook?host=/run/postgresql' }, []],
    [
      { OPSBOOK_DATABASE_URL: 'postgres://localhost/a', OPSBOOK_DATABASE_URL_FILE: 'nowhere' },
      ['OPSBOOK_DATABASE_URL', 'secret file'],
    ],
    [{ OPSBOOK_HOST: '127.0.0.2' }, []],
    [{ OPSBOOK_HOST: '0.0.0.0', OPSBOOK_ORIGIN: 'https://a.example' }, []],
    [
      { OPSBOOK_TRUSTED_PROXY: 'proxy', OPSBOOK_ORIGIN: 'https://a.example' },
      ['OPSBOOK_TRUSTED_PROXY'],
    ],
    [{ OPSBOOK_HOST: '0.0.0.0', OPSBOOK_TRUSTED_PROXY: '10.0.0.1' }, ['OPSBOOK_TRUSTED_PROXY']],
    [
      {
        OPSBOOK_HOST: '0.0.0.0',
        OPSBOOK_TRUSTED_PROXY: '10.0.0.1',
        OPSBOOK_ORIGIN: 'http://localhost:8080',
      },
      [],
    ],
  ])('%j', (env, problems) => {
    expect(problemsOf(env)).toEqual(problems);
  });

  test('reads the address of a database from a file, and never repeats it', () => {
    const folder = makeFolder({
      good: 'postgres://opsbook:hunter2@db/opsbook?sslmode=disable\n',
      bad: 'postgres://opsbook:hunter2@db/opsbook',
    });
    expect(readConfig({ OPSBOOK_DATABASE_URL_FILE: 'good' }, folder).databaseUrl).toBe(
      'postgres://opsbook:hunter2@db/opsbook?sslmode=disable',
    );
    const reading = () => readConfig({ OPSBOOK_DATABASE_URL_FILE: 'bad' }, folder);
    expect(reading).toThrow('names another machine');
    expect(reading).not.toThrow('hunter2');
  });

  test('lists every problem at once', () => {
    const env = {
      OPSBOOK_HOST: '0.0.0.0',
      OPSBOOK_PORT: 'http',
      OPSBOOK_ORIGIN: 'http://example.org',
      OPSBOOK_SECRET: 'short',
      OPSBOOK_SECRET_FILE: 'nowhere',
    };
    expect(problemsOf(env).sort()).toEqual([
      'OPSBOOK_HOST',
      'OPSBOOK_ORIGIN',
      'OPSBOOK_PORT',
      'OPSBOOK_SECRET',
      'OPSBOOK_SECRET',
      'secret file',
    ]);
  });

  test('reads a bucket for attachments', () => {
    const folder = makeFolder({ key: 'secret key\n' });
    const env = {
      OPSBOOK_FILES: 's3://our-bucket/handbook/files/',
      OPSBOOK_S3_ENDPOINT: 'http://127.0.0.1:9000/',
      OPSBOOK_S3_ACCESS_KEY_ID: 'id',
      OPSBOOK_S3_SECRET_ACCESS_KEY_FILE: 'key',
    };
    expect(readConfig(env, folder).s3).toEqual({
      bucket: 'our-bucket',
      prefix: 'handbook/files',
      endpoint: 'http://127.0.0.1:9000',
      region: 'us-east-1',
      accessKeyId: 'id',
      secretAccessKey: 'secret key',
      isPathStyle: true,
    });
    const amazon = {
      OPSBOOK_FILES: 's3://our-bucket',
      OPSBOOK_S3_REGION: 'eu-central-1',
      OPSBOOK_S3_ACCESS_KEY_ID: 'id',
      OPSBOOK_S3_SECRET_ACCESS_KEY: 'key',
      OPSBOOK_S3_PATH_STYLE: 'no',
    };
    expect(readConfig(amazon, folder).s3).toMatchObject({
      prefix: '',
      endpoint: 'https://s3.eu-central-1.amazonaws.com',
      isPathStyle: false,
    });
  });

  test('names everything a bucket lacks, and what is wrong with it', () => {
    expect(problemsOf({ OPSBOOK_FILES: 's3://bucket' })).toEqual([
      'OPSBOOK_S3_ACCESS_KEY_ID',
      'OPSBOOK_S3_SECRET_ACCESS_KEY',
      'OPSBOOK_S3_REGION',
    ]);
    expect(problemsOf({ OPSBOOK_S3_REGION: 'eu' })).toEqual(['OPSBOOK_FILES']);
    const env = {
      OPSBOOK_FILES: 's3://bucket',
      OPSBOOK_S3_REGION: 'eu',
      OPSBOOK_S3_ACCESS_KEY_ID: 'id',
      OPSBOOK_S3_SECRET_ACCESS_KEY: 'key',
    };
    expect(problemsOf(env)).toEqual([]);
    const places = [
      'files',
      's3://',
      's3://B',
      's3://bucket/../x',
      's3://bucket/a b',
      's3://bucket//a',
    ];
    for (const place of places) {
      expect(problemsOf({ ...env, OPSBOOK_FILES: place })).toEqual(['OPSBOOK_FILES']);
    }
    for (const endpoint of ['s3.example.org', 'http://s3.example.org', 'https://a:b@example.org']) {
      expect(problemsOf({ ...env, OPSBOOK_S3_ENDPOINT: endpoint })).toEqual([
        'OPSBOOK_S3_ENDPOINT',
      ]);
    }
    expect(problemsOf({ ...env, OPSBOOK_S3_REGION: 'Frankfurt am Main' })).toEqual([
      'OPSBOOK_S3_REGION',
    ]);
    expect(problemsOf({ ...env, OPSBOOK_S3_PATH_STYLE: 'on' })).toEqual(['OPSBOOK_S3_PATH_STYLE']);
    expect(problemsOf({ ...env, OPSBOOK_S3_SECRET_ACCESS_KEY_FILE: 'nowhere' })).toEqual([
      'OPSBOOK_S3_SECRET_ACCESS_KEY',
      'secret file',
    ]);
  });

  const mail = {
    OPSBOOK_ORIGIN: 'https://handbook.example.org',
    OPSBOOK_SMTP_URL: 'smtp://ops%40book:p%2Fw@mail.example.org',
    OPSBOOK_MAIL_FROM: 'Handbook <handbook@example.org>',
  };

  test('reads a mail server', () => {
    expect(readConfig(mail, '/srv').mail).toEqual({
      server: {
        host: 'mail.example.org',
        port: 587,
        encryption: 'starttls',
        login: { user: 'ops@book', password: 'p/w' },
      },
      from: { name: 'Handbook', address: 'handbook@example.org' },
    });
    const folder = makeFolder({ url: 'smtps://mail.example.org/?ca=ca.pem\n', 'ca.pem': 'PEM' });
    const { OPSBOOK_SMTP_URL: _, ...rest } = mail;
    const env = {
      ...rest,
      OPSBOOK_SMTP_URL_FILE: 'url',
      OPSBOOK_MAIL_REPLY_TO: 'help@example.org',
    };
    expect(readConfig(env, folder).mail).toMatchObject({
      server: { port: 465, encryption: 'tls', ca: 'PEM' },
      replyTo: { name: '', address: 'help@example.org' },
    });
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      const local = { ...mail, OPSBOOK_SMTP_URL: `smtp://${host}` };
      expect(readConfig(local, '/srv').mail?.server).toEqual({
        host: host.replace(/[[\]]/g, ''),
        port: 25,
        encryption: 'none',
      });
    }
  });

  test.each<[Record<string, string>, string[]]>([
    [{ OPSBOOK_SMTP_URL: '' }, ['OPSBOOK_SMTP_URL']],
    [{ OPSBOOK_MAIL_FROM: '' }, ['OPSBOOK_MAIL_FROM']],
    [{ OPSBOOK_ORIGIN: '' }, ['OPSBOOK_SMTP_URL']],
    [{ OPSBOOK_SMTP_URL: 'mail.example.org' }, ['OPSBOOK_SMTP_URL']],
    [{ OPSBOOK_SMTP_URL: 'http://mail.example.org' }, ['OPSBOOK_SMTP_URL']],
    [{ OPSBOOK_SMTP_URL: 'smtp://' }, ['OPSBOOK_SMTP_URL']],
    [{ OPSBOOK_SMTP_URL: 'smtp://mail.example.org/inbox' }, ['OPSBOOK_SMTP_URL']],
    [{ OPSBOOK_SMTP_URL: 'smtp://opsbook@mail.example.org' }, ['OPSBOOK_SMTP_URL']],
    [{ OPSBOOK_SMTP_URL: 'smtp://opsbook:%zz@mail.example.org' }, ['OPSBOOK_SMTP_URL']],
    [{ OPSBOOK_SMTP_URL: 'smtp://mail.example.org?tls=no' }, ['OPSBOOK_SMTP_URL']],
    [{ OPSBOOK_SMTP_URL: 'smtp://mail.example.org?ca=nowhere' }, ['OPSBOOK_SMTP_URL']],
    [{ OPSBOOK_SMTP_URL_FILE: 'nowhere' }, ['OPSBOOK_SMTP_URL', 'secret file']],
    [{ OPSBOOK_MAIL_FROM: 'the portal' }, ['OPSBOOK_MAIL_FROM']],
    [{ OPSBOOK_MAIL_FROM: 'a@example.org, b@example.org' }, ['OPSBOOK_MAIL_FROM']],
    [{ OPSBOOK_MAIL_FROM: 'A\nBcc: x <a@example.org>' }, ['OPSBOOK_MAIL_FROM']],
    [{ OPSBOOK_MAIL_REPLY_TO: 'nobody' }, ['OPSBOOK_MAIL_REPLY_TO']],
  ])('says what is wrong with a mail server: %j', (wrong, problems) => {
    expect(problemsOf({ ...mail, ...wrong })).toEqual(problems);
  });

  test('never repeats the password of a mail server', () => {
    const wrong = { ...mail, OPSBOOK_SMTP_URL: 'smtp://opsbook:hunter2@mail.example.org/x?y#z' };
    expect(() => readConfig(wrong, '/srv')).not.toThrow('hunter2');
  });

  test('reads an identity provider', () => {
    const folder = makeFolder({ key: 'client secret\n' });
    const env = {
      OPSBOOK_OIDC_ISSUER: 'https://login.example.org/realms/a',
      OPSBOOK_OIDC_CLIENT_ID: 'opsbook',
      OPSBOOK_OIDC_CLIENT_SECRET_FILE: 'key',
      OPSBOOK_OIDC_DOMAINS: 'Example.org, example.com',
      OPSBOOK_OIDC_GROUPS: 'operations',
      OPSBOOK_OIDC_SCOPES: 'groups',
    };
    expect(readConfig(env, folder).oidc).toEqual({
      issuer: 'https://login.example.org/realms/a',
      clientId: 'opsbook',
      clientSecret: 'client secret',
      scopes: ['openid', 'email', 'profile', 'groups'],
      allowedDomains: ['example.org', 'example.com'],
      allowedGroups: ['operations'],
    });
  });

  test('names everything an identity provider lacks', () => {
    expect(problemsOf({ OPSBOOK_OIDC_SCOPES: 'groups' })).toEqual([
      'OPSBOOK_OIDC_ISSUER',
      'OPSBOOK_OIDC_CLIENT_ID',
      'OPSBOOK_OIDC_CLIENT_SECRET',
      'OPSBOOK_OIDC_DOMAINS',
    ]);
    const env = {
      OPSBOOK_OIDC_ISSUER: 'http://login.example.org',
      OPSBOOK_OIDC_CLIENT_ID: 'opsbook',
      OPSBOOK_OIDC_CLIENT_SECRET: 'x',
      OPSBOOK_OIDC_GROUPS: 'operations',
    };
    expect(problemsOf(env)).toEqual(['OPSBOOK_OIDC_ISSUER']);
  });

  test('reads the secret from a file', () => {
    const folder = makeFolder({ key: `${longSecret}\n` });
    expect(readConfig({ OPSBOOK_SECRET_FILE: 'key' }, folder).secret).toBe(longSecret);
  });
});

describe('secretOf', () => {
  test('generates one, keeps it to itself and finds it again', () => {
    const data = join(makeFolder(), 'data');
    const secret = secretOf({ data, secret: undefined });
    expect(secret).toHaveLength(43);
    expect(readFileSync(join(data, 'secret'), 'utf8')).toBe(secret);
    expect(secretOf({ data, secret: undefined })).toBe(secret);
    if (process.platform !== 'win32') {
      expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600);
      expect(statSync(data).mode & 0o777).toBe(0o700);
    }
  });

  test('refuses a damaged one instead of replacing it', () => {
    const data = makeFolder();
    writeFileSync(join(data, 'secret'), '');
    expect(() => secretOf({ data, secret: undefined })).toThrow(ConfigError);
  });
});
