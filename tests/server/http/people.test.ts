/** What administrators do for other people in the browser. */
import { expect, test } from 'vitest';
import { lettersIn } from '../mailbox.ts';
import { account, openPortal, type PortalOptions } from '../portal-fixture.ts';

const minute = 60_000;
const grace = 'grace@example.org';
const next = 'an entirely new password';

/** Ada is an administrator and signed in; Grace is not, and has a password of her own. */
async function openPeople(options: PortalOptions = {}) {
  const portal = await openPortal(options);
  const { auth, browse } = portal;
  await auth.accounts.setRole(account.email, 'administrator');
  const hers = { email: grace, password: await auth.accounts.add(grace) };
  const ada = browse();
  await ada.signIn();
  const people = new Map((await auth.accounts.list()).map(({ email, id }) => [email, id]));
  const pageOf = (email: string) => `/account/people/${people.get(email)}/`;
  const act = (name: string, fields: Record<string, string> = {}, email = grace) =>
    ada.post(pageOf(email), { act: name, ...fields });
  await lettersIn(auth.outbox);
  await auth.auditQueue.deliver(() => {});
  return { ...portal, ada, hers, act, pageOf };
}

const linkIn = (page: string) => /\/new-password\?link=[\w-]{43}/.exec(page)?.[0] ?? '';

test('the list and each page are for administrators alone', async () => {
  const { ada, auth, browse, pageOf, events } = await openPeople();
  const list = await (await ada.get('/account/people/')).text();
  expect(list).toContain('ada@example.org</a> (you)');
  expect(list).toContain(`href="${pageOf(grace)}"`);
  expect(await (await ada.get('/account')).text()).toContain('href="/account/people/"');
  await auth.accounts.add('other@example.org', 'administrator');
  for (const role of ['none', 'reader', 'operator', 'manager'] as const) {
    await auth.accounts.setRole(account.email, role);
    for (const path of ['/account/people/', pageOf(grace)]) {
      expect([role, (await ada.get(path)).status]).toEqual([role, 403]);
      expect([role, (await ada.post(path, { act: 'reset' })).status]).toEqual([role, 403]);
    }
  }
  expect(await (await ada.get('/account')).text()).not.toContain('/account/people/');
  expect(JSON.stringify(events)).toContain('not-an-administrator');
  expect((await browse().get(pageOf(grace))).headers.get('Location')).toMatch(/^\/sign-in/);
});

test('a reset ends the password and shows a link of a day, once', async () => {
  const { act, browse, hers, auth, advance } = await openPeople();
  const inside = browse();
  await inside.signIn(hers);
  await inside.post('/password', { current: hers.password, next, again: next });
  const shown = await act('reset');
  expect(shown.status).toBe(200);
  const path = linkIn(await shown.text());
  expect((await inside.get('/account')).status).toBe(303);
  expect((await browse().signIn({ email: grace, password: next })).status).toBe(422);
  advance(24 * 60 * minute - 1);
  const browser = browse();
  await browser.get(path);
  const own = 'yet another new password';
  expect((await browser.post('/new-password', { next: own, again: own })).status).toBe(303);
  expect((await browse().signIn({ email: grace, password: own })).status).toBe(303);
  const events: unknown[] = [];
  await auth.auditQueue.deliver((event) => events.push(event));
  expect(events).toEqual([{ event: 'reset-link-made', account: grace, by: account.email }]);
  expect(await lettersIn(auth.outbox)).toEqual([]);
});

test('the link ends after a day, and by another', async () => {
  const { act, browse, advance } = await openPeople();
  const works = async (path: string) => {
    const browser = browse();
    await browser.get(path);
    return (await browser.get('/new-password')).status === 200;
  };
  const first = linkIn(await (await act('reset')).text());
  const second = linkIn(await (await act('reset')).text());
  expect([await works(first), await works(second)]).toEqual([false, true]);
  advance(24 * 60 * minute);
  expect(await works(second)).toBe(false);
});

