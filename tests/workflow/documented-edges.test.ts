/** Every row of the table of edges in the documentation, planned. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PlanError, planWorkflow } from '../../src/workflow/plan/plan.ts';
import { planRemarks } from '../../src/workflow/plan/plan-remarks.ts';
import { tableBelow } from '../support/markdown-table.ts';
import { compileSmall } from './runtime-template.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/plans.md'), 'utf8');
const rows = tableBelow(text, 'Edges');

/** `-3 workdays at 17:00 Europe/Berlin, usually wednesday`. */
const TASK = /^(-?\d+) (day|workday)s?(?: at (\S+) (\S+))?(?:, usually (\w+))?$/;

function readTemplate(task: string, calendar: string) {
  const [, count, unit, time, timeZone, weekday] = TASK.exec(task) ?? [];
  const holidays = /holidays (.+)$/.exec(calendar)?.[1]?.split(' ');
  const rule = /^(keep|previous|next|nearest)/.exec(calendar)?.[0];
  expect(count).toBeDefined();
  return compileSmall(
    [{ [unit === 'day' ? 'offsetDays' : 'offsetWorkdays']: Number(count), ...(time && { time }) }],
    {
      anchor: { label: 'Day', ...(timeZone && { timeZone }), ...(weekday && { weekday }) },
      calendar: { ...(rule && { onNonWorkingDay: rule }), ...(holidays && { holidays }) },
    },
  );
}

describe('the edges of plans', () => {
  test('are documented', () => expect(rows.length).toBeGreaterThan(20));

  test.each(rows)(
    '%s: %s and %s %s is %s',
    (_edge, anchor = '', task = '', calendar = '', due = '') => {
      const template = readTemplate(task, calendar);
      const [outcome = '', reason] = due.split(/: |, noted: /, 2);
      if (outcome === 'refused') {
        expect(() => planWorkflow(template, { anchor })).toThrow(PlanError);
        expect(() => planWorkflow(template, { anchor })).toThrow(due.slice('refused: '.length));
        return;
      }
      const [planned] = planWorkflow(template, { anchor }).tasks;
      const found = [planned?.date, planned?.time, planned?.timeZone].filter((part) => part);
      expect(found.join(' ')).toBe(outcome);
      const remarks = planRemarks(template, { anchor });
      if (reason === undefined) expect(remarks).toEqual([]);
      else expect(remarks).toEqual([expect.stringContaining(due.slice(outcome.length + 9))]);
    },
  );
});
