import { planWorkflow, type WorkflowTemplate } from 'opsbook/workflow';
import { expect, test } from 'vitest';
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
