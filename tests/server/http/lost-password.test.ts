/** A password that is lost, from the link on the sign-in page to the new one. */
import { expect, test } from 'vitest';
import { lettersIn } from '../mailbox.ts';
import { account, canary, keptBy, openPortal } from '../portal-fixture.ts';

const minute = 60_000;
const next = 'an entirely new password';
const chosen = { next, again: next };

/** A portal that sends mail, and what its people would find in it. */
async function openWithMail() {
  const portal = await openPortal({ sendsMail: true });
  const { auth, browse } = portal;
  const letters = async () => {
    await auth.passwordReset.answer();
    return lettersIn(auth.outbox);
  };
  const ask = (email = account.email) => browse().post('/lost-password', { email });
  /** Asks for a link and returns where it leads. */
  const linkFor = async (email = account.email) => {
    await ask(email);
    return (await letters()).find(({ kind }) => kind === 'reset-link')?.path ?? '';
  };
  /** A browser that has followed the link. */
  const follow = async (path: string) => {
    const browser = browse();
    await browser.get(path);
    return browser;
  };
  const works = async (path: string) =>
    (await (await follow(path)).get('/new-password')).status === 200;
  return { ...portal, letters, ask, linkFor, follow, works };
}

test('is replaced by a link in a mail, which nothing keeps', async () => {
  const portal = await openWithMail();
  const { browse, events, auth, letters } = portal;
  const browser = browse();
  expect(await (await browser.get('/sign-in')).text()).toContain('href="/lost-password"');
  expect(await (await browser.get('/lost-password')).text()).toContain('Send me a link');
  const asked = await browser.post('/lost-password', { email: ' Ada@Example.org ' });
  expect([asked.status, await asked.text()]).toEqual([200, expect.stringContaining('Look into')]);
  const [letter] = await letters();
  expect(letter).toMatchObject({ to: account.email, subject: 'Choose a new password' });
  const token = /^\/new-password\?link=([\w-]{43})$/.exec(letter?.path ?? '')?.[1] ?? '';

  const opened = await browser.get(letter?.path ?? '');
  expect([opened.status, opened.headers.get('Location')]).toEqual([303, '/new-password']);
  expect(opened.headers.get('Referrer-Policy')).toBe('no-referrer');
  expect(opened.headers.get('Cache-Control')).toBe('private, no-store');
  expect(opened.headers.getSetCookie()).toEqual([
    `opsbook-reset=${token}; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax`,
  ]);
  const page = await (await browser.get('/new-password')).text();
  expect(page).toContain(account.email);
  expect(page).not.toContain(token);
  const saved = await browser.post('/new-password', chosen);
  expect([saved.status, saved.headers.get('Location')]).toEqual([303, '/sign-in?changed=password']);
  expect(browser.cookie).not.toContain('opsbook-reset');
  expect(await (await browser.get('/sign-in?changed=password')).text()).toContain('is changed');
  expect((await browser.signIn()).status).toBe(422);
  expect((await browser.signIn({ password: next })).status).toBe(303);

  expect((await letters()).map(({ kind }) => kind)).toEqual(['password-changed']);
  await auth.auditQueue.deliver((event) => events.push(event));
  expect(events.map(({ event }) => event)).toEqual([
    'password-reset-asked',
    'password-reset',
    'sign-in-refused',
    'sign-in',
    'reset-link-made',
  ]);
  expect(JSON.stringify(events)).not.toContain(token);
  expect(await keptBy(portal)).not.toContain(token);
});

test('the answer is the same whoever is asked for, to the byte, and so is what is written', async () => {
  const { auth, ask, letters } = await openWithMail();
  const external = { externalId: 'x', disabled: false, mustChangePassword: false };
  await auth.accounts.import({
    version: 1,
    accounts: [{ ...external, email: 'from@provider.example' }],
  });
  await auth.accounts.add('disabled@example.org');
  await auth.accounts.disable('disabled@example.org');
  const people = [
    account.email,
    'nobody@example.org',
    'from@provider.example',
    'disabled@example.org',
    'no address',
    '',
  ];
  const seen: unknown[] = [];
  for (const email of people) {
    const before = await auth.db.selectFrom('attempts').select('subject').execute();
    const response = await ask(email);
    const attempts = await auth.db.selectFrom('attempts').select('subject').execute();
    const requests = await auth.db.selectFrom('resetRequest').selectAll().execute();
    seen.push([
      response.status,
      [...response.headers],
      await response.text(),
      attempts.length - before.length - (before.length === 0 ? 1 : 0),
      requests.length - seen.length,
    ]);
  }
  expect(new Set(seen.map((each) => JSON.stringify(each))).size).toBe(1);
  expect((await letters()).map(({ to, subject }) => [to, subject]).sort()).toEqual([
    [account.email, 'Choose a new password'],
    ['from@provider.example', 'How you sign in'],
  ]);
});

