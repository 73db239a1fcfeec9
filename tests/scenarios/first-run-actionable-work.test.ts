import { planWorkflow } from 'opsbook/workflow';
import { expect, test } from 'vitest';
import { publishedTemplates } from '../support/published.ts';
import { openEngine, STARTED_AT } from './desks.ts';

const templates = publishedTemplates();
const TODAY = '2026-06-15';
const RUNS = [
  { type: 'newsletter', anchor: '2026-06-17' },
  { type: 'tax-report', anchor: '2026-07-01' },
];

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
  const template = engine.templates().find(({ type }) => type === 'newsletter');
  if (!template) throw new Error('It was seeded.');
  expect(engine.run(id)).toEqual({
    ...planWorkflow(template, { anchor: '2026-07-01' }),
    startedAt: STARTED_AT,
  });
  const { work, notice } = engine.dashboard(TODAY);
  expect(notice).toBe('');
  expect(work.map(({ run }) => run)).toEqual(template.taskDefinitions.map(() => id));
});

test('First-run creation is not demo data', () => {
  const engine = openEngine(templates);
  const run = engine.run(engine.start('newsletter', { anchor: '2026-07-01' }, STARTED_AT));
  const template = templates.find(({ type }) => type === 'newsletter');
  expect(run.templateId).toBe(template?.templateId);
  expect(run.contentHash).toBe(template?.contentHash);
  expect(new Set(run.tasks.map(({ source }) => source))).toEqual(new Set(['template']));
  expect(JSON.stringify(run)).not.toMatch(/\b(?:demo|sample|fake)\b/i);
  const gated = run.tasks.find(({ proofRequirement }) => proofRequirement?.required);
  const refId = gated?.refId ?? '';
  const event = { at: STARTED_AT, type: 'complete', refId } as const;
  expect(engine.send(engine.runs()[0]?.id ?? '', event)).toHaveProperty('refused');
});

test('Catch-up/generation is idempotent if implemented or modified', () => {
  const engine = openEngine(templates);
  const asked = [
    ...RUNS,
    { type: 'oss', anchor: '2026-07-22' },
    { type: 'unknown', anchor: TODAY },
  ];
  expect(engine.catchUp(asked, STARTED_AT)).toMatchObject({
    templateCreated: ['newsletter.2026-06-17', 'tax-report.2026-07-01'],
    templateSkipped: [],
    failures: [
      { run: 'oss.2026-07-22', reason: 'No schedule starts this workflow.' },
      { run: 'unknown.2026-06-15', reason: 'There is no template `unknown`.' },
    ],
  });
  const before = engine.runs();
  expect(engine.catchUp(asked, '2026-06-16T08:00:00Z')).toMatchObject({
    templateCreated: [],
    templateSkipped: ['newsletter.2026-06-17', 'tax-report.2026-07-01'],
    failures: [{ run: 'oss.2026-07-22' }, { run: 'unknown.2026-06-15' }],
  });
  expect(engine.runs()).toEqual(before);
});

test('Non-matching schedules remain truthful', () => {
  const engine = openEngine(templates);
  const report = engine.catchUp([], STARTED_AT);
  expect(Object.values(report).flat()).toEqual([]);
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
