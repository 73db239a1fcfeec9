import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { parseDocument } from '../../../src/documents/document.ts';
import { compileTemplate } from '../../../src/workflow/compile/compile-template.ts';
import { importTemplate } from '../../../src/workflow/import/import-template.ts';
import fc from '../../support/generated.ts';

// biome-ignore lint/suspicious/noExplicitAny: a runtime template has no schema of its own.
type Json = any;

const FIXTURES = join(import.meta.dirname, '../../fixtures/workflow');
const RUNTIME = readdirSync(FIXTURES).filter((name) => name.endsWith('.json'));

function imported(json: Json) {
  const result = importTemplate(json, 'flow.json');
  if (result.kind !== 'imported') throw new Error(JSON.stringify(result));
  return result;
}

function reasonsOf(json: Json): readonly string[] {
  const result = importTemplate(json, 'flow.json');
  return result.kind === 'refused' ? result.reasons : [result.kind];
}

function readBack(text: string) {
  const document = parseDocument({ path: 'flow.md', text });
  if (document.kind === 'unreadable') throw new Error('The document cannot be read');
  expect(document).toMatchObject({ strict: true, problems: [] });
  const { template } = document.frontmatter;
  if (!template) throw new Error('The document has no workflow');
  return { document, template };
}

function compileBack(text: string): WorkflowTemplate {
  const { document, template } = readBack(text);
  return compileTemplate({
    templateId: 'task-template.flow',
    name: document.title,
    template,
    resolveDocument: (reference) => reference,
    resolveInstruction: (docId) => ({ docId, title: docId, url: `/docs/${docId}/` }),
  });
}

/** Places whose value is not there, written independently of the product: see the cases below. */
function missing(json: Json, found: Json, path = ''): string[] {
  if (json === null || json === '' || (typeof json === 'string' && json.trim() === '')) return [];
  if (path.endsWith('.instructionStepId') && String(json) === found) return [];
  if (typeof json !== 'object') return json === found ? [] : [path];
  if (Array.isArray(json) && json.length === 0 && found === undefined) return [];
  if (typeof found !== 'object' || Array.isArray(json) !== Array.isArray(found)) return [path];
  if (Array.isArray(json) && json.length !== found.length) return [path];
  return Object.keys(json).flatMap((key) =>
    missing(json[key], found[key], Array.isArray(json) ? `${path}[${key}]` : `${path}.${key}`),
  );
}

const small = (task: Json = {}, rest: Json = {}): Json => ({
  name: 'Flow',
  type: 'flow',
  triggerType: 'manual',
  taskDefinitions: [{ refId: 'one', description: 'Do one', offsetDays: 0, ...task }],
  ...rest,
});

