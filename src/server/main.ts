/** Puts the app on a socket and takes it off again. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import type { Audit } from './audit.ts';
import type { ServerConfig } from './config/config.ts';
import { ConfigError } from './config/config-error.ts';
import { isLoopback } from './config/loopback.ts';
import { secretOf } from './config/secret.ts';
import type { Connection } from './database/connection.ts';
import { openDatabase } from './database/open-database.ts';
import { openStaticFiles } from './files/static-files.ts';
import { createApp } from './http/app.ts';
import { setStandardHeaders } from './http/headers.ts';
import { type Auth, openAuth } from './identity/auth.ts';
import { ensureFirstAccount, type FirstAccount } from './identity/first-account.ts';
import type { HashCost } from './identity/password-hash.ts';
import { type MailSender, startMailSender } from './mail/mail-sender.ts';
import { openMailTransport } from './mail/mail-transport.ts';
import { openBlobs } from './work/blobs/open-blobs.ts';
import { type FileHousekeeping, keepFiles } from './work/file-housekeeping.ts';
import { openWork, type Work } from './work/open-work.ts';
import { startTicker, type Ticker } from './work/ticker.ts';

export interface RunningServer {
  /** The address people open. */
  readonly url: string;
  /** There on the very first start only; nothing else will ever show this password. */
  readonly firstAccount: FirstAccount | undefined;
  /** Takes no new connections, lets responses under way finish, then closes the database. */
  close(): Promise<void>;
}

export interface StartOptions {
  readonly audit?: Audit;
  readonly clock?: () => number;
  /** Lower in tests alone. */
  readonly hashCost?: HashCost;
}

/**
 * Starts serving and stops by itself on SIGINT or SIGTERM.
 *
 * @throws ConfigError when there is nothing to serve or the address is taken.
 */
