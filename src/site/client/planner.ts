/**
 * The planner of a workflow page: fetches the template, plans in the browser, and keeps
 * what was asked in the address, so that a plan can be shared.
 */
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import type { PlannedTask } from '../../workflow/plan.ts';
import { count, formatDate } from '../phrases.ts';

for (const section of document.querySelectorAll<HTMLElement>('[data-template]')) {
  const form = section.querySelector('form');
  if (form) startPlanner(section, form);
}

function startPlanner(section: HTMLElement, form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const asked = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    history.replaceState(null, '', `?${asked}#plan`);
    showPlan(section, asked);
  });
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of asked) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
  if (asked.has('anchor') && form.checkValidity()) showPlan(section, asked);
}

let template: Promise<WorkflowTemplate> | undefined;

async function showPlan(section: HTMLElement, asked: URLSearchParams): Promise<void> {
  const status = section.querySelector('.plan-status');
  const result = section.querySelector('.plan-result');
  const anchor = asked.get('anchor') ?? '';
  try {
    const planning = import('../../workflow/plan.ts');
    template ??= loadTemplate(section.dataset.template ?? '');
    const [{ planWorkflow }, loaded] = await Promise.all([planning, template]);
    const values = (loaded.forEach ?? []).map((name) => [name, asked.get(`for-${name}`) ?? '']);
    const { tasks } = planWorkflow(loaded, { anchor, for: Object.fromEntries(values) });
    status?.replaceChildren(summarize(tasks, anchor, section.dataset.weekday));
    result?.replaceChildren(planList(tasks, anchor));
  } catch (error) {
    template = undefined;
    status?.replaceChildren(error instanceof Error ? error.message : String(error));
    result?.replaceChildren();
  }
}

async function loadTemplate(url: string): Promise<WorkflowTemplate> {
  const response = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
  if (!response) throw new Error('The workflow could not be loaded — check your connection.');
  if (response.type === 'opaqueredirect' || [401, 403].includes(response.status)) {
    throw new Error('You are no longer signed in — reload the page to sign in again.');
  }
  if (!response.ok) throw new Error(`The workflow could not be loaded (${response.status}).`);
  return response.json();
}

function summarize(tasks: readonly PlannedTask[], anchor: string, usual?: string): string {
  const first = tasks[0]?.date ?? anchor;
  const last = tasks.at(-1)?.date ?? anchor;
  const dates = `${count(tasks.length, 'task')} from ${day(first)} to ${day(last)}.`;
  const weekday = new Date(`${anchor}T00:00:00Z`).toLocaleDateString('en', {
    weekday: 'long',
    timeZone: 'UTC',
  });
  if (usual === undefined || weekday.toLowerCase() === usual) return dates;
  const name = usual.charAt(0).toUpperCase() + usual.slice(1);
  return `${dates} The date is a ${weekday}; it is usually a ${name}.`;
}

function planList(tasks: readonly PlannedTask[], anchor: string): HTMLElement {
  const list = document.createElement('ol');
  list.className = 'plan';
  for (const [date, due] of Map.groupBy(tasks, (task) => task.date)) {
    const when = element('p', date === anchor ? 'plan-date plan-anchor' : 'plan-date');
    const time = element('time', '', day(date));
    time.dateTime = date;
    when.append(time);
    const inner = element('ul');
    inner.append(...due.map(taskItem));
    const item = element('li');
    item.append(when, inner);
    list.append(item);
  }
  return list;
}

function taskItem({ refId, description, time, ...task }: PlannedTask): HTMLLIElement {
  const item = element('li');
  item.append(link(`#task-${refId}`, description));
  const proof = task.proofRequirement && `Proof: ${task.proofRequirement.label}`;
  const notes = [time, proof].filter((note) => note !== undefined);
  if (notes.length > 0) item.append(element('span', 'note', notes.join(' · ')));
  if (task.instruction) {
    const how = element('span', 'note', 'How: ');
    how.append(link(task.instruction.url, task.instruction.title));
    item.append(how);
  }
  return item;
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
