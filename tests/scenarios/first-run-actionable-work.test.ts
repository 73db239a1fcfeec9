import {
  catchUp,
  planWorkflow,
  queueOf,
  type Run,
  transition,
  type WorkflowTemplate,
} from 'opsbook/workflow';
import { describe, expect, test } from 'vitest';
import { publishedTemplates } from '../support/published.ts';
import { openEngine, STARTED_AT } from './desks.ts';

const templates = publishedTemplates();
const TODAY = '2026-06-15';

function template(wanted: string): WorkflowTemplate {
  const found = templates.find(({ type }) => type === wanted);
  if (!found) throw new Error(`${wanted} is not published.`);
  return found;
}
test('Clean seeded runtime shows first-run workflow actions', () => {
  const engine = openEngine(templates);
  const dashboard = engine.dashboard(TODAY);
  expect(dashboard.work).toEqual([]);
  expect(dashboard.notice).toBe('There is no active work. Start a workflow below.');
  expect(dashboard.startable.map(({ type }) => type)).toEqual(['newsletter', 'oss', 'tax-report']);
  expect(dashboard.startable.every(({ name, anchor }) => name && anchor.label)).toBe(true);
  expect(openEngine([]).dashboard(TODAY).notice).toContain('There are no templates.');
});

test('Operator starts a real workflow from a seeded template', () => {
  const engine = openEngine(templates);
  const id = engine.start('newsletter', { anchor: '2026-07-01' }, STARTED_AT);
  expect(engine.run(id)).toEqual({
    ...planWorkflow(template('newsletter'), { anchor: '2026-07-01' }),
    startedAt: STARTED_AT,
  });
  const { work, notice } = engine.dashboard(TODAY);
  expect(notice).toBe('');
  expect(work.map(({ run }) => run)).toEqual(template('newsletter').taskDefinitions.map(() => id));
});

test('First-run creation is not demo data', () => {
  const engine = openEngine(templates);
  const run = engine.run(engine.start('newsletter', { anchor: '2026-07-01' }, STARTED_AT));
  expect(run.templateId).toBe(template('newsletter').templateId);
  expect(run.contentHash).toBe(template('newsletter').contentHash);
  expect(new Set(run.tasks.map(({ source }) => source))).toEqual(new Set(['template']));
  expect(JSON.stringify(run)).not.toMatch(/\b(?:demo|sample|fake)\b/i);
  const gated = run.tasks.find(({ proofRequirement }) => proofRequirement?.required);
  const refId = gated?.refId ?? '';
  const event = { at: STARTED_AT, type: 'complete', refId } as const;
  expect(engine.send(engine.runs()[0]?.id ?? '', event)).toHaveProperty('refused');
});

test('Catch-up/generation is idempotent if implemented or modified', () => {
  const weekly: WorkflowTemplate = { ...template('newsletter'), type: 'weekly' };
  const duty = { ...weekly, type: 'duty', taskDefinitions: weekly.taskDefinitions.slice(0, 1) };
  const off = { ...weekly, type: 'off', triggerEnabled: false };
  const broken = { ...weekly, type: 'broken', triggerSchedule: 'on Mondays' };
  const engine = openEngine([...templates, weekly, duty, off, broken]);
  engine.start('weekly', { anchor: '2026-06-29' }, STARTED_AT);
  const range = { from: '2026-06-15', to: '2026-07-01' };
  const counts = () =>
    Object.entries(engine.catchUp(range, STARTED_AT)).map(([kind, each]) => [kind, each.length]);
  expect(counts()).toEqual([
    ['templateCreated', 6],
    ['templateSkipped', 1],
    ['templateRecovered', 0],
    ['recurringGenerated', 3],
    ['recurringSkipped', 0],
    ['failures', 1],
  ]);
  const before = engine.runs();
  expect(before).toHaveLength(10);
  expect(counts()).toEqual([
    ['templateCreated', 0],
    ['templateSkipped', 7],
    ['templateRecovered', 0],
    ['recurringGenerated', 0],
    ['recurringSkipped', 3],
    ['failures', 1],
  ]);
  expect(engine.runs()).toEqual(before);
  const types = new Set(before.map(({ run }) => run.templateType));
  expect([...types].sort()).toEqual(['duty', 'newsletter', 'tax-report', 'weekly']);
  const quarter = { from: '2026-01-01', to: '2026-04-03' };
  expect(() => engine.catchUp(quarter, STARTED_AT)).toThrow('at most 92 days');
});

