/** A mail server on a loopback port, which keeps what it takes, or does what a test wants of it. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';

export interface MailServer {
  readonly port: number;
  /** For `OPSBOOK_SMTP_URL`. */
  readonly url: string;
  /** What has arrived. */
  readonly mails: readonly ArrivedMail[];
  /** Waits until so many mails have arrived, and returns the last of them. */
  arrived(count: number): Promise<ArrivedMail>;
  close(): Promise<void>;
}

export interface ArrivedMail extends ParsedMail {
  /** As it was sent. */
  readonly source: string;
  readonly recipients: readonly string[];
}

/** Takes every mail, without encryption or login unless told so; ends with the test. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: ArrivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.key === undefined ? ['STARTTLS'] : [],
    disableReverseLookup: true,
    closeTimeout: 100,
    async onData(stream, session, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const source = Buffer.concat(chunks).toString('utf8');
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      mails.push({ ...(await simpleParser(source)), source, recipients });
      done(null, 'taken as 42');
    },
    ...options,
  });
  // A client that refuses the certificate is what some tests are about.
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const close = () => new Promise<void>((closed) => server.close(closed));
  onTestFinished(close);
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    mails,
    arrived: (count) => untilThere(() => (mails.length >= count ? mails[count - 1] : undefined)),
    close,
  };
}

/** A server that does with each connection what `speak` says, and knows nothing of SMTP. */
export async function startRawServer(speak: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    speak(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Waits until `look` finds something, and returns it. */
export async function untilThere<T>(
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  for (let count = 0; count < 1000; count++) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(10);
  }
  throw new Error('It is not there after ten seconds.');
}
