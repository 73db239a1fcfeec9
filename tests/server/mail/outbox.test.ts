/** The queue of mails and who sends them, over the database and a real mail server. */
import { expect, onTestFinished, test } from 'vitest';
import type { AuditEvent } from '../../../src/server/audit.ts';
import { openSealing } from '../../../src/server/identity/sealing.ts';
import { sendWaiting, startMailSender } from '../../../src/server/mail/mail-sender.ts';
import { openMailTransport } from '../../../src/server/mail/mail-transport.ts';
import { type NewMail, type Outbox, openOutbox } from '../../../src/server/mail/outbox.ts';
import {
  type MailServer,
  startMailServer,
  startRawServer,
  untilThere,
} from '../../support/mail-server.ts';
import { keptBy, newPlace, openIdentity, secret } from '../portal-fixture.ts';

const minute = 60_000;
const canary = 'pelican-0815';
const mail: NewMail = {
  kind: 'word',
  to: 'ada@example.org',
  letter: { subject: 'A word', parts: [{ text: canary }] },
};

/** An outbox on a clock that stands still until it is moved. */
async function openQueue() {
  let nowMs = Date.UTC(2026, 10, 25, 12);
  const place = await newPlace();
  const auth = await openIdentity(place, { clock: () => nowMs });
  onTestFinished(() => auth.close());
  const events: AuditEvent[] = [];
  const audit = (event: AuditEvent) => void events.push(event);
  const open = (key = secret) =>
    openOutbox(auth.db, {
      sealing: openSealing(key),
      auditQueue: auth.auditQueue,
      clock: () => nowMs,
    });
  const outbox = open();
  const add = (more: Partial<NewMail> = {}) =>
    auth.health.write((trx) => outbox.add(trx, { ...mail, ...more }));
  const through = (port: number, which: Outbox) => {
    const server = { host: '127.0.0.1', port, encryption: 'none' } as const;
    const from = { name: '', address: 'handbook@example.org' };
    const transport = openMailTransport({ server, from });
    const sender = { title: 'Handbook', origin: 'https://h.example', readsReplies: false };
    return { outbox: which, transport, sender: async () => sender, audit, health: auth.health };
  };
  const send = (port: number, which = outbox) => {
    const sender = startMailSender({ ...through(port, which), everyMs: 20 });
    onTestFinished(() => sender.stop());
    return sender;
  };
  const sendOnce = (port: number) => sendWaiting(through(port, outbox));
  const rows = () => auth.db.selectFrom('outbox').selectAll().orderBy('createdAt').execute();
  const ended = (count: number) =>
    untilThere(async () => {
      const found = (await rows()).filter(({ state }) => state !== 'queued');
      return found.length >= count ? found : undefined;
    });
  const advance = (ms: number) => {
    nowMs += ms;
  };
  return { auth, place, outbox, open, add, send, sendOnce, rows, ended, events, advance };
}

/** Refuses the recipient so many times, for a while. */
function greylisting(times: number): Promise<MailServer> {
  let count = 0;
  return startMailServer({
    onRcptTo(_address, _session, done) {
      if (count++ >= times) return done();
      done(Object.assign(new Error('Greylisted'), { responseCode: 451 }));
    },
  });
}

test('a mail is sent, and what it said is kept nowhere, neither before nor after', async () => {
  const { auth, place, add, send, ended, events } = await openQueue();
  await add();
  expect(await keptBy({ data: place.data, auth })).not.toContain(canary);
  const server = await startMailServer();
  send(server.port);
  const [row] = await ended(1);
  expect(row).toMatchObject({ state: 'sent', content: null, attempts: 1 });
  expect((await server.arrived(1)).text).toContain(canary);
  expect(events).toEqual([{ event: 'mail-sent', kind: 'word', account: 'ada@example.org' }]);
});

test('what a key names is told once', async () => {
  const { add, rows } = await openQueue();
  expect(await add({ key: 'a' })).toBe(true);
  expect(await add({ key: 'a' })).toBe(false);
  expect(await add()).toBe(true);
  expect(await add()).toBe(true);
  expect(await rows()).toHaveLength(3);
});

