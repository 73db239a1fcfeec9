/** What people are told by mail of their own account. */
import { expect, test } from 'vitest';
import { lettersIn } from '../mailbox.ts';
import { account, openPortal } from '../portal-fixture.ts';

const hour = 60 * 60_000;
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const next = 'an entirely new password';

test('somebody who signs in from a browser that is new is told, with time, device and place', async () => {
  const { auth, browse, advance } = await openPortal({ sendsMail: true });
  await auth.accounts.setTimeZone(account.email, 'Asia/Tokyo');
  const browser = browse();
  await browser.post('/sign-in', { ...account }, { 'User-Agent': firefox });
  const [letter, ...others] = await lettersIn(auth.outbox);
  expect(others).toEqual([]);
  expect(letter).toMatchObject({ kind: 'new-device', to: account.email, subject: 'A new sign-in' });
  expect(letter?.text).toMatch(/Time\n\d+ \w+ \d{4} at \d\d:\d\d \(Asia\/Tokyo\)/);
  expect(letter?.text).toContain('Device\nFirefox on Linux');
  expect(letter?.path).toBe('/account');
  // That browser is known from now on.
  await browser.post('/sign-out', {});
  await browser.signIn();
  expect(await lettersIn(auth.outbox)).toEqual([]);
  // One that keeps no cookies is told of once an hour.
  for (let count = 0; count < 3; count++) await browse().signIn();
  expect(await lettersIn(auth.outbox)).toHaveLength(1);
  advance(hour);
  await browse().signIn();
  expect(await lettersIn(auth.outbox)).toHaveLength(1);
  await browse().signIn({ password: 'x' });
  expect(await lettersIn(auth.outbox)).toEqual([]);
});

test('nobody is told of the very first sign-in, and everybody of a password that changed', async () => {
  const { auth, browse } = await openPortal({ sendsMail: true, mustChangePassword: true });
  const browser = browse();
  await browser.signIn();
  expect(await lettersIn(auth.outbox)).toEqual([]);
  await browser.post('/password', { current: account.password, next, again: next });
  expect(await lettersIn(auth.outbox)).toMatchObject([{ kind: 'password-changed' }]);
  await auth.accounts.reset(account.email);
  expect(await lettersIn(auth.outbox)).toMatchObject([{ kind: 'password-ended' }]);
});

test('a sign-in that comes to nothing tells nobody, nor does anything where there is no mail', async () => {
  const { auth, browse } = await openPortal();
  await browse().signIn();
  await auth.accounts.reset(account.email);
  expect(await auth.db.selectFrom('outbox').selectAll().execute()).toEqual([]);
});
