/**
 * The planner of a workflow page: fetches the template, plans in the browser, and keeps
 * what was asked in the address, so that a plan can be shared, and on the way to starting a run.
 */
import type { WorkflowTemplate } from '../../../../schemas/workflow-template.ts';
import { askedIn, restoreAsked, sharedQuery } from './asked-fields.ts';
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
  const start = section.querySelector<HTMLAnchorElement>('[data-start]');
  offerZones(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    keepAddress();
    showPlan(section, form);
  });
  // A plan that is shown follows what is typed.
  form.addEventListener('input', () => {
    carryAsked();
    if (!section.querySelector('.plan') || !form.checkValidity()) return;
    keepAddress();
    showPlan(section, form);
  });
  restoreAsked(form, location.search);
  carryAsked();
  if (askedIn(form).has('anchor') && form.checkValidity()) showPlan(section, form);

  function keepAddress(): void {
    history.replaceState(null, '', `${sharedQuery(form, askedIn(form))}#${section.id}`);
  }

  function carryAsked(): void {
    if (start) start.search = sharedQuery(form, askedIn(form));
  }
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

function templateOf({ dataset }: HTMLElement): Promise<WorkflowTemplate> {
  const url = dataset.template ?? '';
  const known = templates.get(url) ?? loadTemplate(url);
  templates.set(url, known);
  return known;
}

async function showPlan(section: HTMLElement, form: HTMLFormElement): Promise<void> {
  const status = section.querySelector('.plan-status');
  const result = section.querySelector('.plan-result');
  try {
    const modules = Promise.all([
      import('../../../workflow/plan/plan.ts'),
      import('../../../workflow/plan/plan-remarks.ts'),
      import('./plan-request.ts'),
      import('./plan-view.ts'),
      import('./plan-downloads.ts'),
    ]);
    const template = await templateOf(section);
    const [{ planWorkflow }, { planRemarks }, { requestOf }, view, { downloadButtons }] =
      await modules;
    // What is typed by now, however long it took to get here.
    const { request, problems } = requestOf(template, askedIn(form));
    const bundle = planWorkflow(template, request);
    const remarks = [...problems, ...planRemarks(template, { ...request, today: today() })];
    say(view.summarize(bundle, request.anchor));
    result?.replaceChildren(
      ...view.remarkList(remarks),
      ...view.planView(bundle, section.dataset.page ?? ''),
      downloadButtons(bundle, today()),
    );
  } catch (error) {
    templates.delete(section.dataset.template ?? '');
    const reason = error instanceof Error ? error.message : String(error);
    say(reason.replaceAll('`', ''));
    result?.replaceChildren();
  }

  /** The same words again would be read out again. */
  function say(words: string): void {
    if (status && status.textContent !== words) status.textContent = words;
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

/** The reader's day. */
function today(): string {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}
