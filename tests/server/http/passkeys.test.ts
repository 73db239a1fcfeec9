import { describe, expect, test } from 'vitest';
import { SoftwareAuthenticator } from '../../support/software-authenticator.ts';
import { account, type Browser } from '../portal-fixture.ts';
import { openGuardedPortal, page } from '../second-factor-fixture.ts';

const ask = async (browser: Browser, path: string) => (await browser.post(path, {})).json();

async function withPasskey() {
  const portal = await openGuardedPortal();
  const owner = await portal.signedIn();
  const { device, response, codes } = await portal.addPasskey(owner);
  const { site, events } = portal;
  /** Shows an answer after the password, and says what became of it. */
  async function show(credential: string, half: Browser) {
    const { status } = await half.post('/second-factor', { credential });
    const last = events.findLast(({ event }) => event.startsWith('second-factor-'));
    return last && 'reason' in last ? last.reason : status;
  }
  /** The same without a password. */
  async function showAlone(credential: string, stranger: Browser) {
    const { status } = await stranger.post('/sign-in/passkey', { credential });
    const last = events.findLast(({ event }) => event.startsWith('sign-in'));
    return last && 'reason' in last ? last.reason : status;
  }
  return { ...portal, owner, device, response, codes, honest: { origin: site }, show, showAlone };
}

