/** One mail to somebody who looks whether they arrive; it waits in no queue. */
import { randomBytes } from 'node:crypto';
import type { ServerConfig } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import { MailFailure, openMailTransport } from './mail-transport.ts';
import { renderLetter } from './render-letter.ts';

/**
 * Sends a mail to `to` and says, as a sentence, what the server said.
 *
 * @throws ConfigError when no mail server is configured.
 */
export async function sendTestMail(
  { mail, origin = '' }: Pick<ServerConfig, 'mail' | 'origin'>,
  to: string,
): Promise<{ readonly isSent: boolean; readonly said: string }> {
  if (mail === undefined) {
    throw new ConfigError([
      'No mail server is configured — set `OPSBOOK_SMTP_URL` and `OPSBOOK_MAIL_FROM`.',
    ]);
  }
  const sender = { title: 'Opsbook', origin, readsReplies: mail.replyTo !== undefined };
  const rendered = renderLetter(TEST_LETTER, sender);
  const id = randomBytes(18).toString('base64url');
  try {
    const response = await openMailTransport(mail).send({ id, to, at: Date.now(), ...rendered });
    const { host, port } = mail.server;
    return { isSent: true, said: `${host}:${port} took the mail: ${response}` };
  } catch (error) {
    if (!(error instanceof MailFailure)) throw error;
    return { isSent: false, said: `The mail server ${error.message}` };
  }
}

const TEST_LETTER = {
  subject: 'Mails arrive',
  parts: [
    {
      text: 'This mail was sent by `opsbook mail test`. Nothing has to be done: mails of the portal arrive.',
    },
  ],
};
