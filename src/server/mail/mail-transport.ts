/**
 * Hands mails to the mail server, one connection each. Certificates are always checked, and nothing
 * waits for long: a server that hangs holds up no other mail for more than a minute.
 */
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import type { MailConfig, SmtpServer } from './mail-config.ts';
import type { RenderedLetter } from './render-letter.ts';

export interface Mail extends RenderedLetter {
  /** The same whenever this mail is handed in again, so that programs know it is one. */
  readonly id: string;
  readonly to: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface MailTransport {
  /**
   * Hands the mail in and returns what the server said.
   *
   * @throws MailFailure when it did not take the mail.
   */
  send(mail: Mail, signal?: AbortSignal): Promise<string>;
}

/** The mail server did not take a mail; the message finishes "The mail server …". */
export class MailFailure extends Error {
  override readonly name = 'MailFailure';
  /** The same again would end the same way. */
  readonly isPermanent: boolean;

  constructor(message: string, isPermanent: boolean) {
    super(message);
    this.isPermanent = isPermanent;
  }
}

export function openMailTransport(config: MailConfig, limits: Limits = LIMITS): MailTransport {
  const transport = createTransport({
    ...connectionTo(config.server),
    dnsTimeout: limits.connectMs,
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.connectMs,
    socketTimeout: limits.silenceMs,
    socketCloseTimeout: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = config.from.address.slice(config.from.address.lastIndexOf('@') + 1);
  return {
    async send({ id, to, at, subject, text, html }, signal) {
      // Whatever an address is when it comes here, it is one address.
      if (!z.email().safeParse(to).success) {
        throw new MailFailure('is not asked: the address of the person is none.', true);
      }
      const giveUp = AbortSignal.timeout(limits.totalMs);
      try {
        const { response } = await transport.sendMail({
          from: config.from,
          ...(config.replyTo && { replyTo: config.replyTo }),
          to: { name: '', address: to },
          subject,
          text,
          html,
          messageId: `<${id}@${domain}>`,
          date: new Date(at),
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          signal: signal ? AbortSignal.any([signal, giveUp]) : giveUp,
        });
        return response;
      } catch (error) {
        throw mailFailure(error);
      }
    },
  };
}

function connectionTo({ host, port, encryption, login, ca }: SmtpServer) {
  return {
    host,
    port,
    secure: encryption === 'tls',
    requireTLS: encryption === 'starttls',
    // Many a mail server of the own machine offers a certificate that proves nothing, and needs none.
    ignoreTLS: encryption === 'none',
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2' as const, ...(ca && { ca }) },
    ...(login && { auth: { user: login.user, pass: login.password } }),
  };
}

export interface Limits {
  readonly connectMs: number;
  /** How long the server may say nothing. */
  readonly silenceMs: number;
  readonly totalMs: number;
}

const LIMITS: Limits = { connectMs: 10_000, silenceMs: 20_000, totalMs: 60_000 };

/** What the library throws. */
const thrown = z.object({
  code: z.string().optional(),
  originalCode: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.number().optional(),
  response: z.string().optional(),
});

function mailFailure(error: unknown): MailFailure {
  const { code, originalCode, command = '', ...reply } = thrown.safeParse(error).data ?? {};
  const { responseCode, response } = reply;
  const cause = originalCode ?? causeIn(error) ?? code ?? '';
  const said = response === undefined ? '' : `: ${printable(response)}`;
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return new MailFailure(
      `does not take user and password of \`OPSBOOK_SMTP_URL\`${said}`,
      // Whoever puts that right wants what waited.
      false,
    );
  }
  if (UNTRUSTED.test(cause)) {
    return new MailFailure(`cannot prove who it is (${cause})`, false);
  }
  if (command === 'STARTTLS' || code === 'ETLS') {
    return new MailFailure(`does not encrypt the connection${said || ` (${cause})`}`, false);
  }
  if (responseCode !== undefined) {
    const isRefusal = /^(?:MAIL FROM|RCPT TO|DATA)/.test(command) || code === 'EMESSAGE';
    return new MailFailure(`said${said}`, isRefusal && responseCode >= 500);
  }
  if (code === 'EDNS') return new MailFailure('is at a name that nobody knows', false);
  if (code === 'ETIMEDOUT' || code === 'EABORT' || isAbort(error)) {
    return new MailFailure('did not answer in time', false);
  }
  if (/^E(CONNREFUSED|HOSTUNREACH|NETUNREACH)$/.test(cause)) {
    return new MailFailure(`cannot be reached (${cause})`, false);
  }
  return new MailFailure(`ended the connection (${cause || 'without a word'})`, false);
}

/** A code that is in the words alone. */
function causeIn(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : '';
  if (/certificate has expired/i.test(message)) return 'CERT_HAS_EXPIRED';
  if (/self[- ]signed certificate/i.test(message)) return 'DEPTH_ZERO_SELF_SIGNED_CERT';
  if (/altnames/i.test(message)) return 'ERR_TLS_CERT_ALTNAME_INVALID';
  if (/unable to (get|verify)/i.test(message)) return 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';
  return undefined;
}

const UNTRUSTED = /^(?:DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_|ERR_TLS_CERT)/;

function isAbort(error: unknown): boolean {
  return error instanceof Error && /^(?:AbortError|TimeoutError)$/.test(error.name);
}

/** A reply on one line, short: it is somebody else's text. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 200);
}
