/** What schedules made, as text: one table for each list that is not empty. */

import { count } from '../../src/diagnostics/wording.ts';
import { formatTable } from '../../src/workflow/plan/formats/text-table.ts';
import { toOneLine } from '../../src/workflow/plan/task-words.ts';
import type { CaughtUp } from '../../src/workspace/catch-up.ts';
import type { ScheduledRunRef } from '../../src/workspace/scheduled-run.ts';

/** Ends with a line break. */
export function formatCaughtUp(caughtUp: CaughtUp): string {
  const { from, to, dryRun } = caughtUp;
  const made = dryRun ? 'To make' : 'Made';
  const lists: readonly (readonly [string, readonly ScheduledRunRef[]])[] = [
    [made, caughtUp.templateCreated],
    [`${made}, of one task`, caughtUp.recurringGenerated],
    [dryRun ? 'To complete' : 'Completed', caughtUp.templateRecovered],
    ['There already', caughtUp.templateSkipped],
    ['There already, of one task', caughtUp.recurringSkipped],
  ];
  const runs = caughtUp.templateCreated.length + caughtUp.recurringGenerated.length;
  const lines = [
    `${from} to ${to}: ${count(runs, 'run')} ${dryRun ? 'to make' : 'made'}`,
    ...lists.flatMap(([title, list]) => formatRuns(title, list)),
    ...formatFailures(caughtUp.failures),
  ];
  return `${lines.join('\n')}\n`;
}

export function formatRuns(title: string, runs: readonly ScheduledRunRef[]): string[] {
  if (runs.length === 0) return [];
  const rows = runs.map(({ runId = '', anchor, type, for: values, title: name }) =>
    [runId, anchor, type, valuesInText(values), name].map(toOneLine),
  );
  return ['', title, '', ...formatTable(['Run', 'Anchor', 'Workflow', 'For', 'Title'], rows)];
}

export function formatFailures(failures: CaughtUp['failures']): string[] {
  if (failures.length === 0) return [];
  const lines = failures.map(({ type, anchor, for: values, reason }) => {
    const place = [type, anchor, valuesInText(values)].filter((each) => each !== undefined);
    return `- ${toOneLine(`${place.join(' ').trim()}: ${reason}`)}`;
  });
  return ['', 'Failed', '', ...lines];
}

export function valuesInText(values: Readonly<Record<string, string>> = {}): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
