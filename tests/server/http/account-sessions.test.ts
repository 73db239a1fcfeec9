import { expect, test } from 'vitest';
import { openPortal } from '../portal-fixture.ts';

const upload = '/docs/sop.media.upload/';
const firefox = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0' };

async function openSessions() {
  const portal = await openPortal();
  const [own, lost, other] = [portal.browse(), portal.browse(), portal.browse()];
  await lost.post(
    '/sign-in',
    { email: 'ada@example.org', password: 'three blind mice run' },
    firefox,
  );
  portal.advance(60_000);
  await other.signIn();
  portal.advance(60_000);
  await own.signIn();
  const statuses = () =>
    Promise.all([own, lost, other].map(async (each) => (await each.get(upload)).status));
  const idsOn = (page: string) =>
    [...page.matchAll(/name="session" value="([^"]+)"/g)].map(([, id = '']) => id);
  return { ...portal, own, statuses, idsOn };
}

test('a person sees where they are signed in, and ends one of them', async () => {
  const { own, statuses, idsOn, events } = await openSessions();
  const page = await (await own.get('/account')).text();
  expect(page.split('Where you are signed in')[1]?.match(/<li>/g)).toHaveLength(3);
  expect(page).toContain('<strong>Firefox on Linux</strong>');
  expect(page.match(/\(this browser\)/g)).toHaveLength(1);
  const [, lost = ''] = idsOn(page);
  const done = await own.post('/account', { session: lost });
  expect([done.status, done.headers.get('Location')]).toEqual([303, '/account']);
  expect(await statuses()).toEqual([200, 303, 200]);
  expect(events.map(({ event }) => event)).toContain('session-ended');
  expect(await (await own.get('/account')).text()).not.toContain('Firefox');
});

test('a person ends all the others', async () => {
  const { own, statuses } = await openSessions();
  expect((await own.post('/account', { session: 'others' })).status).toBe(303);
  expect(await statuses()).toEqual([200, 303, 303]);
  expect(await (await own.get('/account')).text()).not.toContain('End all others');
});

test('nobody ends a session of somebody else', async () => {
  const { own, statuses, idsOn, auth, browse } = await openSessions();
  const email = 'grace@example.org';
  const grace = browse();
  const first = await auth.accounts.add(email);
  await grace.signIn({ email, password: first });
  const next = 'an entirely new password';
  await grace.post('/password', { current: first, next, again: next });
  for (const session of [...idsOn(await (await own.get('/account')).text()), 'others', '', '%']) {
    expect((await grace.post('/account', { session })).status).toBe(303);
  }
  expect(await statuses()).toEqual([200, 200, 200]);
  expect((await browse().post('/account', { session: 'others' })).headers.get('Location')).toMatch(
    '/sign-in',
  );
});
