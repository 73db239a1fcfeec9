import { describe, expect, test } from 'vitest';
import { account, keptBy } from '../portal-fixture.ts';
import { codeOf, codesOn, openGuardedPortal, page, problemOn } from '../second-factor-fixture.ts';

describe('an authenticator app', () => {
  test('is set up, and asked for from then on', async () => {
    const { signedIn, addApp, opens, advance, now, events, browse } = await openGuardedPortal();
    const browser = await signedIn();
    const before = browser.cookie;
    const { seed, response, codes } = await addApp(browser);
    expect(response.status).toBe(200);
    expect(codes).toHaveLength(8);
    expect(await opens(browser)).toBe(true);
    expect(browser.cookie).not.toBe(before);

    advance(60_000);
    const half = browse();
    const asked = await half.signIn({ returnTo: page });
    expect(asked.headers.get('Location')).toBe(page);
    const step = await half.get(page);
    expect(step.headers.get('Location')).toBe(
      '/second-factor?returnTo=%2Fdocs%2Fsop.media.upload%2F',
    );
    expect(await (await half.get('/second-factor')).text()).toContain(
      'Code of your authenticator app',
    );
    const done = await half.post('/second-factor', { code: codeOf(seed, now()), returnTo: page });
    expect([done.status, done.headers.get('Location')]).toEqual([303, page]);
    expect(await opens(half)).toBe(true);
    expect(events.filter(({ event }) => event !== 'denied')).toEqual([
      { event: 'sign-in', account: account.email, address: '127.0.0.1' },
      {
        event: 'second-factor-added',
        account: account.email,
        by: 'authenticator',
        address: '127.0.0.1',
      },
      { event: 'sign-in', account: account.email, lacks: 'second-factor', address: '127.0.0.1' },
      {
        event: 'second-factor-passed',
        account: account.email,
        by: 'authenticator',
        address: '127.0.0.1',
      },
    ]);
  });

  test('is asked for in sessions that were there before', async () => {
    const { signedIn, addApp, opens } = await openGuardedPortal();
    const [browser, other] = [await signedIn(), await signedIn()];
    await addApp(browser);
    expect(await opens(other)).toBe(false);
    expect((await other.get(page)).headers.get('Location')).toMatch('/second-factor');
  });

  test('is not added by a wrong code, nor twice, nor in another session, nor too late', async () => {
    const { signedIn, addApp, opens, advance, now, auth, browse } = await openGuardedPortal();
    const [browser, other] = [await signedIn(), await signedIn()];
    const form = await (await browser.get('/second-factor/authenticator')).text();
    const [, setUp = ''] = /name="setUp" value="([^"]+)"/.exec(form) ?? [];
    const [, key = ''] = /class="key">([A-Z2-7 ]+)</.exec(form) ?? [];
    const right = () => ({ setUp, code: codeOf(key.replaceAll(' ', ''), now()) });
    const wrong = await browser.post('/second-factor/authenticator', { setUp, code: '000000' });
    const shownAgain = await wrong.text();
    expect([wrong.status, problemOn(shownAgain)]).toEqual([
      422,
      expect.stringContaining('not right'),
    ]);
    // The app that was scanned already is still the one.
    expect(shownAgain).toContain(key);
    expect((await other.post('/second-factor/authenticator', right())).status).toBe(422);
    advance(20 * 60_000);
    const late = await browser.post('/second-factor/authenticator', right());
    expect(late.headers.get('Location')).toMatch('/second-factor/confirm');
    expect(await opens(await signedIn())).toBe(true);

    const fresh = await signedIn();
    const { given } = await addApp(fresh);
    expect((await fresh.post('/second-factor/authenticator', given)).status).toBe(422);
    const session = await auth.sessionOf(new Headers({ cookie: fresh.cookie }));
    if (session === undefined) throw new Error('The session is gone');
    expect((await auth.factorSettings.shownBy(session)).factors).toHaveLength(1);
    expect((await browse().get('/second-factor/authenticator')).headers.get('Location')).toMatch(
      '/sign-in',
    );
  });

  test('is not begun without fresh proof, by whatever is posted, but what was begun is completed', async () => {
    const { signedIn, advance, now } = await openGuardedPortal();
    const browser = await signedIn();
    const form = await (await browser.get('/second-factor/authenticator')).text();
    const [, setUp = ''] = /name="setUp" value="([^"]+)"/.exec(form) ?? [];
    const [, key = ''] = /class="key">([A-Z2-7 ]+)</.exec(form) ?? [];
    advance(11 * 60_000);
    for (const posted of ['', 'x', `x${setUp}`]) {
      const given = { setUp: posted, code: '', returnTo: page };
      const response = await browser.post('/second-factor/authenticator', given);
      const text = await response.text();
      expect([response.status, response.headers.get('Location')]).toEqual([
        303,
        `/second-factor/confirm?${new URLSearchParams({
          goOn: `/second-factor/authenticator?${new URLSearchParams({ returnTo: page })}`,
        })}`,
      ]);
      expect(text).not.toContain('setUp');
    }
    const wrong = await browser.post('/second-factor/authenticator', { setUp, code: '000000' });
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining(key)]);
    const given = { setUp, code: codeOf(key.replaceAll(' ', ''), now()) };
    const added = await browser.post('/second-factor/authenticator', given);
    expect(codesOn(await added.text())).toHaveLength(8);
  });

  test('a code of an app is good once, whoever types it', async () => {
    const { signedIn, addApp, opens, halfWay, advance, now } = await openGuardedPortal();
    const { seed, given } = await addApp(await signedIn());
    const [first, second] = [await halfWay(), await halfWay()];
    // That of setting up was shown already.
    const early = await first.post('/second-factor', { code: given.code });
    expect([early.status, problemOn(await early.text())]).toEqual([
      422,
      expect.stringContaining('used already'),
    ]);
    advance(30_000);
    const code = codeOf(seed, now());
    const statuses = await Promise.all(
      [first, second].map(async (each) => (await each.post('/second-factor', { code })).status),
    );
    expect(statuses.sort()).toEqual([303, 422]);
    expect([await opens(first), await opens(second)].filter(Boolean)).toHaveLength(1);
    // An earlier one that nobody used is over, too.
    const third = await halfWay();
    const past = await third.post('/second-factor', { code: codeOf(seed, now(), -1) });
    expect(past.status).toBe(422);
  });

  test('its seed is kept sealed, and so is everything else', async () => {
    const portal = await openGuardedPortal();
    const { seed, codes } = await portal.addApp(await portal.signedIn());
    const kept = await keptBy(portal);
    for (const secret of [seed, ...codes, ...codes.map((code) => code.replaceAll('-', ''))]) {
      expect(kept).not.toContain(secret);
    }
  });
});

