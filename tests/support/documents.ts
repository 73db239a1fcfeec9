/** Whole documents made by fast-check: frontmatter right, wrong and broken, above any text. */
import { stringify } from 'yaml';
import { documentFrontmatter } from '../../schemas/document.ts';
import { authoredTask, authoredTemplate } from '../../schemas/task-template.ts';
import fc from './generated.ts';
import { markdown } from './markdown.ts';

const keys = (schema: { readonly shape: object }) => fc.constantFrom(...Object.keys(schema.shape));

/** Values as people write them into any key, right or not. */
const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    'doc.a',
    'sop.media.publish',
    'doc',
    'sop',
    'task-template',
    'active',
    'deprecated',
    'a-slug',
    'flow',
    '2026-02-30',
    '2026-10-01',
    'P6M',
    'P99999999999Y',
    '17:00',
    'Europe/Berlin',
    '0 9 * * 1',
    '*/0 * * * *',
    '0 0 31 2 *',
    'manual',
    'automatic',
    '[[doc.a]]',
    './a.md',
    '../../..',
    '/',
    '#',
    'doc:',
    '',
    '__proto__',
    'constructor',
    null,
    true,
    1,
    0,
    -1,
    1.5,
    1e300,
    '\ud83d',
    '\u0000',
    '\u2028',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(
        keys(documentFrontmatter),
        keys(authoredTemplate),
        keys(authoredTask),
        fc.string({ maxLength: 4 }),
      ),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

const task = fc
  .tuple(fc.constantFrom('a', 'b', 'c'), fc.dictionary(keys(authoredTask), value, { maxKeys: 4 }))
  .map(([refId, extra]) => ({ refId, description: 'D', offsetDays: 0, phase: 'p', ...extra }));

const template = fc
  .tuple(
    fc.array(task, { minLength: 1, maxLength: 4 }),
    fc.dictionary(keys(authoredTemplate), value, { maxKeys: 2 }),
  )
  .map(([tasks, extra]) => ({
    type: 'flow',
    anchor: { label: 'Day' },
    trigger: { type: 'manual' },
    phases: [{ id: 'p', name: 'P', stage: 'preparation' }],
    tasks,
    ...extra,
  }));

const mapping = fc
  .tuple(
    fc.constantFrom<object>(
      {},
      { id: 'doc.a', title: 'A', doc_type: 'doc' },
      { id: 'sop.a', title: 'A', doc_type: 'sop' },
    ),
    fc.dictionary(keys(documentFrontmatter), value, { maxKeys: 5 }),
    fc.option(template, { nil: undefined }),
  )
  .map(([base, extra, workflow]) => ({
    ...base,
    ...extra,
    ...(workflow && { template: workflow }),
  }));

/** The lines between the fences. */
const block = fc.oneof(
  { weight: 4, arbitrary: mapping.map((data) => stringify(data)) },
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${text}\n`),
  fc.constantFrom(
    'a: &a [*a]\n',
    'a: &a [x]\nb: *b\n',
    '- a\n',
    'id: [\n',
    '\tid: x\n',
    'a: 1\na: 2\n',
    '? x\n',
    'id: !!js/function x\n',
    '%YAML 9.9\n',
    'a: |\n  ---\n',
    '...\n',
    '"unclosed\n',
    'a: {b: {c: {d: {}}}}\n',
    '<<: *x\n',
    'id: &x doc.a\ntitle: *x\n',
  ),
);

const fences = fc.constantFrom<readonly [string, string]>(
  ['---\n', '---\n'],
  ['---\n', '---\n'],
  ['---\n', '---\n'],
  ['---yaml\n', '---\n'],
  ['---js\n', '---\n'],
  ['---\n', ''],
  ['\n---\n', '---\n'],
  ['--- \n', '--- '],
  ['---', '---\n'],
  ['', ''],
);

const procedure = fc
  .array(
    fc.constantFrom(
      '1. A. <!-- step: a -->',
      '2. <!-- step: b --> B.',
      '3. C',
      '   <!-- step: c -->',
      '4.',
      '   - D <!-- step: d -->',
      '### E',
      '5. `F <!-- step: f -->',
      '6. G\\',
      '   more <!-- step: g -->',
      '7. H <!-- step: H h -->',
      '',
      '   ',
      '| [[a|b]] |',
      '| - |',
      '<!-- opsbook-ignore sop/step-name: x -->',
      '<!-- opsbook-ignore -->',
    ),
    { maxLength: 10 },
  )
  .map((lines) => `## Procedure\n\n${lines.join('\n')}\n`);

/** The text of a file, with any line ends. */
export const documentText: fc.Arbitrary<string> = fc
  .tuple(
    fences,
    block,
    fc.oneof({ weight: 3, arbitrary: markdown }, procedure, fc.string({ unit: 'binary' })),
    fc.constantFrom('\n', '\r\n', '\r'),
  )
  .map(([[open, close], yaml, body, lineEnd]) =>
    `${open}${open === '' ? '' : yaml}${close}${body}`.replaceAll('\n', lineEnd),
  );
