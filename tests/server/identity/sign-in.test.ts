import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensureFirstAccount } from '../../../src/server/identity/first-account.ts';
import {
  account,
  canary,
  keptBy,
  makeFolder,
  openIdentity,
  openPortal,
} from '../portal-fixture.ts';

const upload = '/docs/sop.media.upload/';

describe('signing in', () => {
  test('leads back to the page that was asked for', async () => {
    const { browse } = await openPortal();
    const browser = browse();
    const asked = await browser.get(`${upload}?from=mail`);
    expect(asked.status).toBe(303);
    const signIn = asked.headers.get('Location') ?? '';
    expect(signIn).toBe('/sign-in?returnTo=%2Fdocs%2Fsop.media.upload%2F%3Ffrom%3Dmail');
    const form = await (await browser.get(signIn)).text();
    const returnTo = /name="returnTo" value="([^"]*)"/.exec(form)?.[1] ?? '';
    const done = await browser.signIn({ email: ' Ada@Example.org ', returnTo });
    expect([done.status, done.headers.get('Location')]).toEqual([303, `${upload}?from=mail`]);
    expect(await (await browser.get(upload)).text()).toContain(canary);
  });

  test('sets cookies that scripts and other sites cannot use', async () => {
    const { browse } = await openPortal();
    const done = await browse().signIn();
    expect(done.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^opsbook=[^;]{40,}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(
        /^opsbook-known=[^;]{60,}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/,
      ),
    ]);
    const https = await openPortal({ origin: 'https://handbook.example.org' });
    const browser = https.browse();
    expect((await browser.signIn()).headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-opsbook=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      expect.stringMatching(/^__Host-opsbook-known=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    expect((await browser.get(upload)).status).toBe(200);
  });

  test('answers a wrong password and an unknown person with the same words', async () => {
    const { browse, events } = await openPortal();
    const wrong = await browse().signIn({ password: 'four blind mice run' });
    const unknown = await browse().signIn({ email: 'eve@example.org' });
    const malformed = await browse().signIn({ email: 'ada' });
    const texts = await Promise.all([wrong, unknown, malformed].map((page) => page.text()));
    const unnamed = texts.map((text) => text.replace(/value="[^"]*"/g, ''));
    expect(new Set(unnamed).size).toBe(1);
    expect(unnamed[0]).toContain('role="alert"');
    expect([wrong.status, unknown.status, malformed.status]).toEqual([422, 422, 422]);
    expect(wrong.headers.getSetCookie()).toEqual([]);
    expect(events).toEqual([
      { event: 'sign-in-refused', account: account.email, address: '' },
      { event: 'sign-in-refused', address: '' },
      { event: 'sign-in-refused', address: '' },
    ]);
  });

  test('takes a password as it is typed, but for how its letters are composed', async () => {
    const { browse, auth, advance } = await openPortal();
    const password = `Élan vital ${'x'.repeat(240)}1 `;
    const browser = browse();
    await browser.signIn();
    const change = { current: account.password, next: password, again: password };
    expect((await browser.post('/password', change)).status).toBe(303);
    for (const other of [
      password.toLowerCase(),
      password.trim(),
      ` ${password}`,
      password.replace('1 ', '2 '),
      password.slice(0, 72),
    ]) {
      advance(60 * 60 * 1000);
      expect((await browse().signIn({ password: other })).status).toBe(422);
    }
    await auth.accounts.unblock(account.email);
    expect((await browse().signIn({ password: password.normalize('NFD') })).status).toBe(303);
  });

  test('slows down guessing, known account or not, until time has passed', async () => {
    const { browse, advance } = await openPortal();
    for (const email of [account.email, 'eve@example.org']) {
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 6; attempt++) {
        statuses.push((await browse().signIn({ email, password: 'guess' })).status);
      }
      expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
    }
    const throttled = await browse().signIn();
    expect(throttled.status).toBe(429);
    expect(throttled.headers.get('Retry-After')).toBe('1');
    expect(await throttled.text()).toContain('Wait 1 second, then try again.');
    advance(1000);
    expect((await browse().signIn()).status).toBe(303);
  });

  test('escapes what was typed', async () => {
    const { browse } = await openPortal();
    const page = await browse().signIn({ email: '"><script>alert(1)</script>' });
    expect(await page.text()).not.toContain('<script>');
    const form = await browse().get('/sign-in?returnTo=%2F%22%3E%3Cscript%3E');
    expect(await form.text()).not.toContain('<script>');
  });

  test('never leaves the origin', async () => {
    const { browse } = await openPortal();
    const done = await browse().signIn({ returnTo: '//elsewhere.example/' });
    expect(done.headers.get('Location')).toBe('/');
  });

  test('is not offered to those who are signed in', async () => {
    const { browse } = await openPortal();
    const browser = browse();
    await browser.signIn();
    const page = await browser.get(`/sign-in?returnTo=${upload}`);
    expect([page.status, page.headers.get('Location')]).toEqual([303, upload]);
  });

  test('ends the session it replaces', async () => {
    const { browse } = await openPortal();
    const browser = browse();
    await browser.signIn();
    const before = browser.cookie;
    await browser.signIn();
    expect(browser.cookie).not.toBe(before);
    browser.cookie = before;
    expect((await browser.get(upload)).status).toBe(303);
  });
});