test('a backup code is good once, and new ones end the old', async () => {
  const { signedIn, addApp, opens, halfWay, events } = await openGuardedPortal();
  const browser = await signedIn();
  const { codes } = await addApp(browser);
  const [first = '', second = '', third = ''] = codes;
  const half = await halfWay();
  // As people type it.
  const typed = ` ${first.toUpperCase().replaceAll('-', ' ')} `;
  expect((await half.post('/second-factor', { backupCode: typed })).status).toBe(303);
  expect(await opens(half)).toBe(true);
  expect(events.at(-1)).toMatchObject({ event: 'second-factor-passed', by: 'backup-code' });
  const again = await halfWay();
  expect((await again.post('/second-factor', { code: first })).status).toBe(422);
  const [one, other] = [await halfWay(), await halfWay()];
  const raced = await Promise.all(
    [one, other].map(async (each) => (await each.post('/second-factor', { code: second })).status),
  );
  expect(raced.sort()).toEqual([303, 422]);
  expect(await (await browser.get('/account')).text()).toContain('6 left');

  const renewed = await (await browser.post('/second-factor/backup-codes', {})).text();
  const fresh = codesOn(renewed);
  expect(new Set([...fresh, ...codes]).size).toBe(16);
  expect((await again.post('/second-factor', { code: third })).status).toBe(422);
  expect((await again.post('/second-factor', { code: fresh[0] ?? '' })).status).toBe(303);
  expect(events.map(({ event }) => event)).toContain('backup-codes-made');
});

test('a code of somebody else is none', async () => {
  const { signedIn, addApp, halfWay, auth, browse, advance, now } = await openGuardedPortal();
  const { seed } = await addApp(await signedIn());
  const email = 'grace@example.org';
  const password = await auth.accounts.add(email);
  const next = 'an entirely new password';
  const grace = browse();
  await grace.signIn({ email, password });
  await grace.post('/password', { current: password, next, again: next });
  const hers = await addApp(grace);
  advance(60_000);
  const half = await halfWay();
  const [backup = ''] = hers.codes;
  for (const code of [codeOf(hers.seed, now()), backup]) {
    expect((await half.post('/second-factor', { code })).status).toBe(422);
  }
  expect((await half.post('/second-factor', { code: codeOf(seed, now()) })).status).toBe(303);
});

