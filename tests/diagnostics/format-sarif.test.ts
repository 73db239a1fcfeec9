/** SARIF as code scanning reads it, held against the published schema. */
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv-draft-04';
import type { Log, Result } from 'sarif';
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { formatSarif } from '../../src/diagnostics/format-sarif.ts';
import { createReport } from '../../src/diagnostics/report.ts';
import { rules } from '../../src/rules/all-rules.ts';
import { RULE_CRASHED } from '../../src/rules/engine/run-findings.ts';
import { diagnosticsOf, doc, type Files } from '../support/content.ts';

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  // The published pattern of a language is no regular expression in Unicode mode.
  unicodeRegExp: false,
  formats: {
    uri: (text: string) => URL.canParse(text),
    'uri-reference': /^[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]*$/,
    'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  },
});
const validate = ajv.compile(schema);

function sarifOf(diagnostics: readonly Diagnostic[], files: Files = {}): Log {
  const report = createReport('content', Object.keys(files).length, diagnostics);
  const textOf = (file: string) => files[file];
  const text = formatSarif(report, { prefix: 'content', version: '1.2.3', rules, textOf });
  const log: Log = JSON.parse(text);
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  return log;
}

const runOf = (log: Log) => log.runs[0] as Log['runs'][number];

const files: Files = {
  'a b.md': doc('doc.a', 'See [[doc.gone]] and [b](gone.md).\n'),
  'dup.md': doc('doc.a'),
  'plain.md': 'Text.\n',
};

test('the schema refuses what is not SARIF', () => {
  expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false);
  expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, x: 1 }] })).toBe(
    false,
  );
});

test('findings are results at their place, with rule, level and related places', () => {
  const { results = [], tool, columnKind } = runOf(sarifOf(diagnosticsOf(files), files));
  expect(columnKind).toBe('utf16CodeUnits');
  const link = results.find(({ ruleId }) => ruleId === 'link/broken-path') as Result;
  expect(link).toMatchObject({
    level: 'error',
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'content/a%20b.md', uriBaseId: '%SRCROOT%' },
          region: { startLine: 7, startColumn: 22, endLine: 7, endColumn: 34 },
        },
      },
    ],
  });
  const whole = results.find(({ ruleId }) => ruleId === 'identity/generated-id') as Result;
  expect(whole.level).toBe('warning');
  expect(whole.locations?.[0]?.physicalLocation).not.toHaveProperty('region');
  const duplicate = results.find(({ ruleId }) => ruleId === 'identity/duplicate-id') as Result;
  expect(duplicate.relatedLocations).toHaveLength(1);
  for (const { ruleId, ruleIndex = -1 } of results) {
    expect(tool.driver.rules?.[ruleIndex]?.id).toBe(ruleId);
  }
});

test('an edit that mends a finding is a fix', () => {
  const range = { start: { line: 7, column: 5 }, end: { line: 7, column: 17 } };
  const [finding] = diagnosticsOf(files).filter(
    ({ code }) => code === 'reference/unknown-document',
  );
  const suggestion = { text: 'doc.b', replace: { range, text: '[[doc.b]]' } };
  const { results = [] } = runOf(sarifOf([{ ...(finding as Diagnostic), suggestion }], files));
  expect(results[0]?.fixes?.[0]?.artifactChanges[0]?.replacements).toEqual([
    {
      deletedRegion: { startLine: 7, startColumn: 5, endLine: 7, endColumn: 17 },
      insertedContent: { text: '[[doc.b]]' },
    },
  ]);
});

test('a fingerprint stays when lines move and changes with the line', () => {
  const fingerprints = (changed: Files) =>
    (runOf(sarifOf(diagnosticsOf(changed), changed)).results ?? [])
      .filter(({ ruleId }) => ruleId === 'link/broken-path')
      .map(({ partialFingerprints }) => partialFingerprints?.['opsbook/v1']);
  const path = 'a b.md';
  const text = files[path] as string;
  const before = fingerprints(files);
  expect(before).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
  expect(fingerprints({ ...files, [path]: text.replace('See', '\nNew words.\n\nSee') })).toEqual(
    before,
  );
  expect(fingerprints({ ...files, [path]: text.replace('See', 'Read') })).not.toEqual(before);
});

test('a rule that crashed is a failed run, not a finding of the content', () => {
  const { results, invocations } = runOf(
    sarifOf([
      {
        code: RULE_CRASHED.code,
        severity: 'error',
        message: 'M.',
        file: '',
        data: {},
        related: [],
      },
    ]),
  );
  expect(results).toEqual([]);
  expect(invocations).toMatchObject([
    { executionSuccessful: false, toolExecutionNotifications: [{ message: { text: 'M.' } }] },
  ]);
});

test('without findings the run is there and empty', () => {
  expect(runOf(sarifOf([])).results).toEqual([]);
});
