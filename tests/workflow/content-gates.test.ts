/** Who may close what in the workflows of the content, and what is asked there. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { portalConfig } from '../../schemas/config.ts';
import type { TaskDefinition } from '../../schemas/workflow-template.ts';
import { compilePortal } from '../../src/portal/compile-portal.ts';
import { readSources } from '../../src/source/read-sources.ts';
import { TODAY } from '../support/content.ts';

const { templates } = compilePortal({
  sources: readSources(join(import.meta.dirname, '../../content')),
  config: portalConfig.parse({}),
  today: TODAY,
});

function taskOf(type: string, refId: string): TaskDefinition {
  const workflow = templates.find(({ template }) => template.type === type)?.template;
  const task = workflow?.taskDefinitions.find((each) => each.refId === refId);
  if (!task) throw new Error(`${type} has no task ${refId}`);
  return task;
}

test('tester and product manager judge the change, and neither of them built it', () => {
  const of = ['implement-issue'];
  expect(taskOf('issue-lifecycle', 'verify-issue')).toMatchObject({ approval: { of }, notBy: of });
  expect(taskOf('issue-lifecycle', 'accept-issue')).toMatchObject({
    approval: { of },
    notBy: [...of, 'verify-issue'],
  });
  expect(taskOf('issue-lifecycle', 'commit-change').dependsOn).toEqual([
    'verify-issue',
    'accept-issue',
  ]);
});

test.each([
  ['issue-lifecycle', 'verify-issue', 'implement-issue'],
  ['release', 'prepare-gate', 'check-staging'],
])('%s asks for a person at %s where the change is risky', (type, refId, decides) => {
  const [choices = []] = (taskOf(type, decides).form ?? [])
    .filter(({ name }) => name === 'touches')
    .map((field) => field.choices);
  expect(choices).toContain('none');
  expect(taskOf(type, refId).humanGate).toMatchObject({
    when: { refId: decides, field: 'touches', anyOf: choices.filter((each) => each !== 'none') },
  });
});

test('production is always closed by a person who did not prepare it', () => {
  const { humanGate, approval, notBy } = taskOf('release', 'approve-production');
  expect(humanGate).toEqual(expect.any(String));
  expect(approval?.of).toEqual(['prepare-gate']);
  expect(notBy).toEqual(['check-staging', 'prepare-gate']);
});

test('a report asks for a schedule and for the plan, and shows what was planned before', () => {
  const fields = taskOf('daily-standup', 'write-report').form ?? [];
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  expect(required).toEqual(['schedule', 'by-next-business-day']);
  expect(fields.find(({ name }) => name === 'schedule')?.choices).toEqual([
    'full day',
    'part day',
    'emergency only',
    'unavailable',
  ]);
  expect(fields.map(({ fromPrevious }) => fromPrevious)).toContain('by-next-business-day');
});

test('what a reviewer notes about a person is for reviewers and management', () => {
  const { form = [], notBy } = taskOf('daily-standup', 'review-report');
  expect(form.length).toBeGreaterThan(0);
  for (const { visibleTo } of form) expect(visibleTo).toEqual(['people-operations', 'management']);
  expect(notBy).toEqual(['write-report']);
});

test('the reports of a morning are made in the zone of each developer', () => {
  const standup = templates.find(({ template }) => template.type === 'daily-standup')?.template;
  expect(standup).toMatchObject({ anchor: { timeZone: 'each' }, triggerTimeZone: 'each' });
});
