import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { hashContent } from '../../../src/workflow/compile/content-hash.ts';
import fc from '../../support/generated.ts';
import {
  compileRuntimeTemplate,
  compileSmall,
  RUNTIME_TEMPLATES,
  readRuntimeTemplate,
} from '../runtime-template.ts';

const oss = compileRuntimeTemplate(readRuntimeTemplate('oss'));

/** The template with one change made to a copy of it. */
function changed(change: (template: WorkflowTemplate) => void): WorkflowTemplate {
  const copy = structuredClone(oss);
  change(copy);
  return copy;
}

function firstTask(template: WorkflowTemplate) {
  const [task] = template.taskDefinitions;
  if (!task) throw new Error('The template has no tasks.');
  return task;
}

/** The same value with the keys of every mapping in the order `rank` gives them. */
function reordered(value: unknown, rank: (key: string) => number): unknown {
  if (Array.isArray(value)) return value.map((item) => reordered(item, rank));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => rank(a) - rank(b))
      .map(([key, item]) => [key, reordered(item, rank)]),
  );
}

test('the compiled hash is the hash of the compiled template', () => {
  for (const name of RUNTIME_TEMPLATES) {
    const template = compileRuntimeTemplate(readRuntimeTemplate(name));
    expect(hashContent(template)).toBe(template.contentHash);
  }
});

test('is SHA-256 over sorted keys without spaces, without hash, instructions and URLs', () => {
  const { contentHash } = compileSmall(
    [
      {
        offsetDays: 1,
        validation: 'Nod.',
        instructionDocId: 'sop.a',
        instructionsUrl: 'https://example.org/a',
      },
    ],
    { references: [{ name: 'Ü', url: 'https://example.org/u' }] },
  );
  const canonical =
    '{"anchor":{"label":"Launch"},"bundleLinkDefinitions":[],"doneCriteria":[],"name":"Small",' +
    '"phases":[{"id":"all","name":"All","stage":"preparation"}],"references":[{"name":"Ü"}],' +
    '"roles":{},"schemaVersion":1,"sourceDocIds":[],' +
    '"stages":["preparation","announced","after-event","done"],"tags":[],"taskDefinitions":[' +
    '{"description":"Do 0","instructionDocId":"sop.a","offsetDays":1,"phase":"all",' +
    '"refId":"task-0","validation":"Nod."}],' +
    '"templateId":"task-template.small","triggerType":"manual","type":"small"}';
  expect(contentHash).toBe(`sha256:${createHash('sha256').update(canonical).digest('hex')}`);
});

test('does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (ranks) => {
      const known = new Map<string, number>();
      const rank = (key: string): number => {
        if (!known.has(key)) known.set(key, ranks.next().value ?? 0);
        return known.get(key) ?? 0;
      };
      // Reordering keeps every key and value, so it is still a template.
      expect(hashContent(reordered(oss, rank) as WorkflowTemplate)).toBe(oss.contentHash);
    }),
    { numRuns: 20 },
  );
});

test('changes with any offset', () => {
  const offsets = fc.integer({ min: -400, max: 400 });
  const index = fc.nat({ max: oss.taskDefinitions.length - 1 });
  fc.assert(
    fc.property(index, offsets, (at, offsetDays) => {
      const before = oss.taskDefinitions[at]?.offsetDays;
      const after = changed(({ taskDefinitions }) => {
        Object.assign(taskDefinitions[at] ?? {}, { offsetDays });
      });
      expect(hashContent(after) === oss.contentHash).toBe(before === offsetDays);
    }),
  );
});

test.each<[string, (template: WorkflowTemplate) => void]>([
  ['a description', (template) => Object.assign(firstTask(template), { description: 'Else' })],
  ['a proof', (template) => Object.assign(firstTask(template), { requiresFile: true })],
  ['a task less', (template) => template.taskDefinitions.pop()],
  ['another order of tasks', (template) => template.taskDefinitions.reverse()],
  [
    'the name of a reference',
    ({ references }) => Object.assign(references[0] ?? {}, { name: 'B' }),
  ],
  ['another anchor', (template) => Object.assign(template.anchor, { weekday: 'monday' })],
  ['a stage more', ({ stages }) => stages.push('archived')],
])('changes with %s', (_, change) => {
  expect(hashContent(changed(change))).not.toBe(oss.contentHash);
});

test.each<[string, (template: WorkflowTemplate) => void]>([
  ['the hash itself', (template) => Object.assign(template, { contentHash: 'sha256:00' })],
  ['the URL of a reference', ({ references }) => Object.assign(references[0] ?? {}, { url: 'x' })],
  ['a fallback URL', (template) => Object.assign(firstTask(template), { instructionsUrl: 'x' })],
  [
    'a rewritten or moved instruction',
    (template) => Object.assign(firstTask(template).instruction ?? {}, { stepHash: 'x', url: 'y' }),
  ],
])('does not change with %s', (_, change) => {
  const after = changed(change);
  expect(after).not.toStrictEqual(oss);
  expect(hashContent(after)).toBe(oss.contentHash);
});
