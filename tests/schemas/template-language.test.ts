/** What the schema of a template takes and refuses, and how it says so. */
import { describe, expect, test } from 'vitest';
import { alias, linkTarget, systemName, text } from '../../schemas/scalars.ts';
import { diagnosticsOf } from '../support/content.ts';

const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

test.each(['random.org', 'google-drive', 'Google Drive (shared)', 'C++', 'Überweisung'])(
  'a system may be called %s',
  (name) => expect(takes(systemName, name)).toBe(true),
);

test.each(['', '  ', 'a, b', 'two\nlines', 'two\u2028lines', 'x'.repeat(101)])(
  'a system may not be called %j',
  (name) => expect(takes(systemName, name)).toBe(false),
);

test.each([
  'https://example.org/a',
  'doc:sop.a',
  '[[sop.a]]',
  'sop.a#step-1',
  'assistants/podcast/README.md',
  '../a b.md',
  'httpd/config.md',
])('a reference may be %s', (target) => expect(takes(linkTarget, target)).toBe(true));

test.each([
  'https:/example.org',
  'http//example.org',
  'https://exa mple.org',
  'htps://example.org',
  '//example.org/a',
  'www.example.org',
  'mailto:a@example.org',
  'javascript:alert(1)',
  ' https://example.org',
  '\t',
])('a reference that looks like an address must be one: %j', (target) =>
  expect(takes(linkTarget, target)).toBe(false),
);

test.each(['doc.old', 'Doc.Old', 'old-name', 'media/sop/old name.md', 'old.mdx', '/a/b.md'])(
  'an alias may be %s',
  (name) => expect(takes(alias, name)).toBe(true),
);

test.each(['[[doc.old]]', 'doc:old', 'a b', 'a.md#part', '../a.md', 'https://a.b/c.md', ' a.md'])(
  'an alias that cannot resolve is refused: %j',
  (name) => expect(takes(alias, name)).toBe(false),
);

test.each(['', ' ', '\u00a0\t'])('blanks are no text: %j', (value) =>
  expect(takes(text, value)).toBe(false),
);

describe('phases', () => {
  const flow = (phases: string, ...tasks: string[]) => ({
    'flow.md': `---
id: task-template.flow
title: Flow
doc_type: task-template
template:
  type: flow
  anchor: { label: Day }
  trigger: { type: manual }
${phases}  tasks:
${tasks.map((keys, index) => `    - { refId: t${index}, description: D, offsetDays: 0${keys} }\n`).join('')}---

Text.
`,
  });
  const errorsOf = (files: Record<string, string>) =>
    diagnosticsOf(files)
      .filter(({ severity }) => severity === 'error')
      .map(({ code, range, message }) => [code, range?.start.line, message]);
  const PHASES = '  phases: [{ id: p, name: P, stage: preparation }]\n';

  test('may be there for all tasks or for none', () => {
    expect(errorsOf(flow('', '', ''))).toEqual([]);
    expect(errorsOf(flow(PHASES, ', phase: p'))).toEqual([]);
  });

  test('that are there belong to every task', () => {
    expect(errorsOf(flow(PHASES, ', phase: p', ''))).toEqual([
      [
        'frontmatter/missing-key',
        12,
        '`phase` is missing — add it, as the `id` of one of the `phases`, like every task of a template that has any.',
      ],
    ]);
  });

  test('that tasks name are declared', () => {
    expect(errorsOf(flow('', ', phase: p', ', phase: q'))).toEqual([
      [
        'frontmatter/missing-key',
        5,
        '`phases` is missing — add it, as the list of the phases that tasks of it name.',
      ],
    ]);
  });

  test('an unknown key is told from those there are, within what may be left empty as well', () => {
    const [found] = errorsOf(flow("  calendar: { onNonWorkingDay: '', holidys: [] }\n", ''));
    expect(found?.[2]).toContain('Did you mean `holidays`?');
  });
});
