import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openPasswordHashing } from '../../../src/server/identity/password-hash.ts';
import { account, hashCost, openIdentity, openPortal } from '../portal-fixture.ts';

const upload = '/docs/sop.media.upload/';
const own = 'an entirely new password';

function openDirectly(data: string): DatabaseSync {
  return new DatabaseSync(join(data, 'opsbook.sqlite'));
}

test('a sign-in that looked at a password which is replaced meanwhile opens nothing', async () => {
  const { place, data, browse } = await openPortal();
  const hash = await openPasswordHashing(hashCost).hash(own);
  const database = openDirectly(data);
  const counted = database.prepare('SELECT 1 FROM attempts');
  let isReplaced = false;
  // The age of a password is looked at after the password itself, and before a session is opened.
  const clock = () => {
    if (!isReplaced && counted.get() !== undefined) {
      isReplaced = true;
      database.prepare('UPDATE account SET password = ?').run(hash);
    }
    return Date.now();
  };
  const auth = await openIdentity(place, { clock });
  const attempt = auth.signIn({ ...account, address: '', headers: new Headers() });
  expect((await attempt).outcome).toBe('refused');
  expect(isReplaced).toBe(true);
  await auth.close();
  expect(database.prepare('SELECT count(*) AS count FROM personSession').get()?.count).toBe(0);
  database.close();
  expect((await browse().signIn({ password: own })).status).toBe(303);
});

test('a change of password whose session is ended meanwhile changes nothing', async () => {
  const { browse, data } = await openPortal();
  const browser = browse();
  await browser.signIn();
  const change = { current: account.password, next: own, again: own };
  const database = openDirectly(data);
  const changing = browser.post('/password', change);
  database.exec('DELETE FROM personSession');
  database.close();
  // Either the gate or the change notices; neither lets it through.
  expect([303, 422]).toContain((await changing).status);
  expect((await browse().signIn()).status).toBe(303);
});

test('no session opened with the old password outlives the change, however they meet', async () => {
  const { browse } = await openPortal();
  const changer = browse();
  await changer.signIn();
  const others = Array.from({ length: 14 }, browse);
  const signingIn = others.map((browser) => browser.signIn());
  const changed = await changer.post('/password', {
    current: account.password,
    next: own,
    again: own,
  });
  await Promise.all(signingIn);
  expect(changed.status).toBe(303);
  const statuses = await Promise.all(
    others.map(async (browser) => (await browser.get(upload)).status),
  );
  expect(new Set(statuses)).toEqual(new Set([303]));
  expect((await changer.get(upload)).status).toBe(200);
});
