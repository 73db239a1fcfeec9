import { describe, expect, test } from 'vitest';
import { account, openIdentity, openPortal } from '../portal-fixture.ts';

const upload = '/docs/sop.media.upload/';
const minute = 60_000;
const hour = 60 * minute;

describe('a session', () => {
  test('ends after twelve hours without a request, measured to the minute', async () => {
    const { browse, advance } = await openPortal();
    const browser = browse();
    await browser.signIn();
    advance(12 * hour - 1);
    expect((await browser.get(upload)).status).toBe(200);
    advance(12 * hour - 1);
    expect((await browser.get(upload)).status).toBe(200);
    advance(12 * hour);
    expect((await browser.get(upload)).status).toBe(303);
    advance(-12 * hour);
    expect((await browser.get(upload)).status).toBe(303);
  });

  test('is not used up by another', async () => {
    const { browse, advance } = await openPortal();
    const [busy, idle] = [browse(), browse()];
    await busy.signIn();
    await idle.signIn();
    for (let hours = 0; hours < 12; hours++) {
      advance(hour);
      expect((await busy.get(upload)).status).toBe(200);
    }
    expect((await idle.get(upload)).status).toBe(303);
    expect((await busy.get(upload)).status).toBe(200);
  });

  test('stays alive over a restart as long as it was used', async () => {
    const { browse, advance, place, auth } = await openPortal();
    const browser = browse();
    await browser.signIn();
    advance(10 * hour);
    await browser.get(upload);
    await auth.close();
    const reopened = await openIdentity(place, { clock: () => Date.now() + 20 * hour });
    const headers = new Headers({ cookie: browser.cookie });
    expect(await reopened.sessionOf(headers)).toMatchObject({ email: account.email });
    await reopened.close();
  });

  test('is one of several, each ended alone, or all at once', async () => {
    const { browse, events } = await openPortal();
    const browsers = [browse(), browse(), browse()] as const;
    for (const browser of browsers) await browser.signIn();
    expect(new Set(browsers.map(({ cookie }) => cookie)).size).toBe(3);
    const statuses = () =>
      Promise.all(browsers.map(async (browser) => (await browser.get(upload)).status));
    const kept = browsers[0].cookie;
    await browsers[0].post('/sign-out', {});
    browsers[0].cookie = kept;
    expect(await statuses()).toEqual([303, 200, 200]);
    const out = await browsers[1].post('/sign-out', { everywhere: 'yes' });
    expect(out.status).toBe(303);
    expect(browsers[1].cookie).not.toContain('opsbook=');
    expect(await statuses()).toEqual([303, 303, 303]);
    expect(events.map(({ event }) => event)).toContain('sign-out-everywhere');
  });

  test('of one person survives another signing out everywhere', async () => {
    const { browse, auth } = await openPortal();
    const [ada, grace] = [browse(), browse()];
    await ada.signIn();
    const password = await auth.accounts.add('grace@example.org');
    await grace.signIn({ email: 'grace@example.org', password });
    await grace.post('/sign-out', { everywhere: 'yes' });
    expect((await ada.get(upload)).status).toBe(200);
  });

  test('that a stranger planted is not the one a person gets', async () => {
    const { browse } = await openPortal();
    const [attacker, victim] = [browse(), browse()];
    await attacker.signIn();
    const planted = attacker.cookie;
    victim.cookie = planted;
    await victim.signIn();
    expect(victim.cookie).not.toBe(planted);
    attacker.cookie = planted;
    expect((await attacker.get(upload)).status).toBe(303);
    attacker.cookie = 'opsbook=chosen-by-a-stranger';
    await attacker.signIn();
    expect(attacker.cookie).not.toContain('chosen-by-a-stranger');
  });

  test('is not read from two cookies of the same name', async () => {
    const { browse } = await openPortal();
    const browser = browse();
    await browser.signIn();
    const own = browser.cookie;
    for (const cookie of [`${own}; opsbook=x`, `opsbook=x; ${own}`, `${own}; ${own}`]) {
      browser.cookie = cookie;
      expect((await browser.get(upload)).status).toBe(303);
    }
    browser.cookie = `theme=dark; ${own}; xopsbook=1`;
    expect((await browser.get(upload)).status).toBe(200);
  });

  test('has 128 bits of chance and more', async () => {
    const { browse } = await openPortal();
    const tokens = new Set<string>();
    for (let attempt = 0; attempt < 5; attempt++) {
      const browser = browse();
      await browser.signIn();
      const [, token = ''] = /^opsbook=([^;]*)/.exec(browser.cookie) ?? [];
      // 32 bytes.
      expect(token).toMatch(/^[\w-]{43}$/);
      tokens.add(token);
    }
    expect(tokens.size).toBe(5);
  });
});

describe('every change of state', () => {
  const changes = [
    ['/sign-in', { ...account }],
    ['/sign-out', {}],
    ['/sign-out', { everywhere: 'yes' }],
    ['/password', { current: account.password, next: 'an entirely new one', again: 'x' }],
  ] as const;

  test.each(changes)('%s with %j is refused from another site', async (path, fields) => {
    const { browse } = await openPortal();
    const browser = browse();
    await browser.signIn();
    const { cookie } = browser;
    for (const headers of [
      { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'http://127.0.0.1:4322', 'Sec-Fetch-Site': 'same-site' },
    ]) {
      const answer = await browser.post(path, fields, headers);
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
    }
    expect(browser.cookie).toBe(cookie);
    expect((await browser.get(upload)).status).toBe(200);
  });

  test('is not made by a GET', async () => {
    const { browse } = await openPortal();
    const browser = browse();
    await browser.signIn();
    for (const path of ['/sign-out', '/sign-out?everywhere=yes', '/password?next=x']) {
      await browser.get(path);
      expect((await browser.get(upload)).status).toBe(200);
    }
  });
});

test('the account page says who one is and what signing out takes away', async () => {
  const { browse } = await openPortal();
  const browser = browse();
  expect((await browser.get('/account')).status).toBe(303);
  await browser.signIn();
  const page = await (await browser.get('/account')).text();
  expect(page).toContain(`You are signed in as ${account.email}.`);
  expect(page).toContain('removes the progress kept on this device');
  expect(page).toContain('Sign out everywhere');
});
