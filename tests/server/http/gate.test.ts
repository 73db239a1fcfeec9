import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import {
  clientAddress,
  type GateEnvironment,
  requireOwnForm,
  safeReturnTo,
} from '../../../src/server/http/gate.ts';

describe('safeReturnTo', () => {
  test.each([
    ['/', '/'],
    ['/docs/sop.media.upload/', '/docs/sop.media.upload/'],
    ['/docs/a/?q=a//b&x=1#step-upload', '/docs/a/?q=a//b&x=1#step-upload'],
    ['/search/?q=https://elsewhere.example', '/search/?q=https://elsewhere.example'],
    ['/docs/über mich/', '/docs/%C3%BCber%20mich/'],
    ['/docs/../all/', '/all/'],
    ['/@elsewhere.example', '/@elsewhere.example'],
    ['/%5Celsewhere.example', '/%5Celsewhere.example'],
    ['/%2F/elsewhere.example', '/%2F/elsewhere.example'],
  ])('keeps %j as %j', (wanted, kept) => {
    expect(safeReturnTo(wanted)).toBe(kept);
  });

  test.each([
    null,
    undefined,
    '',
    'docs/a/',
    '?q=1',
    '#top',
    ' /docs/a/',
    '//elsewhere.example',
    '///elsewhere.example',
    '//elsewhere.example/%2e%2e',
    '/\\elsewhere.example',
    '\\\\elsewhere.example',
    '/docs\\a',
    '/.//elsewhere.example',
    '/..//elsewhere.example',
    '/docs/..//elsewhere.example',
    '/%2e//elsewhere.example',
    '/%2E%2e//elsewhere.example',
    '/./%2e//elsewhere.example',
    '/\t/elsewhere.example',
    '/\n/elsewhere.example',
    '/\r\nSet-Cookie: a=b',
    '/\0/elsewhere.example',
    '/docs/\u0085',
    '\u0000/docs/',
    'http://elsewhere.example',
    'https:/elsewhere.example',
    'https:elsewhere.example',
    'HTTP://127.0.0.1:4321/',
    'javascript:alert(1)',
    'data:text/html,x',
    '/sign-in',
    '/sign-in?returnTo=/',
    '/x/../sign-out',
    '/password',
    `/${'a'.repeat(2001)}`,
  ])('sends %j to the first page', (hostile) => {
    expect(safeReturnTo(hostile)).toBe('/');
  });
});

describe('requireOwnForm', () => {
  const own = 'http://127.0.0.1:4321';
  const app = new Hono<GateEnvironment>();
  app.use(requireOwnForm(own)).all('*', (c) => c.text('through'));

  test.each<[number, Record<string, string>]>([
    [200, { Origin: own, 'Sec-Fetch-Site': 'same-origin' }],
    [200, { Origin: own }],
    [200, { Origin: 'http://localhost:4321', 'Sec-Fetch-Site': 'same-origin' }],
    [200, { 'Sec-Fetch-Site': 'same-origin' }],
    [403, {}],
    [403, { Origin: 'null' }],
    [403, { Origin: '' }],
    [403, { Origin: 'http://127.0.0.1' }],
    [403, { Origin: 'http://127.0.0.1:4321.elsewhere.example' }],
    [403, { Origin: 'https://127.0.0.1:4321' }],
    [403, { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'same-origin' }],
    [403, { Origin: own, 'Sec-Fetch-Site': 'cross-site' }],
    [403, { Origin: own, 'Sec-Fetch-Site': 'same-site' }],
    [403, { 'Sec-Fetch-Site': 'none' }],
    [403, { Referer: `${own}/sign-in` }],
  ])('answers %i to a POST with %j', async (status, headers) => {
    expect((await app.request('/sign-in', { method: 'POST', headers })).status).toBe(status);
  });

  test('believes only the configured name beyond this machine', async () => {
    const remote = new Hono<GateEnvironment>();
    remote.use(requireOwnForm('https://a.example')).all('*', (c) => c.text('through'));
    const post = (Origin: string) => remote.request('/', { method: 'POST', headers: { Origin } });
    expect((await post('https://a.example')).status).toBe(200);
    expect((await post('http://localhost')).status).toBe(403);
    expect((await post('http://a.example')).status).toBe(403);
  });
});

describe('clientAddress', () => {
  const addressOf = async (remoteAddress: string, forwarded: string | undefined) => {
    const app = new Hono<GateEnvironment>();
    app.get('*', (c) => c.text(clientAddress(c, ['10.0.0.1'])));
    const headers = forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded };
    // Only the part of the binding that is read.
    const bindings = { incoming: { socket: { remoteAddress } } } as GateEnvironment['Bindings'];
    return (await app.request('/', { headers }, bindings)).text();
  };

  test.each([
    ['192.0.2.7', undefined, '192.0.2.7'],
    ['192.0.2.7', '203.0.113.9', '192.0.2.7'],
    ['::ffff:192.0.2.7', undefined, '192.0.2.7'],
    ['10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['::ffff:10.0.0.1', 'made-up, 203.0.113.9', '203.0.113.9'],
    ['10.0.0.1', undefined, '10.0.0.1'],
    ['10.0.0.1', '', '10.0.0.1'],
  ])('from %s forwarding %s is %s', async (socket, forwarded, address) => {
    expect(await addressOf(socket, forwarded)).toBe(address);
  });
});
