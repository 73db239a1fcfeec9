import { expect, test } from 'vitest';
import type { Diagnostic } from '../../../schemas/diagnostic.ts';
import { LineIndex } from '../../../src/diagnostics/range.ts';
import { fixSources } from '../../../src/rules/engine/fix-sources.ts';
import type { Sources } from '../../../src/source/source-file.ts';
import { sourcesOf } from '../../support/content.ts';

/** Finds each `from` in every file, and offers `to` for it. */
const replaceAll = (from: string, to: string) => (sources: Sources) =>
  sources.files.flatMap(({ path, text }) =>
    [...text.matchAll(new RegExp(from, 'g'))].map(({ index, 0: found }): Diagnostic => {
      const range = new LineIndex(text).rangeAt(index, index + found.length);
      const suggestion = { text: to, replace: { range, text: to } };
      const rest = { data: {}, related: [], suggestion };
      return { code: 'test/word', severity: 'warning', message: 'M.', file: path, range, ...rest };
    }),
  );

const textsOf = (sources: Sources) => sources.files.map(({ text }) => text);

test('mends every file until nothing is left, and nothing the second time', () => {
  // Neighbours touch, so that one round cannot take them all.
  const sources = sourcesOf({ 'a.md': 'xxxx and x\n', 'b.md': 'none\n', 'c.md': 'x\n' });
  const check = replaceAll('x', 'yy');
  const fixed = fixSources(sources, check);
  expect(textsOf(fixed.sources)).toEqual(['yyyyyyyy and yy\n', 'none\n', 'yy\n']);
  expect(fixed.edits).toBe(6);
  expect(check(fixed.sources)).toEqual([]);
  expect(fixSources(fixed.sources, check)).toEqual({ sources: fixed.sources, edits: 0 });
});

test('edits that undo each other are a defect, not an endless run', () => {
  let turn = 0;
  const check = (sources: Sources) =>
    (turn++ % 2 === 0 ? replaceAll('x', 'z') : replaceAll('z', 'x'))(sources);
  expect(() => fixSources(sourcesOf({ 'a.md': 'x\n' }), check)).toThrow('undo each other');
});
