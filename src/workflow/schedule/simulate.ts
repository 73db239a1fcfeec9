/**
 * What the triggers would bring about if nothing else happened: every run of a range of days,
 * and the days on which the most work comes together. Browser-safe.
 */
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { compareText } from '../../diagnostics/report.ts';
import type { DateRange } from '../dates/date-range.ts';
import { formatTable } from '../plan/formats/text-table.ts';
import { toOneLine } from '../plan/task-words.ts';
import {
  type RunFailure,
  type RunIdentity,
  type RunValues,
  type ScheduledRun,
  scheduledRuns,
} from './scheduled-runs.ts';

interface SimulatedRun extends RunIdentity {
  /** Day the trigger fires, `YYYY-MM-DD` in its zone. */
  readonly firesOn: string;
  /** Moment it fires, ISO 8601 in UTC. */
  readonly firesAt: string;
  readonly title: string;
  /** Number of tasks. */
  readonly tasks: number;
  /** Earliest and latest due date, `YYYY-MM-DD`. */
  readonly firstDue: string;
  readonly lastDue: string;
}

export interface Simulation extends DateRange {
  /** By day of firing, then type, then the order of the values. */
  readonly runs: readonly SimulatedRun[];
  /** Days with the most tasks due, at most ten; equally busy ones by date. */
  readonly busiestDays: readonly { readonly date: string; readonly tasks: number }[];
  readonly failures: readonly RunFailure[];
}

const MAX_BUSY_DAYS = 10;

/** Fires the triggers in the range, both ends included. Throws for a range `occurrences` refuses. */
export function simulate(
  templates: readonly WorkflowTemplate[],
  { from, to }: DateRange,
  values?: RunValues,
): Simulation {
  const { runs, failures } = scheduledRuns(templates, { from, to }, values);
  const due = new Map<string, number>();
  for (const { date } of runs.flatMap(({ bundle }) => bundle.tasks)) {
    due.set(date, (due.get(date) ?? 0) + 1);
  }
  const busiestDays = [...due]
    .map(([date, tasks]) => ({ date, tasks }))
    .sort((a, b) => b.tasks - a.tasks || compareText(a.date, b.date))
    .slice(0, MAX_BUSY_DAYS);
  return { from, to, runs: runs.map(simulatedRun), busiestDays, failures };
}

function simulatedRun({ occurrence, bundle, ...run }: ScheduledRun): SimulatedRun {
  return {
    type: run.type,
    firesOn: occurrence.firesOn,
    firesAt: occurrence.firesAt,
    anchor: run.anchor,
    ...(run.for && { for: run.for }),
    title: bundle.title,
    tasks: bundle.tasks.length,
    // A template has a task at least.
    firstDue: bundle.tasks.at(0)?.date ?? run.anchor,
    lastDue: bundle.tasks.at(-1)?.date ?? run.anchor,
  };
}

/** Runs, busiest days and what could not be had, as plain text; ends with a line break. */
export function formatSimulation({ from, to, runs, busiestDays, failures }: Simulation): string {
  const count = runs.length === 1 ? '1 run' : `${runs.length} runs`;
  const lines = [`${count}, triggers fired ${from} to ${to}`];
  if (runs.length > 0) {
    const rows = runs.map((run) => [
      run.firesOn,
      run.anchor,
      run.type,
      Object.entries(run.for ?? {})
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
      `${run.tasks}`,
      run.firstDue,
      run.lastDue,
    ]);
    const headings = ['Fires', 'Anchor', 'Workflow', 'For', 'Tasks', 'First due', 'Last due'];
    lines.push(
      '',
      ...formatTable(
        headings,
        rows.map((row) => row.map(toOneLine)),
      ),
    );
    const days = busiestDays.map(({ date, tasks }) => [date, `${tasks}`]);
    lines.push('', 'Busiest days', '', ...formatTable(['Date', 'Tasks'], days));
  }
  if (failures.length > 0) {
    lines.push('', 'Not planned', '', ...failures.map(({ reason }) => `- ${toOneLine(reason)}`));
  }
  return `${lines.join('\n')}\n`;
}
