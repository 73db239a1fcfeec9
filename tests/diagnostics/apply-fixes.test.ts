import { expect, test } from 'vitest';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { applyFixes } from '../../src/diagnostics/apply-fixes.ts';
import { LineIndex } from '../../src/diagnostics/range.ts';
import fc from '../support/generated.ts';

/** A finding that would put `replacement` in the place of the offsets. */
function fixable(text: string, start: number, end: number, replacement: string): Diagnostic {
  const range = new LineIndex(text).rangeAt(start, end);
  return {
    code: 'test/fixable',
    severity: 'warning',
    message: 'M.',
    file: 'a.md',
    range,
    data: {},
    related: [],
    suggestion: { text: replacement, replace: { range, text: replacement } },
  };
}

const TEXT = 'one two\r\nthree four\n';

test.each([
  ['replaces', [[4, 7, '2']], 'one 2\r\nthree four\n', 1],
  ['inserts', [[4, 4, 'and ']], 'one and two\r\nthree four\n', 1],
  ['removes', [[9, 15, '']], 'one two\r\nfour\n', 1],
  [
    'works from several edits in any order',
    [
      [15, 19, '4'],
      [0, 3, '1'],
    ],
    '1 two\r\nthree 4\n',
    2,
  ],
  [
    'takes one edit that several findings share once',
    [
      [0, 3, '1'],
      [0, 3, '1'],
    ],
    '1 two\r\nthree four\n',
    1,
  ],
  [
    'leaves the second of two that overlap',
    [
      [0, 5, 'A'],
      [4, 7, 'B'],
    ],
    'Awo\r\nthree four\n',
    1,
  ],
  [
    'leaves the second of two insertions at one place',
    [
      [4, 4, 'A '],
      [4, 4, 'B '],
    ],
    'one A two\r\nthree four\n',
    1,
  ],
  ['counts no edit that changes nothing', [[0, 3, 'one']], TEXT, 0],
  ['reaches over lines', [[4, 14, 'X']], 'one X four\n', 1],
] as const)('%s', (_, edits, text, count) => {
  const findings = edits.map(([start, end, replacement]) => fixable(TEXT, start, end, replacement));
  expect(applyFixes(TEXT, findings)).toEqual({ text, edits: count });
});

test('findings without an edit change nothing', () => {
  const { suggestion: _, ...finding } = fixable(TEXT, 0, 3, '1');
  expect(applyFixes(TEXT, [finding, { ...finding, suggestion: { text: '1' } }])).toEqual({
    text: TEXT,
    edits: 0,
  });
});

/** The place that an offset means: within the text, and not between CR and LF. */
function placeIn(text: string, offset: number): number {
  const within = Math.min(offset, text.length);
  return text.slice(within - 1, within + 1) === '\r\n' ? within - 1 : within;
}

test('what no edit covers stays as it is, whatever the edits are', () => {
  const edit = fc.tuple(fc.nat(40), fc.nat(6), fc.string({ maxLength: 3 }));
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\n', '\r'), maxLength: 30 }),
      fc.array(edit, { maxLength: 6 }),
      (text, edits) => {
        const ranges = edits
          .map(([start, length, replacement]) => ({
            start: placeIn(text, start),
            length,
            replacement,
          }))
          .map(({ start, length, replacement }) => ({
            start,
            end: placeIn(text, start + length),
            replacement,
          }));
        const findings = ranges.map(({ start, end, replacement }) =>
          fixable(text, start, end, replacement),
        );
        const { text: fixed } = applyFixes(text, findings);
        const first = Math.min(text.length, ...ranges.map(({ start }) => start));
        const last = Math.max(0, ...ranges.map(({ end }) => end));
        expect(fixed.startsWith(text.slice(0, first))).toBe(true);
        expect(ranges.length === 0 || fixed.endsWith(text.slice(last))).toBe(true);
      },
    ),
  );
});

test('an offset is the one its position came from', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '😀', '\n', '\r\n'), maxLength: 20 }),
      (text) => {
        const lines = new LineIndex(text);
        for (let offset = 0; offset <= text.length; offset++) {
          expect(lines.offsetAt(lines.pointAt(offset))).toBe(placeIn(text, offset));
        }
      },
    ),
  );
});