test('guessing codes is slowed wherever it is done, and told', async () => {
  const { signedIn, addApp, halfWay, advance, now, events, auth } = await openGuardedPortal();
  const known = await signedIn();
  const { seed } = await addApp(known);
  advance(60_000);
  expect((await known.post('/second-factor', { code: codeOf(seed, now()) })).status).toBe(303);
  advance(60_000);
  const statuses: number[] = [];
  // Each with a session of its own, which a right password opens.
  for (let count = 0; count < 6; count++) {
    const half = await halfWay();
    statuses.push((await half.post('/second-factor', { code: '000000' })).status);
  }
  expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
  expect(events.at(-1)).toMatchObject({ event: 'second-factor-throttled', account: account.email });
  expect(events.at(-3)).toMatchObject({ event: 'second-factor-refused', reason: 'wrong-code' });
  const stranger = await halfWay();
  const right = () => ({ code: codeOf(seed, now()) });
  const late = await stranger.post('/second-factor', right());
  expect([late.status, late.headers.get('Retry-After')]).toEqual([429, '1']);
  // A browser in which everything was shown is not slowed by them, but must show it again.
  const own = known.cookie;
  await known.signIn();
  expect(known.cookie).not.toBe(own);
  expect((await known.get(page)).headers.get('Location')).toMatch('/second-factor');
  expect((await known.post('/second-factor', right())).status).toBe(303);

  // Waits double, up to an hour, and `unblock` ends them.
  for (let count = 0; count < 15; count++) {
    advance(60 * 60_000);
    await (await halfWay()).post('/second-factor', { code: '000000' });
  }
  const waiting = await (await halfWay()).post('/second-factor', right());
  expect(waiting.headers.get('Retry-After')).toBe('3600');
  await auth.accounts.unblock(account.email);
  expect((await (await halfWay()).post('/second-factor', right())).status).toBe(303);
});

test('a browser that has shown a password alone is no known one where there is a second factor', async () => {
  const { signedIn, addApp, advance, now, auth } = await openGuardedPortal({ sendsMail: true });
  const collected = [await signedIn(), await signedIn(), await signedIn()];
  const own = await signedIn();
  const { seed } = await addApp(own);
  const told = async () =>
    (await auth.db.selectFrom('outbox').select('kind').execute()).filter(
      ({ kind }) => kind === 'new-device',
    ).length;
  const before = await told();
  advance(60 * 60_000);
  const statuses: number[] = [];
  for (const browser of collected) {
    await browser.signIn();
    for (let count = 0; count < 2; count++) {
      statuses.push((await browser.post('/second-factor', { code: '000000' })).status);
    }
  }
  expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
  // That in which it was added has shown everything: it is counted for itself, and nobody is told.
  await own.signIn();
  const step = await own.post('/second-factor', { code: codeOf(seed, now()) });
  expect([step.status, await told()]).toEqual([303, before]);
  advance(60 * 60_000);
  const [first] = collected;
  expect((await first?.post('/second-factor', { code: codeOf(seed, now()) }))?.status).toBe(303);
  expect(await told()).toBe(before + 1);
});

