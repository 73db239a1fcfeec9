/** Ranges of what has no bytes at all. */
import { expect, test } from 'vitest';
import { respondInPart } from '../../../src/server/http/byte-range.ts';

test.each(['bytes=-5', 'bytes=0-', 'bytes=0-4', 'bytes=-0'])(
  'an empty file has nothing for %s, and nothing is opened for it',
  async (range) => {
    const empty = {
      size: 0,
      entityTag: '"a"',
      read: () => Promise.reject(new Error('was opened')),
    };
    const request = new Request('http://localhost/a.webm', { headers: { Range: range } });
    const response = await respondInPart(empty, request, new Headers());
    expect([response.status, response.headers.get('Content-Range')]).toEqual([416, 'bytes */0']);
  },
);