test('where there is mail, the link is mailed as well', async () => {
  const { act, auth } = await openPeople({ sendsMail: true });
  const page = await (await act('reset')).text();
  const letters = await lettersIn(auth.outbox);
  expect(letters).toMatchObject([
    { to: grace, subject: 'Choose a new password', path: linkIn(page) },
  ]);
});

test('waiting times and sessions are ended', async () => {
  const { act, browse, hers, ada, auth } = await openPeople();
  const [inside, guesser] = [browse(), browse()];
  await inside.signIn(hers);
  while ((await guesser.signIn({ email: grace, password: 'x' })).status !== 429);
  const unblocked = await act('unblock');
  expect(unblocked.status).toBe(303);
  const done = await (await ada.get(unblocked.headers.get('Location') ?? '')).text();
  expect(done).toContain('waiting times have ended');
  expect((await guesser.signIn({ email: grace, password: 'x' })).status).toBe(422);
  expect((await act('end-sessions')).status).toBe(303);
  expect((await inside.get('/account')).headers.get('Location')).toMatch(/^\/sign-in/);
  const events: unknown[] = [];
  await auth.auditQueue.deliver((event) => events.push(event));
  expect(events).toEqual([
    { event: 'account-unblocked', account: grace, by: account.email },
    { event: 'account-sessions-ended', account: grace, by: account.email },
  ]);
});

test('whoever signed in a while ago shows their password again', async () => {
  const { act, ada, pageOf, advance, events, browse, hers } = await openPeople();
  expect(await (await ada.get(pageOf(grace))).text()).not.toContain('Your own password');
  advance(10 * minute);
  expect(await (await ada.get(pageOf(grace))).text()).toContain('Your own password');
  for (const fields of [{}, { password: 'a wrong password' }, { password: hers.password }]) {
    const refused = await act('end-sessions', fields);
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining('not right'),
    ]);
  }
  expect(events.at(-1)).toEqual({ event: 'password-refused', account: account.email, address: '' });
  expect((await act('end-sessions', { password: account.password })).status).toBe(303);
  // Guesses there are slowed.
  advance(10 * minute);
  let status = 0;
  for (let count = 0; count < 8; count++) status = (await act('reset', { password: 'x' })).status;
  expect(status).toBe(429);
  expect((await browse().signIn(hers)).status).toBe(303);
});

test('nobody does any of it to themselves, or to whom it does not concern', async () => {
  const { act, ada, auth, pageOf } = await openPeople();
  expect(await (await ada.get(pageOf(account.email))).text()).toContain('This is you');
  for (const name of ['reset', 'unblock', 'end-sessions']) {
    expect((await act(name, {}, account.email)).status).toBe(403);
  }
  expect((await ada.get('/account')).status).toBe(200);
  expect((await act('remove')).status).toBe(404);
  expect((await ada.get('/account/people/nobody/')).status).toBe(404);
  const external = { externalId: 'x', disabled: false, mustChangePassword: false };
  const imported = { ...external, email: 'from@provider.example' };
  await auth.accounts.import({ version: 1, accounts: [imported] });
  await auth.accounts.disable(grace);
  const idOf = async (email: string) =>
    (await auth.accounts.list()).find((each) => each.email === email)?.id;
  for (const [email, words] of [
    ['from@provider.example', 'signs in with the identity provider'],
    [grace, 'is disabled'],
  ] as const) {
    const path = `/account/people/${await idOf(email)}/`;
    expect(await (await ada.get(path)).text()).not.toContain('Reset the password');
    const refused = await ada.post(path, { act: 'reset' });
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining(words)]);
  }
});

test('a form of another site does nothing', async () => {
  const { app, ada, origin, pageOf } = await openPeople();
  const headers = { Origin: 'https://evil.example', Cookie: ada.cookie };
  const body = new URLSearchParams({ act: 'reset' });
  const response = await app.request(origin + pageOf(grace), { method: 'POST', headers, body });
  expect(response.status).toBe(403);
});