test('Non-matching schedules remain truthful', () => {
  const engine = openEngine(templates);
  const tuesday = { from: '2026-06-16', to: '2026-06-16' };
  expect(Object.values(engine.catchUp(tuesday, STARTED_AT)).flat()).toEqual([]);
  const { work, startable } = engine.dashboard(TODAY);
  expect(work).toEqual([]);
  expect(startable).toHaveLength(templates.length);
});

test('Deploy smoke preserves first-run readiness', () => {
  const engine = openEngine(templates);
  engine.start('oss', { anchor: '2026-07-22' }, STARTED_AT);
  const before = engine.runs();
  // A deployment seeds again: templates are there, work is as it was, nothing is made up.
  engine.seed(templates);
  expect(engine.runs()).toEqual(before);
  expect(engine.templates()).toHaveLength(templates.length);
  const { work, startable } = engine.dashboard(TODAY);
  expect(work.length + startable.length).toBeGreaterThan(0);
});

describe('with the library', () => {
  const newsletter = template('newsletter');
  const run = planWorkflow(newsletter, { anchor: '2026-07-01' });

  test('FR-3 A started run has all that its template says', () => {
    expect(run).toMatchObject({
      templateId: newsletter.templateId,
      contentHash: newsletter.contentHash,
      tags: newsletter.tags,
      references: newsletter.references,
    });
    expect(run.bundleLinks.map(({ name }) => name)).toEqual(
      newsletter.bundleLinkDefinitions.map(({ name }) => name),
    );
    for (const definition of newsletter.taskDefinitions) {
      const task = run.tasks.find(({ refId }) => refId === definition.refId);
      expect(task).toMatchObject(definition);
      expect(task).toMatchObject({ status: 'todo', source: 'template' });
    }
    expect(run.tasks).toHaveLength(newsletter.taskDefinitions.length);
  });

  test('FR-4 Every label is of a stored task, and says what its state says', () => {
    for (const today of ['2026-06-01', '2026-06-29', '2026-07-01', '2026-07-09']) {
      const queue = queueOf(run, { today });
      expect(queue.map(({ task }) => task.refId).sort()).toEqual(
        run.tasks.map(({ refId }) => refId).sort(),
      );
      for (const { task, state, missing, risks } of queue) {
        expect(run.tasks).toContain(task);
        expect(state).toBe(
          task.date < today ? 'overdue' : task.date > today ? 'upcoming' : 'today',
        );
        const isFeared = risks.some(({ reason }) => reason === 'missing-evidence');
        expect(isFeared).toBe(task.date <= today && missing.length > 0);
      }
    }
  });

  test('FR-5e A run whose creation broke off gets exactly the tasks it lacks', () => {
    const weekly = { ...newsletter, triggerEnabled: true };
    const range = { from: '2026-06-15', to: '2026-06-15' };
    const [whole] = catchUp([weekly], { ...range, existing: [] }).templateCreated;
    if (!whole) throw new Error('Nothing is due on that Monday.');
    const half: Run = { ...whole, tasks: whole.tasks.filter((_, index) => index % 2 === 0) };
    const identity = { type: whole.templateType, anchor: whole.anchorDate };
    const existingAs = ({ tasks }: Run) => [
      { ...identity, refIds: tasks.map(({ refId }) => refId) },
    ];
    const { templateRecovered } = catchUp([weekly], { ...range, existing: existingAs(half) });
    const missing = templateRecovered.flatMap(({ missingTasks }) => missingTasks);
    const recovered = missing.reduce((state: Run, task) => {
      const event = {
        at: STARTED_AT,
        type: 'add-task',
        task: { ...task, source: 'recovered' },
      } as const;
      const outcome = transition(state, event);
      if ('refused' in outcome) throw new Error(outcome.refused);
      return outcome.run;
    }, half);
    const byRefId = ({ tasks }: Run) =>
      new Map(tasks.map(({ source: _source, ...task }) => [task.refId, task]));
    expect(byRefId(recovered)).toEqual(byRefId(whole));
    expect(recovered.tasks.filter(({ source }) => source === 'template')).toEqual(half.tasks);
    const again = catchUp([weekly], { ...range, existing: existingAs(recovered) });
    expect([again.templateRecovered, again.templateCreated]).toEqual([[], []]);
  });
});
