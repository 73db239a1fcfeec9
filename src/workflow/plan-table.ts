/** A plan for reading in a terminal: plain text, no colours, the same bytes for the same plan. */
import { parseDate, weekdayOf } from './calendar.ts';
import type { Bundle, PlannedTask } from './plan.ts';

const HEADINGS = ['Date', 'Day', 'Task', 'What', 'Proof'] as const;

/** Title, extent, then one line a task; ends with a line break. Control characters are dropped. */
export function formatPlanTable(bundle: Bundle): string {
  const rows = bundle.tasks.map((task) => rowOf(task).map(toOneLine));
  const widths = HEADINGS.map((heading, column) =>
    Math.max(...[heading, ...rows.map((row) => row[column] ?? '')].map(displayWidth)),
  );
  const lines = [HEADINGS, widths.map((width) => '-'.repeat(width)), ...rows].map((cells) =>
    cells
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - displayWidth(cell)))
      .join('  ')
      .trimEnd(),
  );
  return `${[toOneLine(bundle.title), extentOf(bundle), '', ...lines].join('\n')}\n`;
}

function extentOf({ tasks }: Bundle): string {
  const [first, last] = [tasks.at(0)?.date, tasks.at(-1)?.date];
  const count = tasks.length === 1 ? '1 task' : `${tasks.length} tasks`;
  return first === last ? `${count}, ${first ?? 'no date'}` : `${count}, ${first} to ${last}`;
}

function rowOf(task: PlannedTask): string[] {
  const date = [task.date, task.time, task.timeZone].filter((part) => part !== undefined);
  const weekday = weekdayOf(parseDate(task.date));
  const day = weekday.charAt(0).toUpperCase() + weekday.slice(1, 3);
  return [date.join(' '), day, task.refId, task.description, proofOf(task)];
}

/** What the proof is and, in brackets, the form it takes. */
function proofOf({ proofRequirement, validation }: PlannedTask): string {
  const label =
    typeof validation === 'string'
      ? (proofRequirement?.label ?? validation)
      : (validation.completionProof ?? '');
  if (!proofRequirement) return label;
  return `${label} (${proofRequirement.type}${proofRequirement.required ? '' : ', optional'})`;
}

function toOneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE =
  /\p{RGI_Emoji}|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3001-\u3029\uFF01-\uFF60]/v;

/** Columns a terminal gives the text: two for emoji and East Asian wide signs, else one. */
function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}