describe('a passkey', () => {
  test('is a second factor, and brings backup codes', async () => {
    const { response, codes, device, honest, halfWay, opens, events } = await withPasskey();
    expect([response.status, codes.length]).toEqual([200, 8]);
    const half = await halfWay();
    expect(await opens(half)).toBe(false);
    const options = await ask(half, '/second-factor/options');
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'discouraged' });
    expect(options.allowCredentials).toHaveLength(1);
    const credential = device.get(options, honest);
    const done = await half.post('/second-factor', { credential, returnTo: page });
    expect([done.status, done.headers.get('Location')]).toEqual([303, page]);
    expect(await opens(half)).toBe(true);
    expect(events).toContainEqual({
      event: 'second-factor-passed',
      account: account.email,
      by: 'passkey',
      address: '127.0.0.1',
    });
  });

  test('is asked for only in what the page of its owner offers', async () => {
    const { halfWay } = await withPasskey();
    const form = await (await (await halfWay()).get('/second-factor')).text();
    expect(form).toContain('data-passkey="get"');
    expect(form).not.toContain('authenticator app');
  });

  test('a challenge is of one session, taken once and short', async () => {
    const { device, honest, halfWay, show, advance } = await withPasskey();
    const [half, other] = [await halfWay(), await halfWay()];
    const options = await ask(half, '/second-factor/options');
    const credential = device.get(options, honest);
    expect(await show(credential, other)).toBe('challenge');
    expect(await show(device.get(options, honest), half)).toBe(303);
    // The session has another token now; in the old one, and in another, it is taken.
    expect(await show(credential, half)).toBe('challenge');
    const third = await halfWay();
    const late = await ask(third, '/second-factor/options');
    advance(5 * 60_000);
    expect(await show(device.get(late, honest), third)).toBe('challenge');
    const fourth = await ask(third, '/second-factor/options');
    expect(await show(device.get(fourth, { origin: 'https://evil.example' }), third)).toBe(
      'answer',
    );
    // Looked at once is taken, right or wrong.
    expect(await show(device.get(fourth, honest), third)).toBe('challenge');
    for (const made of ['', '.', 'a.b.c', `${fourth.challenge}x`]) {
      const challenge = Buffer.from(made).toString('base64url');
      expect(await show(device.get({ ...fourth, challenge }, honest), third)).toBe('challenge');
      advance(60_000);
    }
  });

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['the address, not the name', { origin: 'http://127.0.0.1' }],
    ['another portal', { rpId: 'evil.example' }],
  ])('an answer for %s is refused', async (_, manner) => {
    const { device, honest, halfWay, show, opens } = await withPasskey();
    const half = await halfWay();
    const options = await ask(half, '/second-factor/options');
    expect(await show(device.get(options, { ...honest, ...manner }), half)).toBe('answer');
    expect(await opens(half)).toBe(false);
  });

  test('a copy is refused, because its counter does not grow', async () => {
    const { device, honest, halfWay, show, events, opens } = await withPasskey();
    const [half, other] = [await halfWay(), await halfWay()];
    const counted = { ...honest, counter: 7 };
    expect(await show(device.get(await ask(half, '/second-factor/options'), counted), half)).toBe(
      303,
    );
    for (const counter of [7, 3, 0]) {
      const options = await ask(other, '/second-factor/options');
      expect(await show(device.get(options, { ...honest, counter }), other)).toBe('counter');
    }
    expect(events.at(-1)).toMatchObject({ event: 'second-factor-refused', reason: 'counter' });
    expect(await opens(other)).toBe(false);
    const options = await ask(other, '/second-factor/options');
    expect(await show(device.get(options, { ...honest, counter: 8 }), other)).toBe(303);
  });

  test('one that does not count is taken each time', async () => {
    const { device, honest, halfWay, show } = await withPasskey();
    for (let count = 0; count < 2; count++) {
      const half = await halfWay();
      const options = await ask(half, '/second-factor/options');
      expect(await show(device.get(options, { ...honest, counter: 0 }), half)).toBe(303);
    }
  });

  test('of somebody else, of nobody and of no sense is refused', async () => {
    const { honest, halfWay, show, auth, browse, addPasskey, advance } = await withPasskey();
    const email = 'grace@example.org';
    const password = await auth.accounts.add(email);
    const next = 'an entirely new password';
    const grace = browse();
    await grace.signIn({ email, password });
    await grace.post('/password', { current: password, next, again: next });
    const hers = await addPasskey(grace);
    const half = await halfWay();
    const answerOf = async (device: SoftwareAuthenticator) =>
      device.get(await ask(half, '/second-factor/options'), honest);
    expect(await show(await answerOf(hers.device), half)).toBe('unknown');
    expect(await show(await answerOf(new SoftwareAuthenticator()), half)).toBe('unknown');
    for (const nonsense of ['', '{', 'null', '[]', '{"id":1}', hers.credential]) {
      advance(60_000);
      expect(await show(nonsense, half)).toBe('unreadable');
    }
  });

  test('whose answer was signed by another key is refused', async () => {
    const { device, honest, halfWay, show } = await withPasskey();
    const half = await halfWay();
    const options = await ask(half, '/second-factor/options');
    const credential = JSON.parse(device.get(options, honest));
    const forged = JSON.parse(new SoftwareAuthenticator().get(options, honest));
    credential.response.signature = forged.response.signature;
    expect(await show(JSON.stringify(credential), half)).toBe('answer');
  });

  test('showing wrong ones is slowed', async () => {
    const { halfWay } = await withPasskey();
    const half = await halfWay();
    const statuses: number[] = [];
    for (let count = 0; count < 6; count++) {
      statuses.push((await half.post('/second-factor', { credential: 'x' })).status);
    }
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
  });

  test('is added once, and only with what was asked for', async () => {
    const { owner, site, signedIn, credential } = await openGuardedPortal().then(async (portal) => {
      const owner = await portal.signedIn();
      return { ...portal, owner, ...(await portal.addPasskey(owner)) };
    });
    expect((await owner.post('/second-factor/passkey', { credential })).status).toBe(422);
    const options = await ask(owner, '/second-factor/passkey/options');
    expect(options.excludeCredentials).toHaveLength(1);
    const device = new SoftwareAuthenticator();
    const foreign = device.create(options, { origin: 'https://evil.example' });
    expect((await owner.post('/second-factor/passkey', { credential: foreign })).status).toBe(422);
    const half = await signedIn();
    const made = new SoftwareAuthenticator().create(options, { origin: site });
    await half.post('/second-factor/passkey', { credential: made });
    expect(await (await owner.get('/account')).text()).toContain('Key');
    expect((await (await owner.get('/account')).text()).match(/\(passkey\)/g)).toHaveLength(1);
  });
});