test('a factor is removed after fresh proof, and no longer opens anything', async () => {
  const { signedIn, addApp, addPasskey, opens, advance, now, events } = await openGuardedPortal();
  const browser = await signedIn();
  const { seed } = await addApp(browser, '<Phone>');
  advance(1000);
  const { response } = await addPasskey(browser);
  expect([response.status, response.headers.get('Location')]).toEqual([303, '/account']);
  const listed = await (await browser.get('/account')).text();
  expect(listed).toContain('<strong>&lt;Phone&gt;</strong> (authenticator app)');
  expect(listed).toContain('<strong>Key</strong> (passkey)');
  const removals = [...listed.matchAll(/href="(\/second-factor\/remove[^"]+)"/g)].map(
    ([, to = '']) => to,
  );
  const [first = ''] = removals;
  const factor = new URL(first, 'http://x').searchParams.get('factor') ?? '';

  advance(10 * 60_000);
  const stale = await browser.get(first);
  const confirm = stale.headers.get('Location') ?? '';
  expect([stale.status, confirm]).toEqual([
    303,
    expect.stringMatching(/^\/second-factor\/confirm\?goOn=/),
  ]);
  for (const [path, fields] of [
    ['/second-factor/remove', { factor }],
    ['/second-factor/backup-codes', {}],
    ['/second-factor/passkey/options', {}],
  ] as const) {
    expect((await browser.post(path, fields)).headers.get('Location')).toMatch('/confirm');
  }
  const goOn = new URL(confirm, 'http://x').searchParams.get('goOn') ?? '';
  const refused = await browser.post('/second-factor/confirm', { goOn, password: 'x' });
  expect([refused.status, events.at(-1)]).toEqual([
    422,
    expect.objectContaining({ event: 'identity-refused', reason: 'wrong-password' }),
  ]);
  const before = browser.cookie;
  const done = await browser.post('/second-factor/confirm', { goOn, password: account.password });
  expect([done.status, done.headers.get('Location')]).toEqual([303, first]);
  expect(browser.cookie).not.toBe(before);
  expect(await (await browser.get(first)).text()).toContain('Remove “&lt;Phone&gt;”?');
  expect((await browser.post('/second-factor/remove', { factor })).status).toBe(303);
  expect(events.at(-1)).toMatchObject({ event: 'second-factor-removed', by: 'authenticator' });
  const half = await signedIn();
  expect((await half.post('/second-factor', { code: codeOf(seed, now()) })).status).toBe(422);

  // The last one takes the backup codes along; the password alone is enough then.
  const [last = ''] = removals.slice(1);
  expect(await (await browser.get(last)).text()).toContain('It is the last one');
  const rest = new URL(last, 'http://x').searchParams.get('factor') ?? '';
  await browser.post('/second-factor/remove', { factor: rest });
  expect(await opens(await signedIn())).toBe(true);
  expect(await (await browser.get('/account')).text()).not.toContain('Backup codes');
});

test('nobody removes a factor of somebody else', async () => {
  const { signedIn, addApp, auth, browse, halfWay, opens } = await openGuardedPortal();
  const ada = await signedIn();
  await addApp(ada);
  const [, factor = ''] = /factor=([\w-]+)/.exec(await (await ada.get('/account')).text()) ?? [];
  const email = 'grace@example.org';
  const password = await auth.accounts.add(email);
  const next = 'an entirely new password';
  const grace = browse();
  await grace.signIn({ email, password });
  await grace.post('/password', { current: password, next, again: next });
  await grace.post('/second-factor/remove', { factor });
  expect(await opens(await halfWay())).toBe(false);
});

test('each step gives the session another token', async () => {
  const { signedIn, addApp, halfWay, opens, advance, now, browse } = await openGuardedPortal();
  const { seed } = await addApp(await signedIn());
  advance(60_000);
  const half = await halfWay();
  const before = half.cookie;
  await half.post('/second-factor', { code: codeOf(seed, now()) });
  const planted = browse();
  planted.cookie = before;
  expect(await opens(half)).toBe(true);
  expect((await planted.get(page)).headers.get('Location')).toMatch('/sign-in');
});

test('a session that passed ends seven days after sign-in, like any other', async () => {
  const { signedIn, addApp, halfWay, opens, advance, now } = await openGuardedPortal();
  const { seed } = await addApp(await signedIn());
  const half = await halfWay();
  for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
    advance(6 * 60 * 60_000);
    await half.post('/second-factor', { code: codeOf(seed, now()) });
    expect(await opens(half)).toBe(true);
  }
  advance(6 * 60 * 60_000);
  expect(await opens(half)).toBe(false);
});