test('what is typed there is kept nowhere in clear', async () => {
  const portal = await openWithMail();
  const typed = `${canary}-typed-into-the-wrong-field`;
  await portal.ask(typed);
  expect(await keptBy(portal)).not.toContain(typed);
  expect(JSON.stringify(portal.events)).not.toContain(typed);
});

test('a link works once, however many use it at the same moment', async () => {
  const { linkFor, follow, auth, letters } = await openWithMail();
  const path = await linkFor();
  const browsers = await Promise.all(Array.from({ length: 6 }, () => follow(path)));
  const statuses = await Promise.all(
    browsers.map(async (browser, number) => {
      const own = `${next} ${number}`;
      return (await browser.post('/new-password', { next: own, again: own })).status;
    }),
  );
  expect(statuses.sort()).toEqual([303, 410, 410, 410, 410, 410]);
  expect(await auth.db.selectFrom('resetLink').select('hash').execute()).toEqual([]);
  expect((await letters()).map(({ kind }) => kind)).toEqual(['password-changed']);
});

test('a link works for half an hour, and opening it uses nothing up', async () => {
  const { linkFor, works, follow, advance } = await openWithMail();
  const path = await linkFor();
  advance(30 * minute - 1);
  expect([await works(path), await works(path)]).toEqual([true, true]);
  const late = await follow(path);
  advance(1);
  const saved = await late.post('/new-password', chosen);
  expect([saved.status, await saved.text()]).toEqual([410, expect.stringContaining('no longer')]);
  for (const other of [
    '',
    '?link=',
    '?link=x',
    `?link=${'x'.repeat(43)}`,
    `?link=${'%00'.repeat(9)}`,
  ]) {
    expect([other, await works(`/new-password${other}`)]).toEqual([other, false]);
  }
});

test.each(['sign-in', 'change', 'newer link', 'reset', 'disable', 'removal'] as const)(
  'a link ends by a %s',
  async (how) => {
    const { linkFor, works, browse, auth } = await openWithMail();
    await auth.accounts.add('grace@example.org', 'administrator');
    const inside = browse();
    if (how === 'change') await inside.signIn();
    const path = await linkFor();
    expect(await works(path)).toBe(true);
    const fields = { current: account.password, next, again: next };
    if (how === 'sign-in') await inside.signIn();
    else if (how === 'change') await inside.post('/password', fields);
    else if (how === 'newer link') expect(await works(await linkFor())).toBe(true);
    else if (how === 'reset') await auth.accounts.reset(account.email);
    else if (how === 'disable') await auth.accounts.disable(account.email);
    else await auth.accounts.remove(account.email);
    expect(await works(path)).toBe(false);
    expect(await (await browse().get('/new-password')).text()).toContain('no longer works');
  },
);

test('a new password ends every session and every wait at the password', async () => {
  const { linkFor, follow, browse } = await openWithMail();
  const [open, guesser] = [browse(), browse()];
  await open.signIn();
  const path = await linkFor();
  while ((await guesser.signIn({ password: 'x' })).status !== 429);
  const browser = await follow(path);
  expect((await browser.post('/new-password', chosen)).status).toBe(303);
  expect((await open.get('/account')).status).toBe(303);
  expect((await browse().signIn({ password: next })).status).toBe(303);
});

test('the new password obeys the same rules', async () => {
  const { linkFor, follow } = await openWithMail();
  const browser = await follow(await linkFor());
  for (const [wrong, again, words] of [
    ['short', 'short', 'too short'],
    ['x'.repeat(257), 'x'.repeat(257), 'too long'],
    ['passwordpassword', 'passwordpassword', 'one of the first that are tried'],
    [account.email.toUpperCase(), account.email.toUpperCase(), 'one of the first'],
    [next, `${next}.`, 'differ'],
  ] as const) {
    const refused = await browser.post('/new-password', { next: wrong, again });
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining(words)]);
  }
  expect((await browser.post('/new-password', chosen)).status).toBe(303);
});

