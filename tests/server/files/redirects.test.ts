import { describe, expect, test } from 'vitest';
import { parseRedirects } from '../../../src/server/files/redirects.ts';

describe('parseRedirects', () => {
  test('reads rules, comments and empty lines', () => {
    const text = '# moved\r\n\r\n/a/ /b/ 308\n/c/  /d/?x=1#y 302\n/e/ - 410 Gone for good.\n';
    expect(parseRedirects(text)).toEqual([
      { kind: 'redirect', from: '/a/', to: '/b/', status: 308 },
      { kind: 'redirect', from: '/c/', to: '/d/?x=1#y', status: 302 },
      { kind: 'gone', from: '/e/', message: 'Gone for good.' },
    ]);
  });

  test.each([
    '/a/',
    'a /b/ 308',
    '/a/ https://elsewhere.example/ 308',
    '/a/ //elsewhere.example/ 308',
    '/a/ /\\elsewhere.example/ 308',
    '/a/ /b/ 200',
    '/a/ /b/ 410',
    '/a/ - 308',
  ])('refuses %s', (line) => {
    expect(() => parseRedirects(`# first\n${line}`)).toThrow('_redirects:2');
  });
});
