/** What a terminal is shown of what authors wrote. */
import { expect, test } from 'vitest';
import { formatPretty } from '../../src/diagnostics/format-pretty.ts';
import { createReport } from '../../src/diagnostics/report.ts';
import { diagnosticsOf, doc } from '../support/content.ts';

const plain = (text: string) => text;

test('control characters of names and texts are not handed on to a terminal', () => {
  const files = { 'a\u001b[2J\n.md': doc('doc.a', 'TODO [[gone\u001b]]\n') };
  const report = createReport('content', 1, diagnosticsOf(files));
  const paint = { error: plain, warning: plain, info: plain, strong: plain, faint: plain };
  const textOf = (file: string) => files[file as keyof typeof files];
  const shown = formatPretty(report, { textOf, prefix: '', paint });
  expect(shown).toContain('source/unsafe-name');
  expect(shown).toContain('reference/unknown-document');
  expect(shown.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});
