/** A plan as the page shows it: what to know of it, then the tasks by day. */
import { taskAnchor } from '../../../../schemas/addresses.ts';
import { placeholdersOf } from '../../../workflow/plan/placeholders.ts';
import type { Bundle, PlannedTask } from '../../../workflow/plan/plan.ts';
import { assigneeInWords } from '../../../workflow/plan/task-words.ts';
import { count, formatDate } from '../../models/phrases.ts';

export function summarize({ tasks }: Bundle, anchor: string): string {
  const first = tasks[0]?.date ?? anchor;
  const last = tasks.at(-1)?.date ?? anchor;
  return `${count(tasks.length, 'task')} from ${day(first)} to ${day(last)}.`;
}

export function remarkList(remarks: readonly string[]): HTMLElement[] {
  if (remarks.length === 0) return [];
  const list = element('ul', 'plan-remarks');
  list.append(...remarks.map((remark) => element('li', '', remark.replaceAll('`', ''))));
  return [list];
}

/** @param page where the tasks are, if not on this one */
export function planView(bundle: Bundle, page: string): HTMLElement[] {
  const title = element('h3', 'plan-title');
  title.append(...withOpenPlaceholders(bundle.title, bundle));
  // The title of a template that has no pattern says no more than its name and the day.
  const heading = bundle.titlePattern === undefined ? [] : [title];
  const list = document.createElement('ol');
  list.className = 'plan';
  for (const [date, due] of Map.groupBy(bundle.tasks, (task) => task.date)) {
    const isAnchor = date === bundle.anchorDate;
    const when = element('p', isAnchor ? 'plan-date plan-anchor' : 'plan-date');
    const time = element('time', '', day(date));
    time.dateTime = date;
    when.append(time);
    const inner = element('ul');
    inner.append(...due.map((task) => taskItem(task, bundle, page)));
    const item = element('li');
    item.append(when, inner);
    list.append(item);
  }
  return [...heading, list];
}

function taskItem(task: PlannedTask, bundle: Bundle, page: string): HTMLLIElement {
  const item = element('li');
  const what = link(`${page}#${taskAnchor(task.refId)}`, '');
  what.append(...withOpenPlaceholders(task.description, bundle));
  item.append(what);
  const due = task.time && [task.time, task.timeZone].filter((part) => part).join(' ');
  const proof = task.proofRequirement && `Proof: ${task.proofRequirement.label}`;
  const notes = [due, assigneeInWords(task, bundle), proof].filter((note) => note);
  if (notes.length > 0) item.append(element('span', 'note', notes.join(' · ')));
  if (task.instruction) {
    const how = element('span', 'note', 'How: ');
    const instruction = link(task.instruction.url, task.instruction.title);
    instruction.dataset.instruction = '';
    how.append(instruction);
    item.append(how);
  }
  return item;
}

/** What is still to be answered stands out, under the label of what is asked. */
function withOpenPlaceholders(text: string, { inputDefinitions = [] }: Bundle): Node[] {
  const labels = new Map(inputDefinitions.map(({ name, label }) => [`{${name}}`, label]));
  if (placeholdersOf(text).every((name) => !labels.has(`{${name}}`))) return [new Text(text)];
  return text.split(/(\{[a-z0-9-]+\})/).map((part) => {
    const label = labels.get(part);
    return label === undefined ? new Text(part) : element('mark', 'open-placeholder', label);
  });
}

function link(url: string, text: string): HTMLAnchorElement {
  const anchor = element('a', '', text);
  anchor.href = url;
  return anchor;
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className = '',
  text = '',
): HTMLElementTagNameMap[K] {
  const created = document.createElement(name);
  if (className) created.className = className;
  created.textContent = text;
  return created;
}

function day(date: string): string {
  return formatDate(date, document.documentElement.lang, 'short');
}