describe('templates of an engine', () => {
  test.each(RUNTIME)('%s comes back with every key and value', (name) => {
    const runtime = JSON.parse(readFileSync(join(FIXTURES, name), 'utf8'));
    const { write, type, review } = imported(runtime);
    const text = write(`task-template.${type}`);
    const compiled = compileBack(text);
    expect(missing(runtime, compiled)).toEqual([]);
    expect(compiled.taskDefinitions).toHaveLength(runtime.taskDefinitions.length);
    expect(review).toHaveLength(1);
    expect(text).not.toMatch(/dashboardStates|waitingSemantics|extensions: \{\}/);
    expect(text.length).toBeLessThan(JSON.stringify(runtime, null, 1).length);
  });

  test('leave out what the compiler derives', () => {
    const { write } = imported(
      small({
        assigneeId: 'user-host',
        requiredLinkName: 'Page',
        proofRequirement: { type: 'url', label: 'Page', required: true },
        validation: {
          operatorAction: 'Do one',
          completionProof: 'Page',
          requiredBundleLinks: ['Page'],
          waitingAllowed: true,
          waitingSemantics: {
            waitingFor: 'the guest',
            requires: ['waitingFor', 'followUpAt', 'comment'],
            followUpDefaultDays: 2,
          },
          atRiskWhen: [],
          reminderSemantics: {
            due: true,
            overdue: true,
            missingEvidence: true,
            waitingFollowUp: true,
            sponsorFollowUp: false,
          },
        },
      }),
    );
    const { template } = readBack(write('task-template.flow'));
    expect(template.tasks).toEqual([
      {
        refId: 'one',
        description: 'Do one',
        offsetDays: 0,
        assignee: 'user-host',
        requiredLinkName: 'Page',
        proofRequirement: { type: 'url', label: 'Page', required: true },
        requiredBundleLinks: ['Page'],
        waiting: { for: 'the guest', followUpDays: 2 },
        validation: { reminderSemantics: { sponsorFollowUp: false } },
      },
    ]);
    expect(template.roles).toEqual({ 'user-host': 'Host' });
  });

  test('keep what no key of ours says, at its place', () => {
    const runtime = small(
      { artifactRefs: [{ id: 'a', note: '' }], '- odd: key': { deep: [1, null, ''] } },
      { version: 7, assistant: { name: 'x' } },
    );
    const { write, review } = imported(runtime);
    const compiled: Json = compileBack(write('task-template.flow'));
    expect(compiled).toMatchObject({ version: 7, assistant: { name: 'x' } });
    expect(compiled.taskDefinitions[0]).toMatchObject(runtime.taskDefinitions[0]);
    expect(review).toHaveLength(1);
  });

  test('tell what has no place, and keep it in the text', () => {
    const { write, review } = imported(
      small(
        { proofRequirement: { type: 'comment', label: 'Done', since: '``` <b>' } },
        {
          references: [{ name: 'A', url: 'https://example.org/', note: 'Ours' }],
          phases: undefined,
          bundleLinkDefinitions: [{ name: 'L', kind: 'doc' }],
          triggerSchedule: '0 9 * * 1',
          trigger: 'weekly',
        },
      ),
    );
    const text = write('task-template.flow');
    for (const [place, value] of [
      ['references[0].note', 'Ours'],
      ['bundleLinkDefinitions[0].kind', 'doc'],
      ['taskDefinitions[0].proofRequirement.since', '``` <b>'],
      ['triggerSchedule', '0 9 * * 1'],
      // A name of ours that says something else must not be taken for ours.
      ['trigger', 'weekly'],
    ]) {
      expect(text).toContain(`  "${place}": ${JSON.stringify(value)}`);
      expect(review.join('\n')).toContain(`\`${place}\` has no place in a template`);
    }
    expect(compileBack(text).references).toEqual([{ name: 'A', url: 'https://example.org/' }]);
  });

  test.each([
    ['no trigger', { triggerType: undefined }, '`trigger.type` is `manual`, for'],
    [
      'a schedule and no trigger',
      { triggerType: undefined, triggerSchedule: '0 9 * * 1' },
      '`trigger.type` is `automatic`, for',
    ],
    [
      'a schedule that is none',
      { triggerType: 'automatic', triggerSchedule: 'mondays' },
      '`trigger.schedule` `mondays` is no schedule',
    ],
    ['no anchor', {}, '`anchor.label` is `Anchor date`, for'],
  ])('with %s are adopted, with a sentence', (_, rest, sentence) => {
    expect(imported(small({}, rest)).review.join('\n')).toContain(sentence);
  });

  test.each([
    ['an order of their own', ['plan', 'live'], undefined, ['plan', 'live', 'done']],
    [
      'ours',
      ['preparation', 'after-event'],
      undefined,
      ['preparation', 'announced', 'after-event', 'done'],
    ],
    ['theirs, published', ['a'], ['a', 'z'], ['a', 'z']],
  ])('have stages: %s', (_, phases, stages, expected) => {
    const runtime = small(
      { phase: phases[0] },
      {
        phases: phases.map((stage) => ({ id: stage, name: stage, stage })),
        ...(stages && { stages }),
      },
    );
    expect(compileBack(imported(runtime).write('task-template.flow')).stages).toEqual(expected);
  });

  test('that are published come back the same', () => {
    const runtime = JSON.parse(readFileSync(join(FIXTURES, 'oss.json'), 'utf8'));
    const published = compileBack(imported(runtime).write('task-template.flow'));
    const json = JSON.parse(JSON.stringify(published));
    const again = imported(json);
    expect(again.id).toBe('task-template.flow');
    expect(compileBack(again.write('task-template.flow'))).toEqual(published);
  });

  test.each([
    ['no mapping', [1], ['no-template']],
    ['no tasks', { name: 'x' }, ['no-template']],
    [
      'tasks of another kind',
      small({}, { taskDefinitions: 'x' }),
      ['`taskDefinitions` is `x` — write a list.'],
    ],
    ['no type', small({}, { type: undefined }), [expect.stringContaining('`type` is missing')]],
    ['a number for a type', small({}, { type: 7 }), [expect.stringContaining('`type` is `7`')]],
    ['a number for a name', small({}, { name: 7 }), ['`name` is `7` — write a text.']],
    [
      'an unknown trigger',
      small({}, { triggerType: 'webhook' }),
      [expect.stringContaining('`triggerType` is `webhook`')],
    ],
    [
      'no schedule',
      small({}, { triggerType: 'automatic' }),
      [expect.stringContaining('`triggerSchedule` is missing')],
    ],
    [
      'a wrong day',
      small({ offsetDays: 'x' }),
      [expect.stringContaining('`taskDefinitions[0].offsetDays` is `x`')],
    ],
    [
      'a wrong assignee',
      small({ assigneeId: 'A B' }),
      expect.arrayContaining([expect.stringContaining('`taskDefinitions[0].assigneeId` is `A B`')]),
    ],
    [
      'a task that is none',
      small({}, { taskDefinitions: [7] }),
      [expect.stringContaining('`taskDefinitions[0]` is `7`')],
    ],
    [
      'half a character',
      small({ note: 'a\ud800' }),
      ['`taskDefinitions[0].note` has half a character in it — write the text again.'],
    ],
    [
      'a refId twice',
      small({}, { taskDefinitions: [small().taskDefinitions[0], small().taskDefinitions[0]] }),
      [
        '`taskDefinitions[1].refId` is `one`, as `taskDefinitions[0].refId` is — give each task its own.',
      ],
    ],
  ])('with %s are refused, place by place', (_, json, reasons) => {
    expect(reasonsOf(json)).toEqual(reasons);
  });

  test('that would not come back are refused', () => {
    const runtime = JSON.parse(JSON.stringify(small()).replace('{', '{"__proto__": {"a": 1},'));
    expect(reasonsOf(runtime)).toEqual([
      '`__proto__.a` is `1` and would become nothing — correct it first.',
    ]);
  });

  test('nested without end are refused', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(reasonsOf(small({ deep }))[0]).toContain('is nested more than');
  });
});