describe('a session', () => {
  test('ends seven days after sign-in, however busy', async () => {
    const { browse, advance } = await openPortal();
    const browser = browse();
    await browser.signIn();
    for (let hours = 6; hours < 7 * 24; hours += 6) {
      advance(6 * 60 * 60 * 1000);
      expect([hours, (await browser.get(upload)).status]).toEqual([hours, 200]);
    }
    advance(6 * 60 * 60 * 1000);
    expect((await browser.get(upload)).status).toBe(303);
  });

  test('ends on the server at sign-out', async () => {
    const { browse, events } = await openPortal();
    const browser = browse();
    await browser.signIn();
    const kept = browser.cookie;
    const out = await browser.post('/sign-out', {});
    expect([out.status, out.headers.get('Location')]).toEqual([303, '/sign-in']);
    expect(out.headers.get('Clear-Site-Data')).toBe('"cache", "storage"');
    expect(browser.cookie).not.toContain('opsbook=');
    browser.cookie = kept;
    expect((await browser.get(upload)).status).toBe(303);
    expect(events.map(({ event }) => event)).toEqual(['sign-in', 'sign-out', 'denied']);
  });

  test('is not made by a cookie of one’s own', async () => {
    const { browse } = await openPortal();
    const browser = browse();
    for (const cookie of [
      'opsbook=',
      'opsbook=%',
      'opsbook=x.y',
      'opsbook=%00',
      'opsbook="; opsbook=',
      '__proto__=1; opsbook.session_data=e30',
      `opsbook=${'a'.repeat(5000)}`,
      'opsbook=abc.VTJYtPlGdXq5iDz1pXFFvzeqgTU6x4elNVa8jxyeDPE%3D',
    ]) {
      browser.cookie = cookie;
      expect([cookie, (await browser.get(upload)).status]).toEqual([cookie, 303]);
      expect([cookie, (await browser.get('/api/registry.json')).status]).toEqual([cookie, 401]);
    }
  });

  test('is kept as a hash that says nothing without the secret', async () => {
    const portal = await openPortal();
    const { browse, place, auth } = portal;
    const browser = browse();
    await browser.signIn();
    const headers = new Headers({ cookie: browser.cookie });
    const [, token = ''] = /^opsbook=([^;]*)/.exec(browser.cookie) ?? [];
    expect(token).not.toBe('');
    expect(await keptBy(portal)).not.toContain(token);
    // What is in the database is no cookie, and another secret makes another hash of the same one.
    const kept = await auth.db.selectFrom('personSession').select('hash').executeTakeFirstOrThrow();
    expect(await keptBy(portal)).toContain(kept.hash);
    browser.cookie = `opsbook=${kept.hash}`;
    expect((await browser.get(upload)).status).toBe(303);
    const another = await openIdentity(place, { secret: 'another secret'.repeat(3) });
    expect(await another.sessionOf(headers)).toBeUndefined();
    await another.close();
  });
});

