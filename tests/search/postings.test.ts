import { describe, expect, test } from 'vitest';
import { decodePostings, encodePostings } from '../../src/search/postings.ts';
import fc from '../support/generated.ts';

describe('postings', () => {
  test('read back as they were written', () => {
    const postings = fc.uniqueArray(
      fc.tuple(
        fc.stringMatching(/^[a-z]{1,8}$/),
        fc
          .uniqueArray(fc.tuple(fc.nat(100_000), fc.integer({ min: 1, max: 5000 })), {
            minLength: 1,
            selector: ([record]) => record,
          })
          .map((list) => list.sort(([a], [b]) => a - b)),
      ),
      { selector: ([term]) => term },
    );
    fc.assert(
      fc.property(postings, (entries) => {
        expect([...decodePostings(encodePostings(entries))]).toEqual(entries);
      }),
    );
  });

  test('damage is noticed, wherever the text ends', () => {
    const whole = encodePostings([
      [
        'bill',
        [
          [1, 2],
          [70_000, 1],
        ],
      ],
    ]);
    for (let length = 0; length < whole.postings.length; length++) {
      const cut = { ...whole, postings: whole.postings.slice(0, length) };
      expect(() => [...decodePostings(cut)]).toThrow(RangeError);
    }
    expect(() => [...decodePostings({ ...whole, postings: `${whole.postings}!` })]).toThrow();
  });
});
