import { describe, expect, test } from 'vitest';
import { auditTo } from '../../../src/server/audit.ts';
import { openPortal } from '../portal-fixture.ts';

const upload = '/docs/sop.media.upload/';

describe('requests beyond the limit', () => {
  test('of a session are put off, and the log says so once', async () => {
    const { browse, advance, events } = await openPortal({
      requestsPerMinute: { session: 60, token: 5 },
    });
    const [busy, other] = [browse(), browse()];
    await busy.signIn();
    await other.signIn();
    for (let count = 0; count < 60; count++) expect((await busy.get(upload)).status).toBe(200);
    const page = await busy.get(upload);
    expect([page.status, page.headers.get('Retry-After')]).toEqual([429, '1']);
    expect(await page.text()).toContain('Too many requests. Wait 1 second, then try again.');
    expect(await (await busy.get('/api/registry.json')).json()).toMatchObject({
      error: 'too-many-requests',
    });
    expect((await other.get(upload)).status).toBe(200);
    expect(events.filter((event) => event.event === 'denied')).toEqual([
      expect.objectContaining({ reason: 'too-many-requests', account: 'ada@example.org' }),
    ]);
    // Signing out is always possible.
    advance(1000);
    expect((await busy.get(upload)).status).toBe(200);
    expect((await busy.get(upload)).status).toBe(429);
    advance(-60_000);
    expect((await busy.get(upload)).status).toBe(429);
    expect((await busy.post('/sign-out', {})).status).toBe(303);
  });

  test('of a token are put off', async () => {
    const { browse, auth, advance } = await openPortal({
      requestsPerMinute: { session: 60, token: 5 },
    });
    const secret = await auth.tokens.create({ name: 'x', scopes: ['docs:read'], lifetimeMs: 1e9 });
    const headers = { Authorization: `Bearer ${secret}` };
    const read = () => browse().get(upload, { headers });
    for (let count = 0; count < 5; count++) expect((await read()).status).toBe(200);
    const refused = await read();
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '12']);
    advance(12_000);
    expect((await read()).status).toBe(200);
  });
});

test('the log has one line an event, as JSON or as text, whatever is in it', () => {
  const event = {
    event: 'denied',
    reason: 'wrong-scope',
    token: 'engine 1',
    path: '/a\nb="c"',
    address: '::1',
  } as const;
  const lines = (['json', 'text'] as const).map((format) => {
    const written: string[] = [];
    auditTo({ write: (line) => written.push(line) }, format, () => 0)(event);
    return written.join('');
  });
  expect(lines).toEqual([
    `${JSON.stringify({ time: '1970-01-01T00:00:00.000Z', ...event })}\n`,
    '1970-01-01T00:00:00.000Z denied reason=wrong-scope token="engine 1" ' +
      'path="/a\\nb=\\"c\\"" address=::1\n',
  ]);
});