describe('where it is required', () => {
  test('whoever must have one sets it up before anything else opens', async () => {
    const { signedIn, addApp, opens, events, advance } = await openGuardedPortal({
      secondFactorOf: 'everybody',
    });
    const browser = await signedIn();
    const asked = await browser.get(page);
    expect([asked.status, asked.headers.get('Location')]).toEqual([
      303,
      '/second-factor/set-up?returnTo=%2Fdocs%2Fsop.media.upload%2F',
    ]);
    expect((await browser.get('/api/registry.json')).status).toBe(403);
    expect(events.at(-1)).toMatchObject({
      event: 'denied',
      reason: 'second-factor-set-up-required',
    });
    const choice = await (await browser.get(asked.headers.get('Location') ?? '')).text();
    expect(choice).toContain('/second-factor/authenticator?returnTo=%2Fdocs');
    // Whoever takes long is asked who they are, and nothing else opens meanwhile.
    advance(11 * 60_000);
    const stale = await browser.get('/second-factor/authenticator');
    expect(stale.headers.get('Location')).toMatch('/second-factor/confirm');
    const { password } = account;
    await browser.post('/second-factor/confirm', {
      goOn: '/second-factor/authenticator',
      password,
    });
    expect(await opens(browser)).toBe(false);
    await addApp(browser);
    expect(await opens(browser)).toBe(true);
  });

  test('by administrators, others go on with a password', async () => {
    const { signedIn, opens, auth } = await openGuardedPortal({ secondFactorOf: 'administrators' });
    const browser = await signedIn();
    expect(await opens(browser)).toBe(true);
    await auth.accounts.setRole(account.email, 'administrator');
    expect(await opens(browser)).toBe(false);
    expect((await browser.get(page)).headers.get('Location')).toMatch('/second-factor/set-up');
  });

  test('a new password comes first, and the last factor can be replaced but not done without', async () => {
    const { signedIn, addApp, opens } = await openGuardedPortal({
      secondFactorOf: 'everybody',
      mustChangePassword: true,
    });
    const browser = await signedIn();
    expect((await browser.get(page)).headers.get('Location')).toMatch('/password');
    expect((await browser.get('/second-factor/set-up')).headers.get('Location')).toMatch(
      '/password',
    );
    const next = 'an entirely new password';
    await browser.post('/password', { current: account.password, next, again: next });
    expect((await browser.get(page)).headers.get('Location')).toMatch('/second-factor/set-up');
    await addApp(browser);
    const [, factor = ''] =
      /factor=([\w-]+)/.exec(await (await browser.get('/account')).text()) ?? [];
    await browser.post('/second-factor/remove', { factor });
    expect(await opens(browser)).toBe(false);
    expect((await browser.get(page)).headers.get('Location')).toMatch('/second-factor/set-up');
  });
});

test('a reset password leaves the second factor in place', async () => {
  const { signedIn, addApp, auth, browse, now, advance } = await openGuardedPortal();
  const { seed } = await addApp(await signedIn());
  const password = await auth.accounts.reset(account.email);
  const browser = browse();
  await browser.signIn({ password });
  const next = 'an entirely new password';
  const change = { current: password, next, again: next };
  expect((await browser.post('/password', change)).headers.get('Location')).toMatch(
    '/second-factor',
  );
  advance(60_000);
  await browser.post('/second-factor', { code: codeOf(seed, now()) });
  expect((await browser.get(page)).headers.get('Location')).toMatch('/password');
  await browser.post('/password', change);
  // The new session stands on what the old one was proved by.
  expect((await browser.get(page)).status).toBe(200);
});

test('an administrator takes all factors away, and every session with them', async () => {
  const { signedIn, addApp, addPasskey, opens, auth } = await openGuardedPortal();
  const browser = await signedIn();
  const { codes } = await addApp(browser);
  await addPasskey(browser);
  expect(await auth.accounts.list()).toContainEqual(
    expect.objectContaining({ hasSecondFactor: true }),
  );
  expect(await auth.accounts.resetSecondFactor(account.email)).toBe(2);
  expect((await browser.get(page)).headers.get('Location')).toMatch('/sign-in');
  expect(await opens(await signedIn())).toBe(true);
  const kept = await auth.db.selectFrom('backupCode').selectAll().execute();
  expect([codes.length, kept]).toEqual([8, []]);
  await expect(auth.accounts.resetSecondFactor(account.email)).rejects.toThrow(
    'has no second factor',
  );
  const told: string[] = [];
  await auth.auditQueue.deliver(({ event }) => void told.push(event));
  expect(told).toEqual(['account-second-factor-reset']);
});

test('an account that is removed leaves nothing behind', async () => {
  const { signedIn, addApp, auth } = await openGuardedPortal();
  await auth.accounts.add('grace@example.org', 'administrator');
  await addApp(await signedIn());
  await auth.accounts.remove(account.email);
  expect(await auth.db.selectFrom('secondFactor').selectAll().execute()).toEqual([]);
  expect(await auth.db.selectFrom('backupCode').selectAll().execute()).toEqual([]);
});

test('accounts that move to another machine come without their second factors', async () => {
  const { signedIn, addApp, auth } = await openGuardedPortal();
  await addApp(await signedIn());
  expect(JSON.stringify(await auth.accounts.export())).not.toMatch(/factor|seed|authenticator/i);
});

test('a form of another site changes nothing', async () => {
  const { signedIn, addApp } = await openGuardedPortal();
  const browser = await signedIn();
  await addApp(browser);
  const [, factor = ''] =
    /factor=([\w-]+)/.exec(await (await browser.get('/account')).text()) ?? [];
  const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
  for (const path of ['/second-factor/remove', '/second-factor/backup-codes', '/second-factor']) {
    expect((await browser.post(path, { factor }, foreign)).status).toBe(403);
  }
  expect(await (await browser.get('/account')).text()).toContain(factor);
});