const word = fc.constantFrom(
  '',
  ' ',
  'a',
  'Ask the guest',
  '2026-01-01',
  'yes',
  '- x',
  '# y',
  'a: b',
  '”é🎉',
  "it's",
  '---',
  '\n',
  '{tool}',
  'null',
  '0x1',
);
const value: fc.Arbitrary<Json> = fc.oneof(
  word,
  fc.integer({ min: -9, max: 9 }),
  fc.boolean(),
  fc.constant(null),
);
const unknown = fc.dictionary(
  fc.constantFrom('artifactRefs', 'assistantJobRefs', 'x-1', 'note', 'Öl', '1', 'a b'),
  fc.oneof(value, fc.array(value, { maxLength: 3 }), fc.dictionary(word, value, { maxKeys: 3 })),
  { maxKeys: 3 },
);
const text = fc.constantFrom('Send it', 'Écrire: “oui”', '- a', '42', 'a # b');
const links = fc.array(text, { maxLength: 2 });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const validation = fc.oneof(
  fc.constantFrom('', 'The editor has said yes.'),
  fc.record(
    {
      operatorAction: fc.oneof(text, word),
      completionProof: fc.oneof(text, word),
      requiredBundleLinks: links,
      atRiskWhen: fc.array(fc.oneof(text, fc.constant('')), { maxLength: 2 }),
      waitingAllowed: fc.boolean(),
      waitingSemantics: fc.record({
        waitingFor: fc.oneof(text, fc.constant('')),
        requires: fc.constantFrom(['waitingFor', 'followUpAt', 'comment'], ['comment'], []),
        followUpDefaultDays: fc.integer({ min: -1, max: 4 }),
      }),
      reminderSemantics: fc.record(
        {
          due: fc.boolean(),
          overdue: fc.boolean(),
          missingEvidence: fc.boolean(),
          preEventReminder: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      dashboardStates: fc.constantFrom(['today'], []),
      skipClosure: fc.record({ allowedStatuses: links, auditNote: word }),
    },
    { requiredKeys: [] },
  ),
);
const task = fc.record(
  {
    description: text,
    offsetDays: fc.integer({ min: -30, max: 30 }),
    assigneeId: fc.constantFrom('', 'user-a', '00000000-0000-0000-0000-000000000001'),
    instructionDocId: fc.constantFrom('', 'sop.a', 'doc:sop.b'),
    instructionStepId: fc.constantFrom('', '3', 3, 'upload'),
    instructionsUrl: fc.constantFrom('', 'https://example.org/'),
    systems: fc.array(fc.constantFrom('random.org', 'Google Docs', 'google-drive'), {
      maxLength: 3,
    }),
    requiredLinkName: fc.oneof(text, fc.constant('')),
    isMilestone: fc.boolean(),
    requiresFile: fc.boolean(),
    stageOnComplete: fc.constantFrom('', 'after-event', 'done'),
    proofRequirement: fc.record(
      { type: fc.constantFrom('url', 'comment'), label: text, required: fc.boolean() },
      { requiredKeys: ['type', 'label'] },
    ),
    validation,
    extra: unknown,
  },
  { requiredKeys: ['description', 'offsetDays'] },
);
const template = fc
  .record({
    name: optional(text),
    emoji: optional(word),
    tags: optional(links),
    defaultAssigneeId: optional(fc.constantFrom('', 'user-operator')),
    triggerType: fc.constantFrom(undefined, 'manual', 'automatic'),
    triggerSchedule: fc.constantFrom('0 9 * * 1', 'mondays', ''),
    triggerLeadDays: optional(fc.integer({ min: 0, max: 9 })),
    references: optional(
      fc.array(fc.record({ name: text, url: fc.constantFrom('https://example.org/', 'a/b.md') }), {
        maxLength: 2,
      }),
    ),
    bundleLinkDefinitions: optional(
      fc.array(fc.record({ name: text, extra: word }), { maxLength: 2 }),
    ),
    phases: fc.constantFrom(
      undefined,
      [],
      [{ id: 'p', name: 'P', stage: 'preparation', color: 'red' }],
    ),
    tasks: fc.array(task, { minLength: 1, maxLength: 3 }),
    extra: unknown,
  })
  .map(({ tasks, extra, ...rest }) => ({
    ...extra,
    type: 'flow',
    ...rest,
    taskDefinitions: tasks.map(({ extra: more, ...each }, index) => ({
      ...more,
      refId: `task-${index}`,
      ...each,
      ...(rest.phases?.length && { phase: 'p' }),
    })),
  }));

test('whatever is adopted comes back, or is told to have no place', () => {
  let adopted = 0;
  fc.assert(
    fc.property(template, (written) => {
      const runtime = JSON.parse(JSON.stringify(written));
      const result = importTemplate(runtime, 'flow.json');
      if (result.kind !== 'imported') {
        expect(reasonsOf(runtime).join(' ')).toMatch(
          /triggerSchedule|followUpDefaultDays|operatorAction/,
        );
        return;
      }
      adopted++;
      const compiled = compileBack(result.write('task-template.flow'));
      const told = result.review.join('\n');
      const lost = missing({ ...runtime, name: runtime.name ?? '' }, compiled).filter(
        (place) => !told.includes(`\`${place.slice(1)}\` has no place`),
      );
      expect(lost).toEqual([]);
      const isAuthored = compiled.taskDefinitions.length === runtime.taskDefinitions.length;
      expect(isAuthored).toBe(true);
    }),
    { numRuns: 250 },
  );
  expect(adopted).toBeGreaterThan(120);
});
