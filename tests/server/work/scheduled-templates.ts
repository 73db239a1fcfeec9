/** Workflows that schedules start, of the tests of schedules. */
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import fc from '../../support/generated.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';

export interface Automatic {
  readonly type: string;
  readonly schedule: string;
  readonly tasks?: number;
  readonly leadDays?: number;
  readonly timeZone?: string;
  readonly enabled?: boolean;
  readonly forEach?: readonly string[];
}

export function automatic({ type, tasks = 2, forEach, ...trigger }: Automatic): WorkflowTemplate {
  return compileSmall(
    Array.from({ length: tasks }, (_, index) => ({ offsetDays: index })),
    {
      type,
      ...(forEach && { forEach }),
      ...(trigger.timeZone === 'each' && { anchor: { label: 'Day', timeZone: 'each' } }),
      trigger: { type: 'automatic', ...trigger },
    },
  );
}

const pick = fc.constantFrom;

/** Any workflows of different types, of which a third runs for clients. */
export const anyTemplates = fc
  .uniqueArray(
    fc.record({
      type: pick('alpha', 'beta', 'gamma', 'delta'),
      schedule: pick(
        '0 9 * * *',
        '30 2 * * 1',
        '*/20 * * * 5',
        '0 0 1,15 * *',
        '45 23 * * mon-fri',
      ),
      tasks: fc.integer({ min: 1, max: 3 }),
      leadDays: fc.integer({ min: 0, max: 9 }),
      timeZone: pick('UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'Asia/Kolkata'),
      enabled: pick(true, true, true, false),
      isForClients: pick(true, false, false),
    }),
    { selector: ({ type }) => type, minLength: 1, maxLength: 3 },
  )
  .map((list) =>
    list.map(({ isForClients, ...each }) =>
      automatic({ ...each, ...(isForClients && { forEach: ['client'] }) }),
    ),
  );
