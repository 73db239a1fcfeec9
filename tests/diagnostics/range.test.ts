import { expect, test } from 'vitest';
import { LineIndex } from '../../src/diagnostics/range.ts';
import fc from '../support/generated.ts';

test('lines end with LF, CRLF or CR', () => {
  const lines = new LineIndex('a\nbc\r\n\rd');
  const points = [0, 1, 2, 4, 5, 6, 7, 8].map((offset) => lines.pointAt(offset));
  expect(points.map(({ line, column }) => `${line}:${column}`)).toEqual(
    ['1:1', '1:2', '2:1', '2:3', '2:3', '3:1', '4:1', '4:2'], // 5 lies within CRLF
  );
});

test('every position lies within its line, and leads back to where it came from', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\r', '\n'), maxLength: 12 });
  fc.assert(
    fc.property(text, fc.integer({ min: -2, max: 14 }), (written, offset) => {
      const lines = new LineIndex(written);
      const point = lines.pointAt(offset);
      const length = written.split(/\r\n|\n|\r/)[point.line - 1]?.length ?? -1;
      expect(point.column).toBeLessThanOrEqual(length + 1);
      expect(lines.pointAt(lines.offsetAt(point))).toEqual(point);
    }),
    { numRuns: 1000 },
  );
});