test('asking is slowed by account and place, and keeps nobody from signing in', async () => {
  const { ask, browse, advance } = await openWithMail();
  const statuses: number[] = [];
  for (let count = 0; count < 7; count++) statuses.push((await ask()).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  const put = await ask();
  expect([put.headers.get('Retry-After'), await put.text()]).toEqual([
    '1',
    expect.stringContaining('Too many attempts.'),
  ]);
  expect((await browse().signIn()).status).toBe(303);
  advance(minute);
  for (let count = 0; count < 30; count++) await ask(`person-${count}@example.org`);
  expect((await ask('another@example.org')).status).toBe(429);
  expect((await browse().signIn()).status).toBe(303);
});

test('whoever asks again and again for somebody else ends no link of theirs', async () => {
  const { ask, letters, works, advance } = await openWithMail();
  const paths: string[] = [];
  for (let count = 0; count < 8; count++) {
    await ask();
    paths.push(...(await letters()).map(({ path }) => path));
    advance(minute);
  }
  expect(paths).toHaveLength(3);
  expect(await works(paths.at(-1) ?? '')).toBe(true);
  advance(30 * minute);
  await ask();
  expect(await letters()).toHaveLength(1);
});

test('a link works on when there is no room for the mail with a newer one', async () => {
  const { auth, linkFor, ask, works, events } = await openWithMail();
  const path = await linkFor();
  const mail = { kind: 'word', to: account.email, letter: { subject: 'A word', parts: [] } };
  await auth.health.write(async (trx) => {
    while (await auth.outbox.add(trx, mail));
  });
  await auth.auditQueue.deliver(() => {});
  await ask();
  await auth.passwordReset.answer();
  expect(await works(path)).toBe(true);
  await auth.auditQueue.deliver((event) => events.push(event));
  expect(events.slice(-1)).toEqual([
    { event: 'mail-dropped', kind: 'reset-link', account: account.email },
  ]);
});

test('whoever asks for somebody else ends no link of an administrator, and one used ends both', async () => {
  const { auth, linkFor, works, follow, advance } = await openWithMail();
  const earlier = await linkFor();
  const handedOn = `/new-password?link=${await auth.accounts.resetByLink(account.email)}`;
  expect([await works(earlier), await works(handedOn)]).toEqual([false, true]);
  const asked = await linkFor();
  expect([await works(asked), await works(handedOn)]).toEqual([true, true]);
  advance(31 * minute);
  const newer = await linkFor();
  expect([await works(newer), await works(handedOn)]).toEqual([true, true]);
  const browser = await follow(newer);
  expect((await browser.post('/new-password', chosen)).status).toBe(303);
  expect([await works(newer), await works(handedOn)]).toEqual([false, false]);
});

test('without mail there is no such page, and links of administrators work all the same', async () => {
  const { browse } = await openPortal();
  expect((await browse().get('/lost-password')).headers.get('Location')).toMatch(/^\/sign-in/);
  expect(await (await browse().get('/sign-in')).text()).not.toContain('lost-password');
  const gone = await browse().get('/new-password');
  expect([gone.status, await gone.text()]).toEqual([410, expect.stringContaining('administrator')]);
});

test('a form of another site asks for nothing and changes nothing', async () => {
  const { app, origin, linkFor, follow } = await openWithMail();
  const browser = await follow(await linkFor());
  for (const path of ['/lost-password', '/new-password']) {
    const headers = { Origin: 'https://evil.example', Cookie: browser.cookie };
    const body = new URLSearchParams({ ...chosen, email: account.email });
    const response = await app.request(origin + path, { method: 'POST', headers, body });
    expect([path, response.status]).toEqual([path, 403]);
  }
});

test('a request that a database cannot answer keeps no other from its link', async () => {
  const { auth, ask, letters } = await openWithMail();
  // Forms do not come that far with it; PostgreSQL refuses the question whose it is.
  await auth.passwordReset.ask({ email: 'a\0b@example.org', address: '192.0.2.1' });
  await ask();
  const first = await letters().catch(() => letters());
  expect(first.map(({ to }) => to)).toEqual([account.email]);
  await auth.passwordReset.answer();
});
