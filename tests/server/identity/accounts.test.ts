import { describe, expect, test } from 'vitest';
import { AccountError } from '../../../src/server/identity/accounts.ts';
import type { AuditQueue } from '../../../src/server/identity/audit-queue.ts';
import { openAuth } from '../../../src/server/identity/auth.ts';
import { account, hashCost, makeFolder, openPortal } from '../portal-fixture.ts';

const upload = '/docs/sop.media.upload/';

/** The accounts as a command beside the running server opens them. */
async function openBeside(data: string, origin: string) {
  return openAuth({ data, origin, secret: 'x'.repeat(32), hashCost, by: 'root' });
}

describe('a disabled person', () => {
  test('is out at the very next request, and in again only by signing in', async () => {
    const { browse, data, origin } = await openPortal();
    const [browser, other] = [browse(), browse()];
    await browser.signIn();
    await other.signIn();
    expect((await browser.get(upload)).status).toBe(200);
    const beside = await openBeside(data, origin);
    beside.accounts.disable(' Ada@Example.org');
    expect((await browser.get(upload)).status).toBe(303);
    expect((await other.get('/api/registry.json')).status).toBe(401);
    beside.accounts.enable(account.email);
    expect((await browser.get(upload)).status).toBe(303);
    expect((await browser.signIn()).status).toBe(303);
    expect((await browser.get(upload)).status).toBe(200);
    beside.close();
  });

  test('is refused with the words everybody gets', async () => {
    const { browse, auth, events } = await openPortal();
    auth.accounts.disable(account.email);
    const disabled = await browse().signIn();
    const wrong = await browse().signIn({ password: 'four blind mice run' });
    expect([disabled.status, wrong.status]).toEqual([422, 422]);
    expect(await disabled.text()).toBe(await wrong.text());
    expect(disabled.headers.getSetCookie()).toEqual([]);
    expect(events.map(({ event }) => event)).toEqual(['sign-in-refused', 'sign-in-refused']);
  });
});

describe('accounts', () => {
  test('are added and reset with a one-time password', async () => {
    const { auth, browse } = await openPortal();
    const first = await auth.accounts.add(' Grace@Example.org ');
    const browser = browse();
    const email = 'grace@example.org';
    expect((await browser.signIn({ email, password: first })).status).toBe(303);
    expect((await browser.get(upload)).headers.get('Location')).toMatch('/password');
    const second = await auth.accounts.reset(email);
    expect((await browser.get(upload)).headers.get('Location')).toMatch('/sign-in');
    expect((await browser.signIn({ email, password: first })).status).toBe(422);
    expect((await browser.signIn({ email, password: second })).status).toBe(303);
    const plain = { disabled: false, isExternal: false };
    expect(auth.accounts.list()).toEqual([
      { email: account.email, mustChangePassword: false, ...plain },
      { email, mustChangePassword: true, ...plain },
    ]);
  });

  test('are removed with their sessions, but for the last one', async () => {
    const { auth, browse } = await openPortal();
    const email = 'grace@example.org';
    const password = await auth.accounts.add(email);
    const browser = browse();
    await browser.signIn({ email, password });
    auth.accounts.remove(email);
    expect((await browser.get(upload)).headers.get('Location')).toMatch('/sign-in');
    expect((await browse().signIn({ email, password })).status).toBe(422);
    expect(() => auth.accounts.remove(account.email)).toThrow('is the only account');
    const login = { disabled: false, mustChangePassword: false, externalId: 'https://idp u-1' };
    auth.accounts.import({ version: 1, accounts: [{ email, ...login }] });
    expect(() => auth.accounts.remove(email)).toThrow('disable the account instead');
    expect(auth.accounts.list()).toHaveLength(2);
  });

  test('move to another installation with their passwords', async () => {
    const { auth } = await openPortal();
    await auth.accounts.add('grace@example.org');
    auth.accounts.disable('grace@example.org');
    const file = JSON.parse(JSON.stringify(auth.accounts.export()));

    const there = await openBeside(makeFolder(), 'http://127.0.0.1:4321');
    expect(there.accounts.import(file)).toEqual({
      added: [account.email, 'grace@example.org'],
      kept: [],
    });
    expect(there.accounts.export()).toEqual(auth.accounts.export());
    expect(there.accounts.import(file).kept).toHaveLength(2);
    const attempt = { ...account, address: '', headers: new Headers() };
    expect((await there.signIn(attempt)).outcome).toBe('done');
    there.close();
  });

  test('are imported all or not at all', async () => {
    const { auth } = await openPortal();
    const grace = { email: 'grace@example.org', disabled: false, mustChangePassword: true };
    for (const file of [
      null,
      {},
      { version: 2, accounts: [] },
      { version: 1, accounts: [grace, { ...grace, email: 'no address' }] },
      { version: 1, accounts: [grace, { ...grace, passwordHash: 'plain text' }] },
      { version: 1, accounts: [grace, { ...grace, isAdministrator: true }] },
    ]) {
      expect(() => auth.accounts.import(file)).toThrow(AccountError);
    }
    expect(auth.accounts.list()).toHaveLength(1);
  });

  test('that are not there, are there already or are no address are named', async () => {
    const { accounts } = (await openPortal()).auth;
    expect(() => accounts.disable('eve@example.org')).toThrow('no account `eve@example.org`');
    await expect(accounts.reset('eve@example.org')).rejects.toThrow('no account');
    await expect(accounts.add('ADA@example.org')).rejects.toThrow('`ada@example.org` already');
    await expect(accounts.add('eve')).rejects.toThrow('`eve` is not an e-mail address');
  });

  test('keep what was done to them for the audit log until it is written', async () => {
    const { auth, data, origin } = await openPortal();
    const beside = await openBeside(data, origin);
    beside.accounts.disable(account.email);
    beside.accounts.enable(account.email);
    beside.close();
    const deliveredTo = (auth: { auditQueue: AuditQueue }) => {
      const lines: unknown[] = [];
      auth.auditQueue.deliver((event) => void lines.push(event));
      return lines;
    };
    // Killed before the line is out, the server finds the event at its next start.
    expect(() =>
      auth.auditQueue.deliver(() => {
        throw new Error('killed');
      }),
    ).toThrow('killed');
    const again = await openBeside(data, origin);
    const who = { account: account.email, by: 'root' };
    expect(deliveredTo(again)).toEqual([
      { event: 'account-disabled', ...who },
      { event: 'account-enabled', ...who },
    ]);
    expect(deliveredTo(again)).toEqual([]);
    expect(deliveredTo(auth)).toEqual([]);
    again.close();
  });
});
