import { expect, test } from 'vitest';
import { type Baseline, baseline as baselineSchema } from '../../schemas/baseline.ts';
import { applyBaseline, formatBaseline, updateBaseline } from '../../src/diagnostics/baseline.ts';
import { diagnosticsOf, doc, type Files } from '../support/content.ts';

const contextOf = (files: Files, today = '2026-11-21') => ({
  today,
  textOf: (file: string) => files[file],
  isChecked: () => true,
});

/** What counts when the findings of `before` are the baseline of `after`. */
function countingFindings(before: Files, after: Files, change = (baseline: Baseline) => baseline) {
  const baseline = change(updateBaseline(diagnosticsOf(before), undefined, contextOf(before)));
  const { diagnostics, suppressed } = applyBaseline(
    diagnosticsOf(after),
    baseline,
    contextOf(after),
  );
  return { findings: diagnostics.map(({ code, file }) => [code, file]), suppressed };
}

// Each of these documents is linked, so that no remark about an orphan is among the findings.
const plain = 'See [[doc.a]].\n';
const files: Files = {
  'a.md': doc('doc.a', 'See [[doc.gone]].\n\nAnd [b](gone.md).\n'),
  'b.md': plain,
};

test('known findings are suppressed', () => {
  expect(countingFindings(files, files)).toEqual({ findings: [], suppressed: 3 });
});

test('a finding is known again on another line', () => {
  const moved = {
    ...files,
    'a.md': doc('doc.a', 'New.\n\nAnd   [b](gone.md).\n\n- See [[doc.gone]].\n'),
  };
  const { findings, suppressed } = countingFindings(files, moved);
  expect(suppressed).toBe(2);
  // The list marker makes it another line; the other one only has other spaces.
  expect(findings).toEqual([
    ['reference/unknown-document', 'a.md'],
    ['baseline/fixed-finding', 'a.md'],
  ]);
});

test('a new finding counts, also one more of the same line', () => {
  const more = { ...files, 'a.md': `${files['a.md']}\nSee [[doc.gone]].\n`, 'c.md': plain };
  expect(countingFindings(files, more).findings).toEqual([
    ['reference/unknown-document', 'a.md'],
    ['identity/generated-id', 'c.md'],
  ]);
});

test('what is fixed has to leave, once for each file', () => {
  const fixed = { 'a.md': doc('doc.a'), 'b.md': plain };
  const baseline = updateBaseline(diagnosticsOf(files), undefined, contextOf(files));
  const [finding, ...more] = applyBaseline(
    diagnosticsOf(fixed),
    baseline,
    contextOf(fixed),
  ).diagnostics;
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    code: 'baseline/fixed-finding',
    severity: 'error',
    file: 'a.md',
    message:
      'The baseline lists 2 findings of `link/broken-path` and `reference/unknown-document` here that are no longer found — run again with `--update-baseline` and commit the shorter list.',
  });
  const partial = { ...contextOf(fixed), isChecked: (file: string) => file !== 'a.md' };
  expect(applyBaseline(diagnosticsOf(fixed), baseline, partial).diagnostics).toEqual([]);
});

test('an entry counts again from the day after it expires, and an update does not renew it', () => {
  const expiring = (expires: string) => (baseline: Baseline) => ({
    ...baseline,
    findings: baseline.findings.map((entry) => ({ ...entry, expires })),
  });
  expect(countingFindings(files, files, expiring('2026-11-21')).suppressed).toBe(3);
  const over = countingFindings(files, files, expiring('2026-11-20'));
  expect(over.suppressed).toBe(0);
  expect(over.findings.map(([code]) => code)).not.toContain('baseline/fixed-finding');
  const update = (expires: string) => {
    const before = expiring(expires)(
      updateBaseline(diagnosticsOf(files), undefined, contextOf(files)),
    );
    return [before, updateBaseline(diagnosticsOf(files), before, contextOf(files))];
  };
  for (const day of ['2026-11-20', '2027-01-01']) {
    const [before, after] = update(day);
    expect(after).toEqual(before);
  }
});

test('an update takes up what is new and lets go what is fixed', () => {
  const before = updateBaseline(diagnosticsOf(files), undefined, contextOf(files));
  const after = { 'a.md': doc('doc.a', 'See [[doc.gone]].\n'), 'c.md': plain };
  const updated = updateBaseline(diagnosticsOf(after), before, contextOf(after));
  expect(updated.findings.map(({ code, file }) => [code, file])).toEqual([
    ['reference/unknown-document', 'a.md'],
    ['identity/generated-id', 'c.md'],
  ]);
});

test('the file has one entry a line, reads back and is the same every time', () => {
  const twice = { 'a.md': doc('doc.a', 'See [[doc.gone]].\n\nSee [[doc.gone]].\n') };
  const baseline = updateBaseline(diagnosticsOf(twice), undefined, contextOf(twice));
  expect(baseline.findings).toMatchObject([{ count: 2 }]);
  const text = formatBaseline(baseline);
  expect(text.split('\n').filter((line) => line.includes('"code"'))).toHaveLength(1);
  expect(baselineSchema.parse(JSON.parse(text))).toEqual(baseline);
  expect(formatBaseline({ version: 1, findings: [] })).toBe(
    '{\n  "version": 1,\n  "findings": []\n}\n',
  );
});
