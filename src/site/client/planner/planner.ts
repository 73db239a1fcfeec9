/**
 * The planner of a workflow page: fetches the template, plans in the browser, and keeps
 * what was asked in the address, so that a plan can be shared.
 */
import { taskAnchor } from '../../../../schemas/addresses.ts';
import type { WorkflowTemplate } from '../../../../schemas/workflow-template.ts';
import { describeSlug } from '../../../registry/slug.ts';
import type { Bundle, PlannedTask, PlanRequest } from '../../../workflow/plan/plan.ts';
import { count, formatDate } from '../../models/phrases.ts';
import { offerPanel } from './instruction-panel.ts';

const templates = new Map<string, Promise<WorkflowTemplate>>();

for (const section of document.querySelectorAll<HTMLElement>('[data-template]')) {
  const form = section.querySelector('form');
  if (form) startPlanner(section, form);
  const next = document.querySelector<HTMLElement>('[data-next-runs] ul');
  if (next && section.closest('.workflow')) whenIdle(() => showNextRuns(next, section));
}
offerPanel(document.body);

async function showNextRuns(place: HTMLElement, section: HTMLElement): Promise<void> {
  try {
    const [runs, template] = await Promise.all([import('./next-runs.ts'), templateOf(section)]);
    runs.showNextRuns(place, template);
  } catch {
    // The schedule above says the same in words.
  }
}

/** After the page has loaded, so that nothing on it waits. */
function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(act);
  else setTimeout(act, 200);
}

function startPlanner(section: HTMLElement, form: HTMLFormElement): void {
  offerZones(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const asked = answersOf(form);
    history.replaceState(null, '', `?${asked}#${section.id}`);
    showPlan(section, asked);
  });
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of asked) {
    const field = form.elements.namedItem(name);
    if (isField(field)) field.value = value;
  }
  if (asked.has('anchor') && form.checkValidity()) showPlan(section, answersOf(form));
}

/** Every zone to choose from, the reader's own to begin with. */
function offerZones(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>('[data-zone]');
  if (!field) return;
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  field.list?.replaceChildren(
    ...Intl.supportedValuesOf('timeZone').map((zone) => new Option(zone, zone)),
  );
}

/** What was answered, as it stands in the address; what was left out is not in it. */
function answersOf(form: HTMLFormElement): URLSearchParams {
  const answers = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value.trim() !== '') answers.append(name, value.trim());
  }
  return answers;
}

function isField(
  element: Element | RadioNodeList | null,
): element is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLSelectElement ||
    element instanceof HTMLTextAreaElement
  );
}

function templateOf({ dataset }: HTMLElement): Promise<WorkflowTemplate> {
  const url = dataset.template ?? '';
  const known = templates.get(url) ?? loadTemplate(url);
  templates.set(url, known);
  return known;
}

async function showPlan(section: HTMLElement, asked: URLSearchParams): Promise<void> {
  const status = section.querySelector('.plan-status');
  const result = section.querySelector('.plan-result');
  const anchor = asked.get('anchor') ?? '';
  try {
    const modules = Promise.all([
      import('../../../workflow/plan/plan.ts'),
      import('../../../workflow/plan/plan-remarks.ts'),
      import('./plan-downloads.ts'),
    ]);
    const loaded = await templateOf(section);
    const [{ planWorkflow }, { planRemarks }, { downloadButtons }] = await modules;
    const request = requestOf(loaded, asked, anchor);
    const bundle = planWorkflow(loaded, request);
    const remarks = planRemarks(loaded, { ...request, today: today() });
    // The title of a template that has no pattern says no more than its name and the day.
    const title =
      loaded.runTitle === undefined ? [] : [element('strong', 'plan-title', bundle.title)];
    status?.replaceChildren(...title, summarize(bundle, anchor));
    result?.replaceChildren(
      ...remarkList(remarks),
      planList(bundle, section.dataset.page ?? ''),
      downloadButtons(bundle, today()),
    );
  } catch (error) {
    templates.delete(section.dataset.template ?? '');
    const reason = error instanceof Error ? error.message : String(error);
    status?.replaceChildren(reason.replaceAll('`', ''));
    result?.replaceChildren();
  }
}

function requestOf(
  { forEach = [], inputs = [] }: WorkflowTemplate,
  asked: URLSearchParams,
  anchor: string,
): PlanRequest {
  const answers = (prefix: string, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, asked.get(`${prefix}-${name}`) ?? '']));
  const timeZone = asked.get('zone');
  return {
    anchor,
    for: answers('for', forEach),
    inputs: answers(
      'in',
      inputs.map(({ name }) => name),
    ),
    ...(timeZone !== null && { timeZone }),
  };
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

function summarize({ tasks }: Bundle, anchor: string): string {
  const first = tasks[0]?.date ?? anchor;
  const last = tasks.at(-1)?.date ?? anchor;
  return `${count(tasks.length, 'task')} from ${day(first)} to ${day(last)}.`;
}

function remarkList(remarks: readonly string[]): HTMLElement[] {
  if (remarks.length === 0) return [];
  const list = element('ul', 'plan-remarks');
  list.append(...remarks.map((remark) => element('li', '', remark.replaceAll('`', ''))));
  return [list];
}

/** @param page where the tasks are, if not on this one */
function planList({ tasks, anchorDate, roles }: Bundle, page: string): HTMLElement {
  const list = document.createElement('ol');
  list.className = 'plan';
  for (const [date, due] of Map.groupBy(tasks, (task) => task.date)) {
    const when = element('p', date === anchorDate ? 'plan-date plan-anchor' : 'plan-date');
    const time = element('time', '', day(date));
    time.dateTime = date;
    when.append(time);
    const inner = element('ul');
    inner.append(...due.map((task) => taskItem(task, roles, page)));
    const item = element('li');
    item.append(when, inner);
    list.append(item);
  }
  return list;
}

function taskItem(
  { refId, description, ...task }: PlannedTask,
  roles: Bundle['roles'],
  page: string,
): HTMLLIElement {
  const item = element('li');
  item.append(link(`${page}#${taskAnchor(refId)}`, description));
  const proof = task.proofRequirement && `Proof: ${task.proofRequirement.label}`;
  const time = task.time && [task.time, task.timeZone].filter(Boolean).join(' ');
  const who = task.assigneeId && whoIs(task.assigneeId, roles);
  const notes = [time, who, proof].filter((note) => note !== undefined);
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

function whoIs(role: string, roles: Bundle['roles']): string {
  return new Map(Object.entries(roles)).get(role) ?? describeSlug(role);
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

/** The reader's day. */
function today(): string {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}
