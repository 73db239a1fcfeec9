/**
 * Sends what waits in the outbox, one mail after the other, while the server runs. No request waits
 * for it, and a mail server that is away costs nothing but time.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Audit } from '../audit.ts';
import type { DatabaseHealth } from '../database/database-health.ts';
import { MailFailure, type MailTransport } from './mail-transport.ts';
import type { ClaimedMail, Outbox } from './outbox.ts';
import { renderLetter, type Sender } from './render-letter.ts';

export interface MailSender {
  /** Breaks off what is being sent, which is tried again by whoever looks next. */
  stop(): Promise<void>;
}

export interface MailSenderOptions {
  readonly outbox: Outbox;
  readonly transport: MailTransport;
  /** In whose name; asked for each mail, since the portal can be built anew. */
  readonly sender: () => Promise<Sender>;
  readonly audit?: Audit;
  /** Told of a database that cannot be used, which tells everybody else. */
  readonly health: Pick<DatabaseHealth, 'failed'>;
  /** Shorter in tests alone. */
  readonly everyMs?: number;
}

export function startMailSender(options: MailSenderOptions): MailSender {
  const { audit = () => {}, health, everyMs = TURN_MS } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let turns = 0;

  async function turn(): Promise<void> {
    try {
      await sendWaiting(options, signal);
      if (turns++ % TURNS_TO_SWEEP === 0) await options.outbox.sweep();
    } catch (error) {
      if (health.failed(error)) return;
      audit({ event: 'internal-error', detail: String((error as Error).stack ?? error) });
    }
  }

  const running = (async () => {
    do await turn();
    while (await pause(everyMs, !signal.aborted, { ref: false, signal }).catch(() => false));
  })();

  return {
    stop() {
      stopping.abort();
      return running;
    },
  };
}

/** Sends every mail whose turn it is. */
export async function sendWaiting(
  options: Omit<MailSenderOptions, 'health'>,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  while (!signal.aborted && (await sendNext(options, signal)));
}

/** Sends the mail whose turn it is; false when there is none. */
async function sendNext(
  { outbox, transport, sender, audit = () => {} }: Omit<MailSenderOptions, 'health'>,
  signal: AbortSignal,
): Promise<boolean> {
  const mail = await outbox.claim();
  if (mail === undefined) return false;
  const about = { kind: mail.kind, account: mail.to };
  const outcome = await handIn(mail, { transport, sender }, signal);
  if (outcome === undefined) {
    await outbox.sent(mail);
    audit({ event: 'mail-sent', ...about });
  } else if (signal.aborted) {
    await outbox.release(mail);
  } else {
    const { message, isPermanent } = outcome;
    const detail = `The mail server ${message}`;
    const retry = await outbox.failed(mail, { detail, isPermanent });
    if (retry === 'never') audit({ event: 'mail-failed', ...about, detail });
    else if (mail.attempts === 1) audit({ event: 'mail-delayed', ...about, detail });
  }
  return true;
}

/** Undefined when the server has taken the mail. */
async function handIn(
  { id, to, createdAt, letter }: ClaimedMail,
  { transport, sender }: Pick<MailSenderOptions, 'transport' | 'sender'>,
  signal: AbortSignal,
): Promise<MailFailure | undefined> {
  if (letter === undefined) return new MailFailure(UNREADABLE, true);
  const rendered = renderLetter(letter, await sender());
  try {
    await transport.send({ id, to, at: createdAt, ...rendered }, signal);
    return undefined;
  } catch (error) {
    if (error instanceof MailFailure) return error;
    throw error;
  }
}

const UNREADABLE = 'is not asked: the mail was written by another version or with another secret.';

const TURN_MS = 1000;
const TURNS_TO_SWEEP = 3600;
