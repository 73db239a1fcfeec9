/** A plan for reading in a terminal: plain text, no colours, the same bytes for the same plan. */
import { parseDate } from '../../dates/calendar.ts';
import type { Bundle, PlannedTask } from '../plan.ts';
import {
  assigneeInWords,
  extentInWords,
  proofInWords,
  toOneLine,
  weekdayInWords,
} from '../task-words.ts';
import { formatTable } from './text-table.ts';

const HEADINGS = ['Date', 'Day', 'Task', 'What', 'Who', 'Proof'] as const;

/** Title, extent, then one line a task; ends with a line break. Control characters are dropped. */
export function formatPlanTable(bundle: Bundle): string {
  const table = formatTable(
    HEADINGS,
    bundle.tasks.map((task) => rowOf(task, bundle).map(toOneLine)),
  );
  return `${[toOneLine(bundle.title), extentInWords(bundle), '', ...table].join('\n')}\n`;
}

function rowOf(task: PlannedTask, bundle: Bundle): string[] {
  const date = [task.date, task.time, task.timeZone].filter((part) => part !== undefined);
  const day = weekdayInWords(parseDate(task.date)).slice(0, 3);
  const who = assigneeInWords(task, bundle);
  return [date.join(' '), day, task.refId, task.description, who, proofInWords(task)];
}
