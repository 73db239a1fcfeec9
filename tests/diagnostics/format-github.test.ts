import { expect, test } from 'vitest';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { formatGithub, formatSummary } from '../../src/diagnostics/format-github.ts';
import { createReport } from '../../src/diagnostics/report.ts';

const options = { prefix: 'docs/content' };

function finding(keys: Partial<Diagnostic> = {}): Diagnostic {
  const file = 'a.md';
  const severity = 'error';
  return {
    code: 'link/broken-path',
    severity,
    message: 'M.',
    file,
    data: {},
    related: [],
    ...keys,
  };
}

const at = (line: number, column: number, endLine = line, endColumn = column + 1) => ({
  start: { line, column },
  end: { line: endLine, column: endColumn },
});

const reportOf = (...diagnostics: Diagnostic[]) => createReport('docs/content', 3, diagnostics);

test('a finding is an annotation at its place', () => {
  expect(formatGithub(reportOf(finding({ range: at(7, 5) })), options)).toBe(
    '::error file=docs/content/a.md,line=7,endLine=7,col=5,title=link/broken-path::M.\n',
  );
});

test('columns are left out over several lines, and places of whole files', () => {
  const several = finding({ severity: 'warning', range: at(7, 5, 9, 2) });
  const whole = finding({ severity: 'info', file: 'b.md' });
  expect(formatGithub(reportOf(several, whole), options).trimEnd().split('\n')).toEqual([
    '::warning file=docs/content/a.md,line=7,endLine=9,title=link/broken-path::M.',
    '::notice file=docs/content/b.md,title=link/broken-path::M.',
  ]);
});

test('what has a meaning in workflow commands is escaped', () => {
  const text = formatGithub(
    reportOf(finding({ file: '100%, a:b.md', message: '50 %: a,b\r\n::error::c' })),
    { prefix: '' },
  );
  expect(text).toBe(
    '::error file=100%25%2C a%3Ab.md,title=link/broken-path::50 %25: a,b%0D%0A::error::c\n',
  );
});

test('ten annotations are shown, the worst first, and the rest is counted', () => {
  const many = (severity: Diagnostic['severity'], length: number) =>
    Array.from({ length }, (_, line) => finding({ severity, range: at(line + 1, 1) }));
  const report = reportOf(...many('info', 3), ...many('warning', 5), ...many('error', 7));
  const lines = formatGithub(report, options).trimEnd().split('\n');
  const kinds = lines.map((line) => /^::(\w+)/.exec(line)?.[1] ?? line);
  expect(kinds).toEqual([
    ...Array(7).fill('error'),
    ...Array(3).fill('warning'),
    '5 more findings in the summary of this step.',
  ]);
});

test('the summary is complete, worst first', () => {
  const report = reportOf(
    ...Array.from({ length: 30 }, (_, line) =>
      finding({ severity: 'warning', message: `W${line}.`, range: at(line + 1, 1) }),
    ),
    finding({ file: 'z.md', message: 'No `a|b` in <b>.' }),
  );
  const rows = formatSummary(report, options).trimEnd().split('\n');
  expect(rows[0]).toBe('### Opsbook: 1 error, 30 warnings, 0 remarks in 3 documents');
  expect(rows[4]).toBe(
    '| ❌ | docs/content/z.md | No `a\\|b` in &#60;b&#62;. | `link/broken-path` |',
  );
  expect(rows.slice(5).map((row) => /W(\d+)\./.exec(row)?.[1])).toEqual(
    Array.from({ length: 30 }, (_, line) => String(line)),
  );
});

test('a summary stays below the size GitHub accepts, and says what it left out', () => {
  const message = 'x'.repeat(1000);
  const report = reportOf(
    ...Array.from({ length: 1500 }, (_, line) => finding({ message, range: at(line + 1, 1) })),
  );
  const summary = formatSummary(report, options);
  expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1024 * 1024);
  const shown = summary.split('\n').filter((line) => line.startsWith('| ❌')).length;
  expect(shown).toBeGreaterThan(900);
  expect(summary).toContain(`${1500 - shown} more findings would not fit into a summary.`);
});

test('without findings there is a line that says so, and no annotation', () => {
  expect(formatGithub(reportOf(), options)).toBe('');
  expect(formatSummary(reportOf(), options)).toBe(
    '### Opsbook: 0 errors, 0 warnings, 0 remarks in 3 documents\n',
  );
});
