/** What becomes of a mail at mail servers of all kinds, over real sockets. */
import { describe, expect, test } from 'vitest';
import type { MailConfig, SmtpServer } from '../../../src/server/mail/mail-config.ts';
import {
  type Limits,
  MailFailure,
  openMailTransport,
} from '../../../src/server/mail/mail-transport.ts';
import { renderLetter } from '../../../src/server/mail/render-letter.ts';
import { makeAuthority } from '../../support/certificates.ts';
import { startMailServer, startRawServer } from '../../support/mail-server.ts';

const authority = makeAuthority();
/** For servers that are silent: nothing else is measured by them. */
const impatient: Limits = { connectMs: 300, silenceMs: 300, totalMs: 3000 };
const sender = { title: 'Handbook', origin: 'https://handbook.example.org', readsReplies: false };
const letter = { subject: 'A word', parts: [{ text: 'Hello <you> & Zoë.' }] };
const mail = {
  id: 'abc',
  to: 'ada@example.org',
  at: Date.UTC(2026, 10, 25, 12),
  ...renderLetter(letter, sender),
};

interface To extends Partial<SmtpServer> {
  readonly port: number;
}

function transportTo(server: To, more: Partial<MailConfig> = {}, limits?: Limits) {
  const from = { name: 'Händbook, "the"', address: 'handbook@example.org' };
  const all = { host: '127.0.0.1', encryption: 'none', ...server } as const;
  return openMailTransport({ server: all, from, ...more }, limits);
}

/** How the mail server's failure is told, and whether it is for good. */
async function failureOf(
  server: To,
  { to = mail.to, limits }: { to?: string; limits?: Limits } = {},
) {
  const sending = transportTo(server, {}, limits).send({ ...mail, to });
  const error = await sending.then(
    (said) => said,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof MailFailure)) throw new Error(`It was no failure: ${error}`);
  return [error.message, error.isPermanent];
}

test('a mail arrives as plain text and HTML, with the headers that it must have', async () => {
  const server = await startMailServer();
  const replyTo = { name: '', address: 'help@example.org' };
  const said = await transportTo(server, { replyTo }).send(mail);
  expect(said).toBe('250 taken as 42');
  const arrived = await server.arrived(1);
  expect(arrived.recipients).toEqual(['ada@example.org']);
  expect(arrived.from?.value).toEqual([
    { name: 'Händbook, "the"', address: 'handbook@example.org' },
  ]);
  expect(arrived.replyTo?.text).toBe('help@example.org');
  expect(arrived.subject).toBe('Handbook: A word');
  expect(arrived.messageId).toBe('<abc@example.org>');
  expect(arrived.date?.getTime()).toBe(mail.at);
  expect(arrived.headers.get('auto-submitted')).toBe('auto-generated');
  expect(arrived.text).toContain('Hello <you> & Zoë.');
  expect(arrived.html).toContain('Hello &lt;you&gt; &amp; Zoë.');
  expect(arrived.attachments).toEqual([]);
});

test('nothing that is told can become a header, another part or another recipient', async () => {
  const server = await startMailServer();
  const hostile = 'x\r\nBcc: eve@example.org\r\n\r\n<script>\u2028X: y\0\u202E';
  const facts: [string, string][] = [['Device', hostile]];
  const parts = [{ text: hostile }, { facts }];
  const rendered = renderLetter({ subject: hostile, parts }, { ...sender, title: hostile });
  await transportTo(server).send({ ...mail, ...rendered });
  const arrived = await server.arrived(1);
  expect(arrived.recipients).toEqual(['ada@example.org']);
  expect([...arrived.headers.keys()].sort()).toEqual([
    'auto-submitted',
    'content-type',
    'date',
    'from',
    'message-id',
    'mime-version',
    'subject',
    'to',
    'x-auto-response-suppress',
  ]);
  const plain = 'x Bcc: eve@example.org <script> X: y';
  expect(arrived.subject).toBe(`${plain}: ${plain}`);
  expect(arrived.html).not.toContain('<script>');
  expect(arrived.text).toContain(`Device: ${plain}\n`);
  for (const to of [
    'a@b.example>\r\nRCPT TO:<eve@example.org',
    'a@b.example, c@d.example',
    'ada',
  ]) {
    expect(await failureOf(server, { to })).toEqual([expect.stringContaining('is none'), true]);
  }
  expect(server.mails).toHaveLength(1);
});

