import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { planWorkflow } from 'opsbook/workflow';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/content.ts';
import { publishedTemplates, ROOT } from '../support/published.ts';

const [oss] = publishedTemplates();

function listTasks(template: unknown, anchor: string) {
  const folder = temporaryFolder({ 'template.json': JSON.stringify(template) });
  const script = join(ROOT, 'examples/python/list_tasks.py');
  const args = ['-I', script, join(folder, 'template.json'), anchor];
  return spawnSync('python3', args, { encoding: 'utf8' });
}

test('Python dates the tasks as the planner does', () => {
  if (!oss) throw new Error('Nothing is published.');
  const { status, stdout } = listTasks(oss, '2026-07-22');
  expect(status).toBe(0);
  const [title, ...rows] = stdout.trim().split('\n');
  expect(title).toBe('Open-Source Spotlight: 2026-07-22');
  expect(rows.map((row) => row.split('\t').slice(0, 2))).toEqual(
    planWorkflow(oss, { anchor: '2026-07-22' }).tasks.map(({ date, refId }) => [date, refId]),
  );
});

test('Python refuses what it does not understand', () => {
  expect(listTasks({ ...oss, schemaVersion: 2 }, '2026-07-22')).toMatchObject({ status: 1 });
  const calendar = { onNonWorkingDay: 'next' };
  expect(listTasks({ ...oss, calendar }, '2026-07-22').stderr).toContain('moves dates');
});