describe('a password somebody else has seen', () => {
  const own = 'an entirely new password';
  const change = { current: account.password, next: own, again: own };

  test('opens nothing but the page that replaces it', async () => {
    const { browse, origin } = await openPortal({ mustChangePassword: true });
    const browser = browse();
    await browser.signIn({ returnTo: upload });
    const page = await browser.get(upload);
    const password = '/password?returnTo=%2Fdocs%2Fsop.media.upload%2F';
    expect([page.status, page.headers.get('Location')]).toEqual([303, password]);
    expect((await browser.get('/api/registry.json')).status).toBe(403);
    expect((await browser.get('/docs/old/')).status).toBe(303);
    const removal = { method: 'DELETE', headers: { Origin: origin } };
    expect((await browser.get(upload, removal)).status).toBe(303);
    expect((await browser.get(password)).status).toBe(200);
  });

  test('opens one session, which goes on until it is replaced there', async () => {
    const { browse, auth, events } = await openPortal({ mustChangePassword: true });
    const browser = browse();
    expect((await browser.signIn()).status).toBe(303);
    const { cookie } = browser;
    const second = await browse().signIn();
    expect([second.status, second.headers.getSetCookie()]).toEqual([422, []]);
    expect(await second.text()).toContain(
      'This one-time password has been used already. Go on in the browser that used it, or ask an ' +
        'administrator for another.',
    );
    expect(events.at(-1)).toMatchObject({
      event: 'sign-in-refused',
      account: account.email,
      reason: 'one-time-password-used',
    });
    // Only whoever has it learns that.
    const wrong = await browse().signIn({ password: 'x' });
    expect(await wrong.text()).not.toContain('used already');
    // The same browser may send the form again: it then has one session, not two.
    expect((await browser.signIn()).status).toBe(303);
    expect((await browser.get('/password')).status).toBe(200);
    const old = browse();
    old.cookie = cookie;
    expect((await old.get('/password')).headers.get('Location')).toContain('/sign-in');
    expect((await old.signIn()).status).toBe(422);
    // Another person's session is not one of theirs.
    const password = await auth.accounts.add('grace@example.org');
    expect((await browser.signIn({ email: 'grace@example.org', password })).status).toBe(303);
    expect((await browser.signIn()).status).toBe(422);
  });

  test('that was used and lost with its session is replaced by an administrator', async () => {
    const { browse, auth } = await openPortal({ mustChangePassword: true });
    const browser = browse();
    await browser.signIn();
    await browser.post('/sign-out', {});
    expect((await browser.signIn()).status).toBe(422);
    // An export takes along that it is used.
    const [exported] = (await auth.accounts.export()).accounts;
    expect(exported).toMatchObject({ mustChangePassword: true, oneTimePasswordUsed: true });
    const password = await auth.accounts.reset(account.email);
    expect((await browser.signIn({ password })).status).toBe(303);
    expect((await browser.post('/password', { ...change, current: password })).status).toBe(303);
    for (const again of [browse(), browse()]) {
      expect((await again.signIn({ password: own })).status).toBe(303);
    }
  });

  test('opens one session, however many want it at once', async () => {
    const { auth } = await openPortal({ mustChangePassword: true });
    const attempt = { ...account, headers: new Headers() };
    const outcomes = await Promise.all(
      ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'].map(
        async (address) => (await auth.signIn({ ...attempt, address })).outcome,
      ),
    );
    expect(outcomes.toSorted()).toEqual(['done', 'used', 'used', 'used']);
    expect(await auth.db.selectFrom('personSession').select('id').execute()).toHaveLength(1);
  });

  test('runs out after a day', async () => {
    const { browse, auth, advance } = await openPortal();
    const person = {
      email: 'grace@example.org',
      password: await auth.accounts.add('grace@example.org'),
    };
    const email = 'max@example.org';
    const early = { email, password: await auth.accounts.add(email) };
    advance(24 * 60 * 60 * 1000 - 1);
    expect((await browse().signIn(early)).status).toBe(303);
    advance(1);
    const late = await browse().signIn(person);
    expect([late.status, await late.text()]).toEqual([
      422,
      expect.stringContaining('This one-time password has run out. Ask an administrator'),
    ]);
    // Only whoever has it learns that.
    const wrong = await browse().signIn({ ...person, password: 'x' });
    expect(await wrong.text()).not.toContain('run out');
    const again = await auth.accounts.reset(person.email);
    expect((await browse().signIn({ ...person, password: again })).status).toBe(303);
    // A password of one's own does not.
    expect((await browse().signIn()).status).toBe(303);
  });

  test('stops working once it is replaced, and with it every session', async () => {
    const { browse, events } = await openPortal({ mustChangePassword: true });
    const [browser, other] = [browse(), browse()];
    await browser.signIn();
    other.cookie = browser.cookie;
    const done = await browser.post('/password', { ...change, returnTo: upload });
    expect([done.status, done.headers.get('Location')]).toEqual([303, upload]);
    expect((await browser.get(upload)).status).toBe(200);
    expect((await other.get(upload)).headers.get('Location')).toContain('/sign-in');
    expect((await browse().signIn()).status).toBe(422);
    const again = browse();
    expect((await again.signIn({ password: own })).status).toBe(303);
    expect((await again.get(upload)).status).toBe(200);
    expect(events.map(({ event }) => event)).toContain('password-changed');
  });

  test('is not replaced by a bad choice', async () => {
    const { browse, advance } = await openPortal({ mustChangePassword: true });
    const browser = browse();
    await browser.signIn();
    const problemWith = async (fields: Partial<typeof change>) => {
      advance(60_000);
      const page = await browser.post('/password', { ...change, ...fields });
      expect(page.status).toBe(422);
      return /role="alert">([^<]*)</.exec(await page.text())?.[1];
    };
    const both = (next: string) => problemWith({ next, again: next });
    expect(await both('eleven char')).toMatch('too short');
    expect(await both('x'.repeat(257))).toMatch('too long');
    expect(await both(account.password)).toMatch('is the old one');
    expect(await problemWith({ again: 'another entirely new one' })).toMatch('differ');
    expect(await problemWith({ current: 'guess' })).toMatch('not right');
    expect((await browser.get(upload)).status).toBe(303);
    expect(await both('Password123!')).toMatch('first that are tried');
    expect(await both(account.email.toUpperCase())).toMatch('first that are tried');
    const long = `${'é'.repeat(255)}!`;
    expect((await browser.post('/password', { ...change, next: long, again: long })).status).toBe(
      303,
    );
    expect((await browse().signIn({ password: long })).status).toBe(303);
  });
});

