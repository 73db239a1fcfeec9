import papaparse from 'papaparse';
import { describe, expect, test } from 'vitest';
import { formatPlanCsv } from '../../../../src/workflow/plan/formats/plan-csv.ts';
import { planWorkflow } from '../../../../src/workflow/plan/plan.ts';
import fc from '../../../support/generated.ts';
import {
  compileRuntimeTemplate,
  compileSmall,
  readRuntimeTemplate,
} from '../../runtime-template.ts';

const csvOf = (tasks: readonly object[], overrides: object = {}) =>
  formatPlanCsv(planWorkflow(compileSmall(tasks, overrides), { anchor: '2026-07-22' }));

function rowsOf(text: string): Record<string, string>[] {
  const { data, errors } = papaparse.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  return data;
}

test('has a row a task, in the order of the plan', () => {
  const oss = planWorkflow(compileRuntimeTemplate(readRuntimeTemplate('oss')), {
    anchor: '2026-07-22',
  });
  const rows = rowsOf(formatPlanCsv(oss));
  expect(rows.map(({ date, refId }) => `${date} ${refId}`)).toEqual(
    oss.tasks.map(({ date, refId }) => `${date} ${refId}`),
  );
  expect(rows[0]).toMatchObject({ weekday: 'Wednesday', proofRequired: 'true', status: 'todo' });
});

test('writes what a task has, and leaves the rest empty', () => {
  const text = csvOf(
    [
      {
        offsetDays: 0,
        time: '17:00',
        assignee: 'editor',
        isMilestone: true,
        priority: 'high',
        requiredLinkName: 'Video',
        requiresFile: true,
        proofRequirement: { type: 'url', label: 'The video', required: true },
      },
      { offsetDays: 1, dependsOn: ['task-0'] },
    ],
    { anchor: { label: 'Day', timeZone: 'Europe/Berlin' }, roles: { editor: 'The editor' } },
  );
  expect(text).toBe(
    'date,weekday,time,timeZone,refId,description,phase,assigneeId,dependsOn,isMilestone,' +
      'priority,requiredLink,requiresFile,proofType,proofLabel,proofRequired,instruction,status,assignee\r\n' +
      '2026-07-22,Wednesday,17:00,Europe/Berlin,task-0,Do 0,All,editor,,true,' +
      'high,Video,true,url,The video,true,,todo,The editor\r\n' +
      '2026-07-23,Thursday,,,task-1,Do 1,All,,task-0,false,,,false,,,false,,todo,\r\n',
  );
});

describe('a cell', () => {
  const cellOf = (description: string) =>
    rowsOf(csvOf([{ offsetDays: 0, description }]))[0]?.description;

  test.each(['plain', 'a,b', 'say "hi"', 'two\nlines', 'two\r\nlines', ' padded ', '日本 🎉'])(
    '%j is read back as it is',
    (text) => expect(cellOf(text)).toBe(text),
  );

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '=HYPERLINK("x","y")'])(
    '%j is no formula',
    (text) => expect(cellOf(text)).toBe(`'${text}`),
  );

  const dropped = [0, 0xb, 0xc, 0x1b, 0x20, 0x85, 0xa0, 0xad, 0x200b, 0x200e, 0x2028, 0x2060];
  test.each([...dropped, 0x3000, 0x3164, 0xfe0f, 0xfeff, 0xe0001])(
    'is no formula behind U+%s, once or twice',
    (code) => {
      const sign = String.fromCodePoint(code);
      for (const text of [`${sign}=1+1`, `${sign}${sign}@SUM(A1)`, `\u200b${sign} ＋1`]) {
        expect(cellOf(text)).toBe(`'${text}`);
      }
    },
  );

  test('of any text is read back, but for the apostrophe that disarms it', () => {
    const texts = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(texts, (text) => {
        const cell = cellOf(text);
        expect([text, `'${text}`]).toContain(cell);
        expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });
});
