/** What is wrong in a JSON file of a project is said in one way: file, place, found, expected. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { readBaseline } from '../../src/project/baseline-file.ts';
import { readLedger } from '../../src/project/ledger-file.ts';
import { openProject } from '../../src/project/open-project.ts';
import { loadSide } from '../../src/project/template-side.ts';
import { doc, TODAY, temporaryFolder } from '../support/content.ts';

/** The lines of the error, with the folder of the test left out. */
function linesOf(folder: string, read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message.replaceAll(`${folder}/`, '').split('\n');
  }
  throw new Error('Nothing was refused.');
}

function configLines(config: unknown): string[] {
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  const folder = temporaryFolder({ 'content/a.md': doc('doc.a'), 'opsbook.config.json': text });
  return linesOf(folder, () => openProject('content', { cwd: folder }));
}

test('of a configuration, every place', () => {
  expect(
    configLines({
      sinonyms: [],
      language: 5,
      severities: { 'link/broken-path': 'eror' },
      synonyms: [['bill']],
      timeZone: '+02:00',
      home: 'inbox',
    }),
  ).toEqual([
    '`opsbook.config.json` is not a valid configuration:',
    '  `language` is `5` — write a BCP 47 language such as `en` or `de-CH`.',
    '  `severities["link/broken-path"]` is `eror` — write `error`, `warning`, `info` or `off`. Did you mean `error`?',
    '  `synonyms[0]` is `["bill"]` — write a list of at least 2.',
    '  `timeZone` is `+02:00` — write an IANA time zone such as `Europe/Berlin`.',
    '  `home` is `inbox` — write `work`, `docs`, or the id or path of a document.',
    '  `sinonyms` is not a key that may stand here — remove or rename it. Did you mean `synonyms`?',
  ]);
});

test('of a configuration, a code that no rule has', () => {
  const severities = { 'link/brokn-path': 'off', 'identity/stale-lock': 'off' };
  expect(configLines({ severities }).slice(1)).toEqual([
    '  `severities["link/brokn-path"]` is not a key that may stand here — remove or rename it. Did you mean `link/broken-path`?',
    '  `severities["identity/stale-lock"]` is not a key that may stand here — remove or rename it.',
  ]);
});

test('of a baseline, a code that no finding has', () => {
  const [fingerprint, file] = ['0123456789abcdef', 'a.md'];
  const codes = ['link/brokn-path', 'identity/stale-lock'];
  const findings = codes.map((code) => ({ code, file, fingerprint }));
  const folder = temporaryFolder({ 'known.json': JSON.stringify({ version: 1, findings }) });
  expect(
    linesOf(folder, () =>
      readBaseline({ file: join(folder, 'known.json'), name: 'known.json' }),
    ).slice(1),
  ).toEqual([
    '  `findings[0].code` is `link/brokn-path` — write the code of a finding. Did you mean `link/broken-path`?',
  ]);
});

test.each([
  ['[]', '  The file is `[]` — write a mapping.'],
  ['null', '  The file is an empty value — write a mapping.'],
])('of a configuration that is %s, the file', (text, line) => {
  expect(configLines(text)[1]).toBe(line);
});

test('of what is not JSON, in one line', () => {
  const [line, ...more] = configLines('{\n  title: 1\n}\n');
  expect(line).toMatch(/^`opsbook\.config\.json` is not JSON: Expected property name .*\.$/);
  expect(more).toEqual([]);
});

test('of a ledger, and where to get a good one', () => {
  const ledger = { version: 2, documents: { 'doc.a': { aliases: 'x', steps: [] } }, retired: {} };
  const folder = temporaryFolder({
    'content/a.md': doc('doc.a'),
    'registry.lock.json': JSON.stringify(ledger),
  });
  expect(linesOf(folder, () => readLedger(join(folder, 'content')))).toEqual([
    '`registry.lock.json` is not a ledger — restore it from Git:',
    '  `version` is `2` — write `1`.',
    '  `documents["doc.a"].aliases` is `x` — write a list.',
    '  `templates` is missing — add it, as a mapping.',
  ]);
});

test('of a baseline, no more than helps', () => {
  const findings = Array.from({ length: 12 }, () => ({ fingerprint: 'x' }));
  const folder = temporaryFolder({ 'known.json': JSON.stringify({ version: 1, findings }) });
  const [first, ...lines] = linesOf(folder, () =>
    readBaseline({ file: join(folder, 'known.json'), name: 'known.json' }),
  );
  expect(first).toBe('`known.json` is not a baseline:');
  expect(lines).toHaveLength(11);
  expect(lines).toContain('  `findings[0].file` is missing — add it, as a text.');
  expect(lines).toContain('  `findings[0].fingerprint` is `x` — write sixteen hexadecimal digits.');
  expect(lines.at(-1)).toBe('  There are 26 issues more.');
});

test('of a published template, what `build` does not write', () => {
  const folder = temporaryFolder({ 'flow.json': '{ "schemaVersion": 7 }' });
  const options = { cwd: folder, content: 'content', today: TODAY };
  const lines = linesOf(folder, () => loadSide('flow.json', options));
  expect(lines[0]).toBe('`flow.json` is not as `opsbook build` writes it:');
  expect(lines.slice(1).join('\n')).not.toMatch(/Invalid|expected/i);
});

test('of a file that cannot be read, why', () => {
  const folder = temporaryFolder({ 'known.json/x': '' });
  expect(
    linesOf(folder, () => readBaseline({ file: join(folder, 'known.json'), name: 'known.json' })),
  ).toEqual([expect.stringMatching(/^`known\.json` cannot be read: EISDIR.*\.$/)]);
});
