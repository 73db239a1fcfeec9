import { describe, expect, test } from 'vitest';
import type { DatabasePlace } from '../../../src/server/database/open-database.ts';
import { AccountError } from '../../../src/server/identity/account-rows.ts';
import type { AuditQueue } from '../../../src/server/identity/audit-queue.ts';
import { account, newPlace, openIdentity, openPortal } from '../portal-fixture.ts';

const upload = '/docs/sop.media.upload/';

/** The accounts as a command beside the running server opens them. */
function openBeside(place: DatabasePlace) {
  return openIdentity(place, { secret: 'x'.repeat(32), by: 'root' });
}

describe('a disabled person', () => {
  test('is out at the very next request, and in again only by signing in', async () => {
    const { browse, place } = await openPortal();
    const [browser, other] = [browse(), browse()];
    await browser.signIn();
    await other.signIn();
    expect((await browser.get(upload)).status).toBe(200);
    const beside = await openBeside(place);
    await beside.accounts.disable(' Ada@Example.org');
    expect((await browser.get(upload)).status).toBe(303);
    expect((await other.get('/api/registry.json')).status).toBe(401);
    await beside.accounts.enable(account.email);
    expect((await browser.get(upload)).status).toBe(303);
    expect((await browser.signIn()).status).toBe(303);
    expect((await browser.get(upload)).status).toBe(200);
    await beside.close();
  });

  test('is refused with the words everybody gets', async () => {
    const { browse, auth, events } = await openPortal();
    await auth.accounts.disable(account.email);
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
    const plain = {
      id: expect.any(String),
      role: 'reader',
      timeZone: undefined,
      disabled: false,
      isExternal: false,
      hasSecondFactor: false,
    };
    expect(await auth.accounts.list()).toEqual([
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
    await auth.accounts.remove(email);
    expect((await browser.get(upload)).headers.get('Location')).toMatch('/sign-in');
    expect((await browse().signIn({ email, password })).status).toBe(422);
    await expect(auth.accounts.remove(account.email)).rejects.toThrow('is the only account');
    const login = { disabled: false, mustChangePassword: false, externalId: 'https://idp u-1' };
    await auth.accounts.import({ version: 1, accounts: [{ email, ...login }] });
    await expect(auth.accounts.remove(email)).rejects.toThrow('disable the account instead');
    expect(await auth.accounts.list()).toHaveLength(2);
  });

  test('move to another installation with their passwords', async () => {
    const { auth } = await openPortal();
    await auth.accounts.add('grace@example.org');
    await auth.accounts.disable('grace@example.org');
    const file = JSON.parse(JSON.stringify(await auth.accounts.export()));

    const there = await openBeside(await newPlace());
    expect(await there.accounts.import(file)).toEqual({
      added: [account.email, 'grace@example.org'],
      kept: [],
    });
    expect(await there.accounts.export()).toEqual(await auth.accounts.export());
    expect((await there.accounts.import(file)).kept).toHaveLength(2);
    const attempt = { ...account, address: '', headers: new Headers() };
    expect((await there.signIn(attempt)).outcome).toBe('done');
    await there.close();
  });

  test('have a role: the first an administrator, others readers, unless it is said', async () => {
    const auth = await openIdentity(await newPlace());
    await auth.accounts.add('first@example.org');
    await auth.accounts.add('grace@example.org');
    await auth.accounts.add('max@example.org', 'manager');
    const roles = async () => (await auth.accounts.list()).map(({ role }) => role);
    expect(await roles()).toEqual(['administrator', 'reader', 'manager']);
    const last = auth.accounts.setRole('first@example.org', 'reader');
    await expect(last).rejects.toThrow('`first@example.org` is the last administrator — give it');
    await expect(auth.accounts.remove('first@example.org')).rejects.toThrow('last administrator');
    await auth.accounts.setRole('grace@example.org', 'administrator');
    await auth.accounts.setRole('first@example.org', 'none');
    await auth.accounts.setTimeZone('max@example.org', 'Asia/Tokyo');
    for (const zone of ['Mars/Olympus', '+02:00', '']) {
      const set = auth.accounts.setTimeZone('max@example.org', zone);
      await expect(set).rejects.toThrow(`\`${zone}\` is not a time zone — give a name`);
    }
    expect(await roles()).toEqual(['none', 'administrator', 'manager']);
    const told: unknown[] = [];
    await auth.auditQueue.deliver((event) => void told.push(event));
    const by = { by: 'server' };
    expect(told.slice(3)).toEqual([
      { event: 'account-role-changed', account: 'grace@example.org', role: 'administrator', ...by },
      { event: 'account-role-changed', account: 'first@example.org', role: 'none', ...by },
      { event: 'account-time-zone-changed', account: 'max@example.org', ...by },
    ]);
    const moved = await openIdentity(await newPlace());
    const file = JSON.parse(JSON.stringify(await auth.accounts.export()));
    await moved.accounts.import(file);
    expect(await moved.accounts.export()).toEqual(await auth.accounts.export());
    await auth.close();
    await moved.close();
  });

  test('of two administrators who each take the role from the other, one stays', async () => {
    const place = await newPlace();
    const [one, other] = [await openIdentity(place), await openIdentity(place)];
    for (const name of ['ada', 'grace'])
      await one.accounts.add(`${name}@example.org`, 'administrator');
    for (let round = 0; round < 2; round++) {
      await Promise.allSettled([
        one.accounts.setRole('ada@example.org', 'reader'),
        other.accounts.setRole('grace@example.org', 'reader'),
      ]);
      const administrators = (await one.accounts.list()).filter(({ role }) => role !== 'reader');
      expect(administrators).toHaveLength(1);
      for (const { email } of await one.accounts.list()) {
        await one.accounts.setRole(email, 'administrator');
      }
    }
    await one.close();
    await other.close();
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
      await expect(auth.accounts.import(file)).rejects.toThrow(AccountError);
    }
    expect(await auth.accounts.list()).toHaveLength(1);
  });

  test('that are not there, are there already or are no address are named', async () => {
    const { accounts } = (await openPortal()).auth;
    await expect(accounts.disable('eve@example.org')).rejects.toThrow(
      'no account `eve@example.org`',
    );
    await expect(accounts.reset('eve@example.org')).rejects.toThrow('no account');
    await expect(accounts.add('ADA@example.org')).rejects.toThrow('`ada@example.org` already');
    await expect(accounts.add('eve')).rejects.toThrow('`eve` is not an e-mail address');
  });

  test('keep what was done to them for the audit log until it is written', async () => {
    const { auth, place } = await openPortal();
    const beside = await openBeside(place);
    await beside.accounts.disable(account.email);
    await beside.accounts.enable(account.email);
    await beside.close();
    const deliveredTo = async (auth: { auditQueue: AuditQueue }) => {
      const lines: unknown[] = [];
      await auth.auditQueue.deliver((event) => void lines.push(event));
      return lines;
    };
    // Killed before the line is out, the server finds the event at its next start.
    const killed = auth.auditQueue.deliver(() => {
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    const again = await openBeside(place);
    const who = { account: account.email, by: 'root' };
    expect(await deliveredTo(again)).toEqual([
      { event: 'account-disabled', ...who },
      { event: 'account-enabled', ...who },
    ]);
    expect(await deliveredTo(again)).toEqual([]);
    expect(await deliveredTo(auth)).toEqual([]);
    await again.close();
  });
});