test('what waits for one person is bounded and keeps nobody else from being told', async () => {
  const { auth, add, sendOnce, rows, events } = await openQueue();
  for (let count = 0; count < 20; count++) expect(await add()).toBe(true);
  expect(await add()).toBe(false);
  expect(await add({ to: 'grace@example.org' })).toBe(true);
  expect(await rows()).toHaveLength(21);
  await auth.auditQueue.deliver((event) => events.push(event));
  expect(events).toEqual([{ event: 'mail-dropped', kind: 'word', account: 'ada@example.org' }]);
  // What was sent waits no longer.
  const server = await startMailServer();
  await sendOnce(server.port);
  expect(server.mails).toHaveLength(21);
  expect(await add()).toBe(true);
});

test('a change that is taken back takes its mail along', async () => {
  const { auth, outbox, rows } = await openQueue();
  const changing = auth.health.write(async (trx) => {
    await outbox.add(trx, mail);
    throw new Error('no');
  });
  await expect(changing).rejects.toThrow('no');
  expect(await rows()).toEqual([]);
});

test('a server that puts off is asked again, later each time, and the mail is the same', async () => {
  const { add, sendOnce, rows, events, advance } = await openQueue();
  await add();
  const server = await greylisting(2);
  await sendOnce(server.port);
  for (const waitMs of [minute / 2, 2 * minute]) {
    const [before] = await rows();
    advance(waitMs - 1);
    await sendOnce(server.port);
    expect(await rows()).toEqual([before]);
    advance(1);
    await sendOnce(server.port);
  }
  expect(await rows()).toMatchObject([{ state: 'sent', attempts: 3 }]);
  expect(server.mails).toHaveLength(1);
  expect(events.map(({ event }) => event)).toEqual(['mail-delayed', 'mail-sent']);
});

test('a server that refuses for good is asked once', async () => {
  const { add, send, ended, events } = await openQueue();
  await add();
  const refusing = await startMailServer({
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error('No such user'), { responseCode: 550 })),
  });
  send(refusing.port);
  expect(await ended(1)).toMatchObject([{ state: 'failed', content: null, attempts: 1 }]);
  const detail = 'The mail server said: 550 No such user';
  expect(events).toEqual([
    { event: 'mail-failed', kind: 'word', account: 'ada@example.org', detail },
  ]);
});

test('a mail is given up after a few attempts, or when it is of no use any more', async () => {
  const { add, sendOnce, rows, advance } = await openQueue();
  await add();
  await add({ expiresAt: Date.UTC(2026, 10, 25, 12, 30), to: 'grace@example.org' });
  const server = await greylisting(1000);
  for (let hours = 0; hours < 12; hours++) {
    await sendOnce(server.port);
    advance(60 * minute);
  }
  const states = (await rows()).map(({ recipient, state, attempts }) => [
    recipient,
    state,
    attempts,
  ]);
  expect(states.sort()).toEqual([
    ['ada@example.org', 'failed', 7],
    ['grace@example.org', 'failed', 1],
  ]);
  expect(server.mails).toEqual([]);
});

test('two servers on one database send each mail once', async () => {
  const { add, send, open, ended } = await openQueue();
  for (let number = 0; number < 20; number++) await add({ to: `p${number}@example.org` });
  const server = await startMailServer();
  send(server.port);
  send(server.port, open());
  await ended(20);
  const recipients = server.mails.flatMap((arrived) => arrived.recipients);
  expect(new Set(recipients).size).toBe(20);
  expect(recipients).toHaveLength(20);
});

test('a mail whose sender was killed is sent by the next, under the same name', async () => {
  const { add, send, outbox, advance, ended } = await openQueue();
  await add();
  const claimed = await outbox.claim();
  expect(await outbox.claim()).toBeUndefined();
  advance(3 * minute);
  const server = await startMailServer();
  send(server.port);
  await ended(1);
  expect((await server.arrived(1)).messageId).toBe(`<${claimed?.id}@example.org>`);
});

test('stopping does not wait for a server that hangs, and gives the mail back', async () => {
  const { add, send, rows } = await openQueue();
  await add();
  const connected = Promise.withResolvers<void>();
  const silent = await startRawServer(() => connected.resolve());
  const sender = send(silent);
  await connected.promise;
  await sender.stop();
  expect(await rows()).toMatchObject([{ state: 'queued', attempts: 0 }]);
});

test('what cannot be opened any more is told and left', async () => {
  const { add, send, open, ended, events } = await openQueue();
  await add();
  const server = await startMailServer();
  send(server.port, open('another secret of thirty-two characters'));
  expect(await ended(1)).toMatchObject([{ state: 'failed' }]);
  expect(events).toMatchObject([{ event: 'mail-failed', detail: expect.stringMatching('secret') }]);
  expect(server.mails).toEqual([]);
});
