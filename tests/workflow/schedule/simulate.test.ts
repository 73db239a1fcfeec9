import { expect, test } from 'vitest';
import { formatSimulation, simulate } from '../../../src/workflow/schedule/simulate.ts';
import { compileRuntimeTemplate, compileSmall, readRuntimeTemplate } from '../runtime-template.ts';

const weekly = compileSmall([{ offsetDays: 0 }, { offsetDays: 0 }, { offsetDays: 7 }], {
  type: 'weekly',
  trigger: { type: 'automatic', schedule: '0 9 * * 1', leadDays: 1, timeZone: 'Europe/Berlin' },
});
const report = compileSmall([{ offsetDays: 0 }], {
  type: 'report',
  forEach: ['client'],
  trigger: { type: 'automatic', schedule: '0 9 13 * *' },
});
const JULY = { from: '2026-07-01', to: '2026-07-14' };

test('shows every run and the busiest days', () => {
  const values = { report: [{ client: 'acme' }, { client: 'globex' }] };
  const simulation = simulate([weekly, report], JULY, values);
  expect(simulation).toEqual({
    ...JULY,
    runs: [
      {
        type: 'weekly',
        firesOn: '2026-07-06',
        firesAt: '2026-07-06T07:00:00Z',
        anchor: '2026-07-07',
        title: 'Small: 2026-07-07',
        tasks: 3,
        firstDue: '2026-07-07',
        lastDue: '2026-07-14',
      },
      ...['acme', 'globex'].map((client) => ({
        type: 'report',
        firesOn: '2026-07-13',
        firesAt: '2026-07-13T09:00:00Z',
        anchor: '2026-07-13',
        for: { client },
        title: 'Small: 2026-07-13',
        tasks: 1,
        firstDue: '2026-07-13',
        lastDue: '2026-07-13',
      })),
      expect.objectContaining({ type: 'weekly', anchor: '2026-07-14', lastDue: '2026-07-21' }),
    ],
    busiestDays: [
      { date: '2026-07-14', tasks: 3 },
      { date: '2026-07-07', tasks: 2 },
      { date: '2026-07-13', tasks: 2 },
      { date: '2026-07-21', tasks: 1 },
    ],
    failures: [],
  });
  expect(formatSimulation(simulation)).toBe(`4 runs, triggers fired 2026-07-01 to 2026-07-14

Fires       Anchor      Workflow  For            Tasks  First due   Last due
----------  ----------  --------  -------------  -----  ----------  ----------
2026-07-06  2026-07-07  weekly                   3      2026-07-07  2026-07-14
2026-07-13  2026-07-13  report    client=acme    1      2026-07-13  2026-07-13
2026-07-13  2026-07-13  report    client=globex  1      2026-07-13  2026-07-13
2026-07-13  2026-07-14  weekly                   3      2026-07-14  2026-07-21

Busiest days

Date        Tasks
----------  -----
2026-07-14  3
2026-07-07  2
2026-07-13  2
2026-07-21  1
`);
});

test('names what could not be planned', () => {
  expect(
    formatSimulation(simulate([report], JULY)),
  ).toBe(`0 runs, triggers fired 2026-07-01 to 2026-07-14

Not planned

- Workflow \`report\` has one run per \`client\`. Give a value for \`client\`.
`);
});

test('a year of a newsletter has a run a week', () => {
  const newsletter = compileRuntimeTemplate(readRuntimeTemplate('newsletter'));
  const { runs, busiestDays } = simulate([newsletter], { from: '2026-01-01', to: '2026-12-31' });
  expect(runs).toHaveLength(52);
  expect(busiestDays).toHaveLength(10);
});
