/** A lost password with everything real: a server, a mail server, and what arrives there. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AuditEvent } from '../../../src/server/audit.ts';
import { readConfig } from '../../../src/server/config/config.ts';
import { startServer } from '../../../src/server/main.ts';
import { freePort } from '../../support/free-port.ts';
import { startMailServer, untilThere } from '../../support/mail-server.ts';
import { builtFiles, hashCost, makeFolder, openIdentity, secret } from '../portal-fixture.ts';

test('a link arrives, works, and leads in with the new password', async () => {
  const mail = await startMailServer();
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const data = join(makeFolder(), 'data');
  const portal = JSON.stringify({ title: 'Handbook <of> all' });
  const config = readConfig({
    OPSBOOK_DIST: makeFolder({ ...builtFiles, 'api/portal.json': portal }),
    OPSBOOK_DATA: data,
    OPSBOOK_PORT: String(port),
    OPSBOOK_ORIGIN: origin,
    OPSBOOK_SECRET: secret,
    OPSBOOK_FIRST_ACCOUNT: 'none',
    OPSBOOK_SMTP_URL: mail.url,
    OPSBOOK_MAIL_FROM: 'Handbook <handbook@example.org>',
  });
  const events: AuditEvent[] = [];
  const server = await startServer(config, { hashCost, audit: (event) => void events.push(event) });
  onTestFinished(() => server.close());
  const beside = await openIdentity({ data }, { origin });
  await beside.accounts.add('ada@example.org');
  await beside.close();

  const post = (path: string, fields: Record<string, string>, cookie = '') =>
    fetch(origin + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Origin: origin, Cookie: cookie },
      redirect: 'manual',
    });
  expect((await post('/lost-password', { email: 'ada@example.org' })).status).toBe(200);
  const arrived = await mail.arrived(1);
  expect(arrived.recipients).toEqual(['ada@example.org']);
  expect(arrived.subject).toBe('Handbook <of> all: Choose a new password');
  expect(arrived.html).toContain('Handbook &lt;of&gt; all');
  const [link = ''] = /http:\S+link=[\w-]{43}/.exec(arrived.text ?? '') ?? [];
  expect(arrived.html).toContain(`href="${link}"`);
  const opened = await fetch(link, { redirect: 'manual' });
  const [cookie = ''] = opened.headers.getSetCookie()[0]?.split(';') ?? [];
  const next = 'an entirely new password';
  expect((await post('/new-password', { next, again: next }, cookie)).status).toBe(303);
  const signedIn = await post('/sign-in', { email: 'ada@example.org', password: next });
  expect([signedIn.status, signedIn.headers.get('Location')]).toEqual([303, '/']);
  const told = [await mail.arrived(2), await mail.arrived(3)].map(({ subject }) => subject);
  expect(told.sort()).toEqual([
    'Handbook <of> all: A new sign-in',
    'Handbook <of> all: Your password was changed',
  ]);
  await untilThere(() => events.filter(({ event }) => event === 'mail-sent')[2]);
  expect(JSON.stringify(events)).not.toContain(new URL(link).searchParams.get('link'));
});
