/** Where lost passwords, mails and second factors meet. */
import { expect, test } from 'vitest';
import { lettersIn } from '../mailbox.ts';
import { account } from '../portal-fixture.ts';
import { codeOf, openGuardedPortal, page } from '../second-factor-fixture.ts';

const minute = 60_000;
const next = 'an entirely new password';

test('a link replaces the password and leaves the second factor in place', async () => {
  const portal = await openGuardedPortal({ sendsMail: true });
  const { signedIn, addApp, auth, browse, now, advance } = portal;
  const { seed } = await addApp(await signedIn());
  await lettersIn(auth.outbox);
  const browser = browse();
  await browser.post('/lost-password', { email: account.email });
  await auth.passwordReset.answer();
  const [letter] = await lettersIn(auth.outbox);
  await browser.get(letter?.path ?? '');
  const saved = await browser.post('/new-password', { next, again: next });
  expect(saved.headers.get('Location')).toBe('/sign-in?changed=password');
  expect(browser.cookie).toBe('');
  await browser.signIn({ password: next });
  expect((await browser.get(page)).headers.get('Location')).toMatch('/second-factor');
  // Nothing is told of a sign-in that is not complete.
  expect((await lettersIn(auth.outbox)).map(({ kind }) => kind)).toEqual(['password-changed']);
  // The browser of before was told of in this hour.
  advance(60 * minute);
  await browser.post('/second-factor', { code: codeOf(seed, now()) });
  expect((await browser.get(page)).status).toBe(200);
  expect((await lettersIn(auth.outbox)).map(({ kind }) => kind)).toEqual(['new-device']);
});

test('a new password by mail brings no more guesses of a code', async () => {
  const portal = await openGuardedPortal({ sendsMail: true });
  const { signedIn, addApp, auth, browse } = portal;
  await addApp(await signedIn());
  await lettersIn(auth.outbox);
  const statuses: number[] = [];
  for (const round of [1, 2]) {
    await browse().post('/lost-password', { email: account.email });
    await auth.passwordReset.answer();
    const letters = await lettersIn(auth.outbox);
    const browser = browse();
    await browser.get(letters.find(({ kind }) => kind === 'reset-link')?.path ?? '');
    const password = `${next} ${round}`;
    await browser.post('/new-password', { next: password, again: password });
    await browser.signIn({ password });
    for (let guess = 0; guess < 6; guess++) {
      statuses.push((await browser.post('/second-factor', { code: '000000' })).status);
    }
  }
  expect(statuses).toEqual([...Array(5).fill(422), ...Array(7).fill(429)]);
  // An administrator ends this wait, too.
  await auth.accounts.unblock(account.email);
  const browser = await signedIn({ password: `${next} 2` });
  expect((await browser.post('/second-factor', { code: '000000' })).status).toBe(422);
});

test('a link works until the second step was shown, too', async () => {
  const portal = await openGuardedPortal({ sendsMail: true });
  const { signedIn, addApp, auth, browse, halfWay, now, advance } = portal;
  const { seed } = await addApp(await signedIn());
  await lettersIn(auth.outbox);
  await browse().post('/lost-password', { email: account.email });
  await auth.passwordReset.answer();
  const [letter] = await lettersIn(auth.outbox);
  const works = async () => {
    const browser = browse();
    await browser.get(letter?.path ?? '');
    return (await browser.get('/new-password')).status === 200;
  };
  const half = await halfWay();
  expect(await works()).toBe(true);
  advance(minute);
  await half.post('/second-factor', { code: codeOf(seed, now()) });
  expect((await half.get(page)).status).toBe(200);
  expect(await works()).toBe(false);
});

test('a second factor that is added, removed or reset is told by mail', async () => {
  const portal = await openGuardedPortal({ sendsMail: true });
  const { signedIn, addApp, auth } = portal;
  const kinds = async () =>
    (await lettersIn(auth.outbox)).map(({ kind, text }) => [kind, text.split('\n')[0]]).sort();
  const browser = await signedIn();
  await lettersIn(auth.outbox);
  await addApp(browser);
  expect(await kinds()).toEqual([
    ['second-factor-changed', 'A second factor was added to your account.'],
  ]);
  const session = await auth.sessionOf(new Headers({ cookie: browser.cookie }));
  if (session === undefined) throw new Error('There is no session.');
  await auth.factorSettings.renewCodes(session);
  const { factors } = await auth.factorSettings.shownBy(session);
  await auth.factorSettings.remove(session, factors[0]?.id ?? '');
  expect(await kinds()).toEqual([
    ['second-factor-changed', 'A second factor was removed from your account.'],
    ['second-factor-changed', expect.stringContaining('New backup codes')],
  ]);
  await addApp(browser);
  await kinds();
  await auth.accounts.resetSecondFactor(account.email);
  expect(await kinds()).toEqual([
    ['second-factor-changed', expect.stringContaining('An administrator has removed')],
  ]);
});
