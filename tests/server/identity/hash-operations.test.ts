import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, openPortal } from '../portal-fixture.ts';

const original = crypto.scrypt;
let operations = 0;

beforeAll(() => {
  const counting = (...args: Parameters<typeof original>) => {
    operations++;
    original(...args);
  };
  crypto.scrypt = Object.assign(counting, original);
  syncBuiltinESMExports();
});

afterAll(() => {
  crypto.scrypt = original;
  syncBuiltinESMExports();
});

test('asking for a link costs none, and neither does a link that does not work', async () => {
  const { browse } = await openPortal({ sendsMail: true });
  operations = 0;
  const browser = browse();
  await browser.post('/lost-password', { email: account.email });
  await browser.get(`/new-password?link=${'x'.repeat(43)}`);
  const own = 'an entirely new password';
  expect((await browser.post('/new-password', { next: own, again: own })).status).toBe(410);
  expect(operations).toBe(0);
});

test('a sign-in costs one hash, whoever is asked for', async () => {
  const { auth, browse } = await openPortal();
  await auth.accounts.import({
    version: 1,
    accounts: [
      {
        email: 'from@provider.example',
        externalId: 'x',
        disabled: false,
        mustChangePassword: false,
      },
    ],
  });
  const disabled = await auth.accounts.add('disabled@example.org');
  await auth.accounts.disable('disabled@example.org');
  for (const fields of [
    { password: account.password },
    { password: 'a wrong password' },
    { email: 'nobody@example.org', password: 'a wrong password' },
    { email: 'from@provider.example', password: 'a wrong password' },
    { email: 'disabled@example.org', password: disabled },
    { email: 'disabled@example.org', password: 'a wrong password' },
  ]) {
    operations = 0;
    await browse().signIn(fields);
    expect([fields.email, operations]).toEqual([fields.email, 1]);
  }
});