describe('a passkey alone', () => {
  test('signs in, for the page that was asked for', async () => {
    const { device, honest, browse, events, opens } = await withPasskey();
    const browser = browse();
    const form = await (await browser.get(`/sign-in?returnTo=${page}`)).text();
    expect(form).toContain('action="/sign-in/passkey"');
    const options = await ask(browser, '/sign-in/passkey/options');
    expect(options).toMatchObject({ userVerification: 'required' });
    expect(options.allowCredentials ?? []).toEqual([]);
    const credential = device.get(options, honest);
    const done = await browser.post('/sign-in/passkey', { credential, returnTo: page });
    expect([done.status, done.headers.get('Location')]).toEqual([303, page]);
    expect(await opens(browser)).toBe(true);
    expect(browser.cookie).not.toContain('opsbook-passkey');
    expect(events.at(-1)).toEqual({
      event: 'sign-in',
      account: account.email,
      by: 'passkey',
      address: '127.0.0.1',
    });
  });

  test('alone it needs a device that asked who uses it', async () => {
    const { device, honest, browse, halfWay, show, showAlone } = await withPasskey();
    const unverified = { ...honest, isVerified: false };
    const browser = browse();
    const options = await ask(browser, '/sign-in/passkey/options');
    expect(await showAlone(device.get(options, unverified), browser)).toBe('answer');
    // Beside the password it is enough.
    const half = await halfWay();
    expect(
      await show(device.get(await ask(half, '/second-factor/options'), unverified), half),
    ).toBe(303);
  });

  test('its challenge is of one browser, taken once and short', async () => {
    const { device, honest, browse, halfWay, show, showAlone, advance } = await withPasskey();
    const [browser, other] = [browse(), browse()];
    const options = await ask(browser, '/sign-in/passkey/options');
    await ask(other, '/sign-in/passkey/options');
    expect(await showAlone(device.get(options, honest), other)).toBe('challenge');
    const { cookie } = browser;
    expect(await showAlone(device.get(options, honest), browser)).toBe(303);
    const replaying = browse();
    replaying.cookie = cookie;
    expect(await showAlone(device.get(options, honest), replaying)).toBe('challenge');
    const late = await ask(other, '/sign-in/passkey/options');
    advance(5 * 60_000);
    expect(await showAlone(device.get(late, honest), other)).toBe('challenge');
    // What was asked of a stranger is no second step, and the other way round.
    const half = await halfWay();
    const forStep = await ask(half, '/second-factor/options');
    const forSignIn = await ask(other, '/sign-in/passkey/options');
    expect(await show(device.get(forSignIn, honest), half)).toBe('challenge');
    expect(await showAlone(device.get(forStep, honest), other)).toBe('challenge');
  });

  test('of another origin, of a removed factor and of a disabled person is refused', async () => {
    const { device, honest, browse, auth, showAlone } = await withPasskey();
    const browser = browse();
    const answerOf = async (origin = honest.origin) =>
      device.get(await ask(browser, '/sign-in/passkey/options'), { origin });
    expect(await showAlone(await answerOf('https://evil.example'), browser)).toBe('answer');
    await auth.accounts.disable(account.email);
    expect(await showAlone(await answerOf(), browser)).toBe('disabled');
    await auth.accounts.enable(account.email);
    expect(await showAlone(await answerOf(), browser)).toBe(303);
    await auth.accounts.resetSecondFactor(account.email);
    expect(await showAlone(await answerOf(), browser)).toBe('unknown');
  });

  test('leads somebody with a one-time password to choosing one', async () => {
    const { device, honest, browse, auth } = await withPasskey();
    await auth.accounts.reset(account.email);
    const browser = browse();
    const credential = device.get(await ask(browser, '/sign-in/passkey/options'), honest);
    await browser.post('/sign-in/passkey', { credential });
    expect((await browser.get(page)).headers.get('Location')).toMatch('/password');
  });

  test('is slowed by place, and writes little for strangers', async () => {
    const { browse, auth } = await openGuardedPortal();
    const statuses = new Set<number>();
    for (let count = 0; count < 22; count++) {
      statuses.add((await browse().post('/sign-in/passkey', { credential: '{}' })).status);
      await browse().post('/sign-in/passkey/options', {});
    }
    expect([...statuses]).toEqual([422, 429]);
    expect(await auth.db.selectFrom('spentChallenge').selectAll().execute()).toEqual([]);
  });
});

test.each([
  ['https://handbook.example.org', true],
  ['https://10.0.0.5', false],
  ['https://[fd00::5]', false],
])('at %s passkeys are offered: %s', async (origin, isOffered) => {
  const { browse } = await openGuardedPortal({ origin, onSocket: false });
  expect((await (await browse().get('/sign-in')).text()).includes('passkey')).toBe(isOffered);
  const asked = await browse().post('/sign-in/passkey/options', {});
  expect(asked.status).toBe(isOffered ? 200 : 404);
  if (isOffered) expect(await asked.json()).toMatchObject({ rpId: 'handbook.example.org' });
});
