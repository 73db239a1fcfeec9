import { describe, expect, test } from 'vitest';
import { safeReturnTo } from '../../../src/server/http/return-to.ts';
import { openPortal } from '../portal-fixture.ts';

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

const elsewhere = [
  'elsewhere.example',
  'elsewhere.example/%2e%2e',
  '127.0.0.1:4321.elsewhere.example',
];
const schemes = [
  'http:',
  'https:',
  'HTTPS:',
  'ftp:',
  'javascript:',
  'data:text/html,',
  'blob:',
  '',
];
const slashes = [
  '//',
  '/\\',
  '\\\\',
  '\\/',
  '///',
  '/%2f',
  '/%5c',
  '/.//',
  '/..//',
  '/%2e//',
  '/x/..//',
];
const before = ['', ' ', '\t', '\n', '\r\n', '\0', '\u00a0', '\u2028', '@', 'x@'];

/** Every way of writing another host that the parts above make, in a fixed order. */
const hostile: readonly string[] = [
  ...new Set(
    elsewhere.flatMap((host) => [
      ...before.flatMap((lead) => slashes.map((slash) => `${lead}${slash}${host}`)),
      ...schemes.flatMap((scheme) => slashes.map((slash) => `${scheme}${slash}${host}`)),
      ...['\t', '\n', '\r', '\0', '\u0085'].flatMap((gap) => [
        `/${gap}/${host}`,
        `/${gap}\\${host}`,
        `/x${gap}//${host}`,
        `${gap}//${host}`,
      ]),
      `/\\/\\${host}`,
      `//user:word@${host}`,
      `/.${host}`,
      `.${host}`,
      `@${host}`,
      `?//${host}`,
      `#//${host}`,
      host,
    ]),
  ),
];

test('no hostile place to return to leaves the origin', async () => {
  expect(hostile.length).toBeGreaterThanOrEqual(500);
  await expect(`${hostile.map((value) => JSON.stringify(value)).join('\n')}\n`).toMatchFileSnapshot(
    'hostile-return-to.txt',
  );
  const { browse, origin } = await openPortal();
  const browser = browse();
  await browser.signIn();
  for (const value of hostile) {
    const kept = safeReturnTo(value);
    for (const base of [origin, 'https://handbook.example.org', 'http://handbook.example.org']) {
      expect([value, new URL(kept, `${base}/sign-in`).origin]).toEqual([value, base]);
    }
    // As a browser reads it: white space and backslashes are no protection.
    expect([value, kept]).toEqual([value, expect.stringMatching(/^\/(?![/\\])[^\\\s]*$/)]);
    expect(safeReturnTo(kept)).toBe(kept);
    const answer = await browser.get(`/sign-in?${new URLSearchParams({ returnTo: value })}`);
    expect([value, answer.status, answer.headers.get('Location')]).toEqual([value, 303, kept]);
  }
});

test('a page asked for under a hostile address leads back to this origin', async () => {
  const { browse, origin } = await openPortal();
  for (const value of hostile.filter((each) => each.startsWith('/'))) {
    const request = URL.parse(origin + value);
    if (request?.origin !== origin) continue;
    const answer = await browse().get(request.pathname + request.search);
    const location = answer.headers.get('Location') ?? '';
    expect([value, location]).toEqual([value, expect.stringMatching(/^\/sign-in(\?|$)/)]);
    const returnTo = new URL(location, origin).searchParams.get('returnTo') ?? '/';
    expect(new URL(returnTo, origin).origin).toBe(origin);
  }
});
