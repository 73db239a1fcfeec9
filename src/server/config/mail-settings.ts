/**
 * Through which mail server mails go, and in whose name. No sentence repeats an address of a server:
 * it can hold a password.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import addressparser from 'nodemailer/lib/addressparser';
import { z } from 'zod';
import type { Mailbox, MailConfig, SmtpServer } from '../mail/mail-config.ts';
import { isLoopback } from './loopback.ts';

type Given = Readonly<Record<string, string | undefined>>;

/** The settings, and what is wrong with them as finished sentences; undefined when nothing is set. */
export function mailSettings(
  given: Given,
  smtpUrl: string | undefined,
  cwd: string,
): { readonly mail?: MailConfig; readonly problems: readonly string[] } {
  if (!VARIABLES.some((name) => given[name] !== undefined)) return { problems: [] };
  const problems: string[] = [];
  if (smtpUrl === undefined && given.OPSBOOK_SMTP_URL_FILE === undefined) {
    const name = VARIABLES.find((name) => given[name] !== undefined);
    problems.push(
      `\`OPSBOOK_SMTP_URL\` is missing, and \`${name}\` is set — name the mail server, or remove it.`,
    );
  }
  const server = smtpUrl === undefined ? undefined : smtpServer(smtpUrl, cwd);
  if (typeof server === 'string') problems.push(server);
  const from = mailbox('OPSBOOK_MAIL_FROM', given);
  if (typeof from === 'string') problems.push(from);
  if (from === undefined) {
    problems.push(
      '`OPSBOOK_MAIL_FROM` is missing — give the address that mails are from, such as ' +
        '`Handbook <handbook@example.org>`.',
    );
  }
  const replyTo = mailbox('OPSBOOK_MAIL_REPLY_TO', given);
  if (typeof replyTo === 'string') problems.push(replyTo);
  if (given.OPSBOOK_ORIGIN === undefined) {
    problems.push(
      '`OPSBOOK_SMTP_URL` is set and `OPSBOOK_ORIGIN` is not — mails hold links: give the address ' +
        'people open the portal at.',
    );
  }
  if (typeof server !== 'object' || typeof from !== 'object' || typeof replyTo === 'string') {
    return { problems };
  }
  return { problems, mail: { server, from, ...(replyTo && { replyTo }) } };
}

/** The server that `text` names, or what is wrong with it. */
function smtpServer(text: string, cwd: string): SmtpServer | string {
  const url = URL.parse(text);
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return MALFORMED;
  if (!/^\/?$/.test(url.pathname) || url.hash !== '') return MALFORMED;
  const others = [...url.searchParams.keys()].filter((key) => key !== 'ca');
  if (others.length > 0 || url.searchParams.getAll('ca').length > 1) return UNKNOWN_OPTION;
  const [user, password] = [decoded(url.username), decoded(url.password)];
  if (user === undefined || password === undefined) return MALFORMED;
  if ((user === '') !== (password === '')) {
    return '`OPSBOOK_SMTP_URL` has one of user and password — give both, or neither.';
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isEncrypted = url.protocol === 'smtps:';
  const isLocal = isLoopback(host);
  const standardPort = isEncrypted ? 465 : isLocal ? 25 : 587;
  const ca = readAuthority(url.searchParams.get('ca'), cwd);
  if (ca !== undefined && 'problem' in ca) return ca.problem;
  return {
    host,
    port: url.port === '' ? standardPort : Number(url.port),
    encryption: isEncrypted ? 'tls' : isLocal ? 'none' : 'starttls',
    ...(user !== '' && { login: { user, password } }),
    ...(ca && { ca: ca.text }),
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function readAuthority(file: string | null, cwd: string) {
  if (file === null) return undefined;
  try {
    return { text: readFileSync(resolve(cwd, file), 'utf8') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = `The certificate file \`${file}\`, which \`OPSBOOK_SMTP_URL\` names, cannot be read (${code}).`;
    return { problem };
  }
}

/** The one mailbox that the variable names, or what is wrong with it. */
function mailbox(name: string, given: Given): Mailbox | string | undefined {
  const text = given[name];
  if (text === undefined) return undefined;
  const [found, ...others] = /\p{Cc}/u.test(text) ? [] : addressparser(text, { flatten: true });
  if (!found || others.length > 0 || !z.email().safeParse(found.address).success) {
    return (
      `\`${name}\` is \`${text}\` — give one e-mail address, such as \`handbook@example.org\` or ` +
      '`Handbook <handbook@example.org>`.'
    );
  }
  return { name: found.name, address: found.address };
}

const VARIABLES = [
  'OPSBOOK_SMTP_URL',
  'OPSBOOK_SMTP_URL_FILE',
  'OPSBOOK_MAIL_FROM',
  'OPSBOOK_MAIL_REPLY_TO',
];

const MALFORMED =
  '`OPSBOOK_SMTP_URL` is not the address of a mail server — give one such as ' +
  '`smtp://user:password@mail.example.org:587` or `smtps://…:465`, with what is special in user and ' +
  'password written in percent signs (`@` as `%40`).';
const UNKNOWN_OPTION =
  '`OPSBOOK_SMTP_URL` has an option that is not known — the only one is `?ca=FILE`, the certificate ' +
  'of an authority of your own.';
