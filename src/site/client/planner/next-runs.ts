/** When the schedule of a workflow asks for its next runs, computed from today in the browser. */
import { PARTS } from '../../../../schemas/addresses.ts';
import type { WorkflowTemplate } from '../../../../schemas/workflow-template.ts';
import { occurrences } from '../../../workflow/schedule/occurrences.ts';
import { formatDate } from '../../models/phrases.ts';

const MAX_SHOWN = 4;
/** A year: a schedule that asks for less than that is shown with what there is. */
const DAYS_AHEAD = 366;

export function showNextRuns(place: HTMLElement, template: WorkflowTemplate): void {
  const from = new Date();
  const to = new Date(from.getTime() + DAYS_AHEAD * 86_400_000);
  const range = { from: isoDay(from), to: isoDay(to) };
  const found = occurrences(template, range).slice(0, MAX_SHOWN);
  const items = found.map(({ firesOn, anchor }) => {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = `?${new URLSearchParams({ anchor })}#${PARTS.plan}`;
    link.textContent = day(anchor);
    const note = firesOn === anchor ? '' : ` (starts ${day(firesOn)})`;
    item.append(link, note);
    return item;
  });
  if (items.length > 0) place.replaceChildren(...items);
  else place.textContent = 'None within a year';
}

function isoDay(date: Date): string {
  const [year, month, dayOfMonth] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return [year, String(month).padStart(2, '0'), String(dayOfMonth).padStart(2, '0')].join('-');
}

function day(date: string): string {
  return formatDate(date, document.documentElement.lang, 'short');
}