test('the first account is created once, with a password that must be replaced', async () => {
  const data = join(makeFolder(), 'data');
  const auth = await openIdentity({ data });
  const first = await ensureFirstAccount(auth.accounts);
  expect(first?.email).toBe('admin@opsbook.local');
  expect(first?.password).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
  expect(await ensureFirstAccount(auth.accounts)).toBeUndefined();
  await auth.close();

  const reopened = await openIdentity({ data });
  expect(await ensureFirstAccount(reopened.accounts)).toBeUndefined();
  const attempt = { email: 'admin@opsbook.local', password: first?.password ?? '' };
  const opened = await reopened.signIn({ ...attempt, address: '', headers: new Headers() });
  if (opened.outcome !== 'done') throw new Error(opened.outcome);
  const cookie = opened.cookies[0]?.split(';')[0] ?? '';
  expect(await reopened.sessionOf(new Headers({ cookie }))).toMatchObject({
    email: 'admin@opsbook.local',
    mustChangePassword: true,
  });
  if (process.platform !== 'win32') {
    expect(statSync(data).mode & 0o777).toBe(0o700);
    for (const file of ['opsbook.sqlite', 'opsbook.sqlite-wal']) {
      expect(statSync(join(data, file)).mode & 0o777).toBe(0o600);
    }
  }
  await reopened.close();
});