export async function startServer(
  config: ServerConfig,
  { audit, clock, hashCost }: StartOptions = {},
): Promise<RunningServer> {
  const files = await openStaticFiles(config.dist);
  // The socket comes first: a start that fails after creating the account would lose its password.
  const listener = Promise.withResolvers<RequestListener>();
  const server = createServer(async (request, response) => {
    (await listener.promise)(request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const port = await listen(server, config);
  let connection: Connection | undefined;
  try {
    const origin = config.origin ?? defaultOrigin(config.host, port);
    const { oidc } = config;
    // Before the secret: where that is without the embedded database, one was lost.
    connection = await openDatabase(config, { isServer: true });
    const auth = await openAuth({
      db: connection.db,
      origin,
      secret: secretOf(config),
      secondFactorOf: config.secondFactorOf,
      ...(clock && { clock }),
      ...(hashCost && { hashCost }),
      ...(oidc && { oidc }),
      ...(audit && { onDatabaseState: audit }),
      sendsMail: config.mail !== undefined,
    });
    const firstAccount = config.makesFirstAccount
      ? await ensureFirstAccount(auth.accounts)
      : undefined;
    const { trustedProxies, requestsPerMinute } = config;
    const housekeeping = await keepHouse(auth, audit);
    const { accounts } = auth;
    const blobs = openBlobs(config);
    const work = await openWork({
      connection,
      blobs,
      dist: config.dist,
      clock: clock ?? Date.now,
      people: async () => new Map((await accounts.list()).map(({ id, email }) => [id, email])),
    });
    const app = createApp({
      auth,
      files,
      origin,
      trustedProxies,
      requestsPerMinute,
      work,
      ...(audit && { audit }),
      ...(clock && { clock }),
    });
    const errorHandler = () => unreadableRequest(origin);
    const respond: FetchCallback = (request, env) =>
      bearsCredentials(request.url) ? unreadableRequest(origin) : app.fetch(request, env);
    listener.resolve(getRequestListener(respond, { hostname: config.host, errorHandler }));
    const ticker = config.keepsSchedules
      ? startTicker(work.services, { health: auth.health, ...(audit && { audit }) })
      : undefined;
    const { mail } = config;
    const mailSender = mail
      ? startMailSender({
          outbox: auth.outbox,
          transport: openMailTransport(mail),
          sender: async () => {
            const { title } = await work.services.publication();
            return { title, origin, readsReplies: mail.replyTo !== undefined };
          },
          health: auth.health,
          ...(audit && { audit }),
        })
      : undefined;
    const kept = keepFiles(blobs, clock ?? Date.now, audit);
    return {
      url: `${origin}/`,
      firstAccount,
      close: stopOnSignal(server, { connection, housekeeping, work, ticker, mailSender, kept }),
    };
  } catch (error) {
    server.close().closeAllConnections();
    await connection?.close();
    throw error;
  }
}

/**
 * Puts into the audit log what commands have changed beside this server, writes what could not be
 * written, and answers those who have lost their password. A database that cannot be used now is tried again at the next turn.
 */
async function keepHouse(
  { auditQueue, passwordReset, health, settle }: Auth,
  audit: Audit = () => {},
): Promise<Housekeeping> {
  const stopping = new AbortController();
  // What one of them cannot do keeps none of the others.
  const jobs = [() => passwordReset.answer(), () => auditQueue.deliver(audit), () => settle()];
  const turn = async () => {
    for (const job of jobs) {
      try {
        await job();
      } catch (error) {
        if (health.failed(error)) return;
        audit({ event: 'internal-error', detail: String(error) });
      }
    }
  };
  await turn();
  const turns = (async () => {
    const { signal } = stopping;
    while (await pause(TURN_MS, !signal.aborted, { ref: false, signal }).catch(() => false)) {
      await turn();
    }
  })();
  return {
    stop() {
      stopping.abort();
      return turns;
    },
  };
}

interface Housekeeping {
  /** Ends after the turn that is under way. */
  stop(): Promise<void>;
}

const TURN_MS = 1000;

type FetchCallback = Parameters<typeof getRequestListener>[0];

/** `GET http://ada:secret@host/` is a request no handler can take and no log may hold (RFC 9110, 4.2.4). */
function bearsCredentials(address: string): boolean {
  const url = URL.parse(address);
  return url === null || url.username !== '' || url.password !== '';
}

type RequestListener = ReturnType<typeof getRequestListener>;

function listen(server: Server, { host, port }: ServerConfig): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'it is in use' : (error.code ?? error.message);
      const advice = 'Set `OPSBOOK_PORT` or `OPSBOOK_HOST` to another.';
      reject(new ConfigError([`Cannot listen on \`${host}\` port ${port}: ${reason}. ${advice}`]));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function defaultOrigin(host: string, port: number): string {
  const name = isLoopback(host) && host.includes(':') ? `[${host.replace(/[[\]]/g, '')}]` : host;
  return new URL(`http://${name}:${port}`).origin;
}

/** For what never becomes a Request, such as an impossible Host header. */
function unreadableRequest(origin: string): Response {
  const response = new Response('This request cannot be read.\n', { status: 400 });
  setStandardHeaders(response.headers, { https: origin.startsWith('https://') });
  return response;
}

interface Running {
  readonly connection: Connection;
  readonly housekeeping: Housekeeping;
  readonly work: Pick<Work, 'stop'>;
  readonly ticker: Ticker | undefined;
  readonly mailSender: MailSender | undefined;
  readonly kept: FileHousekeeping;
}

function stopOnSignal(
  server: Server,
  { connection, housekeeping, work, ticker, mailSender, kept }: Running,
): () => Promise<void> {
  let closing: Promise<void> | undefined;
  const finish = async () => {
    await Promise.all([stopServing(server), ticker?.stop(), mailSender?.stop()]);
    await housekeeping.stop();
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await connection.close();
  };
  const close = () => {
    // Whoever listens would be waited for.
    work.stop();
    kept.stop();
    closing ??= finish();
    return closing;
  };
  const stop = () => void close();
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return close;
}

/** Longer than a proxy keeps a connection to us (60 s in `deploy/nginx.conf`): it closes first. */
const KEEP_ALIVE_MS = 65_000;

const GRACE_MS = 10_000;

function stopServing(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