describe('encryption', () => {
  test('by STARTTLS, or from the start, with a certificate of the authority', async () => {
    const tls = authority.issue('localhost');
    for (const [encryption, secure] of [
      ['starttls', false],
      ['tls', true],
    ] as const) {
      const server = await startMailServer({ ...tls, secure });
      const to = { host: 'localhost', port: server.port, encryption, ca: authority.ca };
      expect(await transportTo(to).send(mail)).toBe('250 taken as 42');
    }
  });

  test.each([
    ['of nobody that is known', authority.issue('localhost'), undefined],
    ['of another name', authority.issue('mail.example.org'), authority.ca],
    ['that ran out yesterday', authority.issue('localhost', -1), authority.ca],
  ])('not with a certificate %s', async (_, tls, ca) => {
    for (const [encryption, secure] of [
      ['starttls', false],
      ['tls', true],
    ] as const) {
      const server = await startMailServer({ ...tls, secure });
      const to = { host: 'localhost', port: server.port, encryption, ...(ca && { ca }) };
      expect(await failureOf(to)).toEqual([
        expect.stringMatching(/^cannot prove who it is \([A-Z_]+\)$/),
        false,
      ]);
      expect(server.mails).toEqual([]);
    }
  });

  test('no mail and no password goes to a server that has none', async () => {
    let isAsked = false;
    const server = await startMailServer({
      onAuth(_auth, _session, done) {
        isAsked = true;
        done(null, { user: 'x' });
      },
      allowInsecureAuth: true,
    });
    const login = { user: 'opsbook', password: 'hunter2' };
    const to = { port: server.port, encryption: 'starttls', login } as const;
    expect(await failureOf(to)).toEqual([
      expect.stringMatching(/^does not encrypt the connection: 5\d\d /),
      false,
    ]);
    expect([isAsked, server.mails]).toEqual([false, []]);
  });
});

describe('a server that', () => {
  test('wants another password is told of without it', async () => {
    const server = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, done) => done(new Error(`not ${password?.length}`)),
    });
    const login = { user: 'opsbook', password: 'hunter2' };
    const failure = await failureOf({ port: server.port, login });
    expect(failure).toEqual([
      expect.stringMatching(/^does not take user and password of `OPS/),
      false,
    ]);
    expect(failure.join()).not.toContain('hunter2');
  });

  test.each([
    [550, 'No such user', true],
    [451, 'Greylisted, come again', false],
  ])('says %i to the recipient', async (responseCode, words, isPermanent) => {
    const server = await startMailServer({
      onRcptTo: (_address, _session, done) =>
        done(Object.assign(new Error(words), { responseCode })),
    });
    expect(await failureOf(server)).toEqual([`said: ${responseCode} ${words}`, isPermanent]);
  });

  test('refuses what the mail says does so for good', async () => {
    const server = await startMailServer({
      onData(stream, _session, done) {
        stream
          .resume()
          .on('end', () => done(Object.assign(new Error('Spam\nX'), { responseCode: 554 })));
      },
    });
    expect(await failureOf(server)).toEqual([expect.stringMatching(/^said: 554[ -]Spam/), true]);
  });

  test('says nothing is not waited for', async () => {
    const silent = await startRawServer(() => {});
    expect(await failureOf({ port: silent }, { limits: impatient })).toEqual([
      'did not answer in time',
      false,
    ]);
    const halfway = await startRawServer((socket) => {
      socket.once('data', () => socket.write('250 here\r\n')).write('220 here\r\n');
    });
    expect(await failureOf({ port: halfway }, { limits: impatient })).toEqual([
      'did not answer in time',
      false,
    ]);
  });

  test('speaks without an end is not listened to', async () => {
    const port = await startRawServer((socket) => {
      const more = () => socket.write(`220-${'x'.repeat(50_000)}\r\n`, (error) => error || more());
      more();
    });
    expect(await failureOf({ port })).toEqual([expect.any(String), false]);
  });

  test('dies midway is asked again later', async () => {
    const port = await startRawServer((socket) => {
      socket.once('data', () => socket.destroy()).write('220 here\r\n');
    });
    expect(await failureOf({ port })).toEqual([
      expect.stringMatching(/^ended the connection/),
      false,
    ]);
  });

  test('is not there is named so', async () => {
    const server = await startMailServer();
    await server.close();
    expect(await failureOf(server)).toEqual(['cannot be reached (ECONNREFUSED)', false]);
    const unknown = { host: 'mail.invalid', port: 25 };
    expect(await failureOf(unknown)).toEqual([expect.any(String), false]);
  });
});
