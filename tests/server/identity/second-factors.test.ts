import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { openAuthenticatorApp } from '../../../src/server/identity/authenticator-app.ts';
import { newBackupCodes } from '../../../src/server/identity/backup-codes.ts';
import { openSealing } from '../../../src/server/identity/sealing.ts';
import { type Debtor, debtOf } from '../../../src/server/identity/session-debt.ts';
import { secret } from '../portal-fixture.ts';
import { codeOf, openGuardedPortal } from '../second-factor-fixture.ts';

const app = openAuthenticatorApp('handbook.example.org');

/** RFC 6238, appendix B, for SHA-1; the last six digits of the eight. */
test.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('the code of second %s is that of RFC 6238', (second, code) => {
  const seed = Secret.fromUTF8('12345678901234567890').base32;
  expect(app.stepOf(seed, code, second * 1000)).toBe(Math.floor(second / 30));
});

test('a code is good in its half minute and those beside it', () => {
  const seed = app.newSeed();
  const atMs = 1_800_000_000_000;
  const step = atMs / 30_000;
  for (const steps of [-3, -2, -1, 0, 1, 2, 3]) {
    const expected = Math.abs(steps) <= 1 ? step + steps : undefined;
    expect([steps, app.stepOf(seed, codeOf(seed, atMs, steps), atMs)]).toEqual([steps, expected]);
  }
  for (const code of ['', '12345', '1234567', 'abcdef', '-00001', '１２３４５６']) {
    expect([code, app.stepOf(seed, code, atMs)]).toEqual([code, undefined]);
  }
});

test('an app reads what the picture says', () => {
  const seed = app.newSeed();
  const address = new URL(app.addressOf(seed, 'ada+x@example.org'));
  expect(address.protocol).toBe('otpauth:');
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    issuer: 'Opsbook handbook.example.org',
    secret: seed,
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
  expect(decodeURIComponent(address.pathname)).toContain(':ada+x@example.org');
  expect(TOTP.defaults.algorithm).toBe('SHA1');
});

test('seeds and codes have the chance they should have', () => {
  const seeds = Array.from({ length: 200 }, () => app.newSeed());
  expect(new Set(seeds).size).toBe(200);
  for (const seed of seeds) expect(Secret.fromBase32(seed).bytes).toHaveLength(20);
  const codes = Array.from({ length: 100 }, () => newBackupCodes()).flat();
  expect(new Set(codes).size).toBe(800);
  for (const code of codes) expect(code).toMatch(/^([a-z2-9]{4}-){5}[a-z2-9]{4}$/);
  // Twenty-four of thirty-one characters: more than the 112 bits from which a fast hash is enough.
  const used = new Set(codes.join('').replaceAll('-', ''));
  expect(used.size).toBe(31);
  expect(24 * Math.log2(used.size)).toBeGreaterThan(112);
});

test('what is sealed opens for what it was sealed for, whole and with the same secret', () => {
  const { seal, unseal } = openSealing(secret);
  const sealed = seal('grüße', 'factor', 'ada');
  expect(unseal(sealed, 'factor', 'ada')).toBe('grüße');
  expect(seal('grüße', 'factor', 'ada')).not.toBe(sealed);
  for (const context of [[], ['factor'], ['ada', 'factor'], ['factorada'], ['factor', 'eve']]) {
    expect(unseal(sealed, ...context)).toBeUndefined();
  }
  expect(openSealing(`${secret}x`).unseal(sealed, 'factor', 'ada')).toBeUndefined();
  const bytes = Buffer.from(sealed, 'base64url');
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(unseal(changed.toString('base64url'), 'factor', 'ada')).toBeUndefined();
  }
  for (const short of ['', 'AAAA', sealed.slice(0, 20)]) {
    expect(unseal(short, 'factor', 'ada')).toBeUndefined();
  }
});

test('a row that is moved, added or changed opens nothing', async () => {
  const { signedIn, addApp, addPasskey, auth, browse, halfWay, advance, now, site } =
    await openGuardedPortal();
  const ada = await signedIn();
  const hers = await addApp(ada);
  await addPasskey(ada);
  const email = 'eve@example.org';
  const password = await auth.accounts.add(email);
  const next = 'an entirely new password';
  const eve = browse();
  await eve.signIn({ email, password });
  await eve.post('/password', { current: password, next, again: next });
  const own = await addApp(eve);
  const key = await addPasskey(eve);
  advance(60_000);
  const ids = await auth.db.selectFrom('user').select(['id', 'email']).execute();
  const idOf = (wanted: string) => ids.find((row) => row.email === wanted)?.id ?? '';
  const adasId = idOf('ada@example.org');
  // Whoever writes to the database makes the factors of another person those of this one.
  await auth.db
    .updateTable('secondFactor')
    .set({ userId: adasId })
    .where('userId', '=', idOf(email))
    .execute();
  await auth.db
    .updateTable('backupCode')
    .set({ userId: adasId })
    .where('userId', '=', idOf(email))
    .execute();
  const half = await halfWay();
  for (const code of [codeOf(own.seed, now()), own.codes[0] ?? '']) {
    expect((await half.post('/second-factor', { code })).status).toBe(422);
  }
  const options = await (await half.post('/second-factor/options', {})).json();
  const credential = key.device.get(options, { origin: site });
  expect((await half.post('/second-factor', { credential })).status).toBe(422);
  const alone = browse();
  const asked = await (await alone.post('/sign-in/passkey/options', {})).json();
  const shown = key.device.get(asked, { origin: site });
  expect((await alone.post('/sign-in/passkey', { credential: shown })).status).toBe(422);
  expect((await half.post('/second-factor', { code: codeOf(hers.seed, now()) })).status).toBe(303);
});

test('what somebody owes is asked for in order, and of nobody else', () => {
  const person: Debtor = {
    hasPassword: true,
    hasSecondFactor: false,
    provedBy: undefined,
    mustChangePassword: false,
    role: 'reader',
  };
  const all = { ...person, hasSecondFactor: true, mustChangePassword: true };
  expect(debtOf(all, 'everybody')).toBe('second-factor');
  expect(debtOf({ ...all, provedBy: 'passkey' }, 'everybody')).toBe('password');
  const administrator = { ...person, role: 'administrator' as const };
  expect(debtOf(administrator, 'administrators')).toBe('second-factor-set-up');
  expect(debtOf(administrator, 'nobody')).toBeUndefined();
  expect(debtOf({ ...person, role: 'manager' }, 'administrators')).toBeUndefined();
  expect(debtOf(person, 'everybody')).toBe('second-factor-set-up');
  // Whoever came by the identity provider was asked there.
  for (const theirs of [{ hasPassword: false }, { provedBy: 'provider' }]) {
    expect(debtOf({ ...administrator, ...theirs }, 'everybody')).toBeUndefined();
    const having = { ...administrator, ...theirs, hasSecondFactor: true };
    expect(debtOf(having, 'everybody')).toBeUndefined();
  }
});
