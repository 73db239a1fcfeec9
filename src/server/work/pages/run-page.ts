/** A run: how far it is, what it collects, its tasks, and the one that is open. */
import { html } from 'hono/html';
import { attachmentUrl, documentUrl, runUrl } from '../../../../schemas/addresses.ts';
import type { Run, RunTask } from '../../../workflow/index.ts';
import { isClosed } from '../../../workflow/run/run.ts';
import { type RunView, viewRun } from '../../../workspace/run-view.ts';
import { seenEvents } from '../../../workspace/seen-run.ts';
import type { Store, StoredEvent, StoredRun } from '../../../workspace/store.ts';
import { ActForms, type Attempt } from './act-form.ts';
import { counted, timeOfDay, timeOfDue, timeOfMoment } from './day-words.ts';
import { doneNotice } from './done-words.ts';
import { historyMarkup } from './history.ts';
import type { Markup } from './markup.ts';
import { namesOf } from './obstacles.ts';
import type { PageContext } from './page-context.ts';
import type { Procedures } from './procedure.ts';
import {
  addTaskForm,
  approveForm,
  cancelForm,
  inputForm,
  linkForm,
  reAnchorForm,
  renameForm,
} from './run-forms.ts';
import { missingInWords, risksInWords, stateInWords } from './state-words.ts';
import { commentForm, priorityForm } from './task-forms.ts';
import { addressOrText, taskPanel } from './task-panel.ts';
import { taskRow } from './task-row.ts';
import { actorInWords, slugInWords, workflowName } from './who-words.ts';

export interface RunState {
  /** Task that is open. */
  readonly refId?: string | undefined;
  readonly done?: string | undefined;
  readonly attempt?: Attempt;
}

export interface RunSources {
  readonly store: Store;
  readonly procedures: Procedures;
}

export async function runPage(
  { store, procedures }: RunSources,
  stored: StoredRun,
  context: PageContext,
  { refId, done, attempt }: RunState,
): Promise<{ readonly title: string; readonly main: Markup }> {
  const { asker, at, newCommandId } = context;
  const view = viewRun(asker, stored, at);
  const { run } = view;
  const found = await store.history(stored.id, stored.version - MAX_EVENTS, MAX_EVENTS);
  const events = seenEvents(asker, stored.run, found);
  const task = run.tasks.find((each) => each.refId === refId);
  const forms = new ActForms({
    newCommandId,
    action: runUrl(stored.id, task?.refId),
    attempt,
  });
  const part = { view, events, forms, context };
  const open = task ? await taskPanel({ ...part, task }, procedures) : overview(part);
  const main = html`<div class="work">
${headerOf(part)}
${doneNotice(done)}
${done !== undefined && task && isClosed(task) && nextOf(view, context)}
${forms.unplaced()}
${refId !== undefined && !task && html`<p class="work-problem" role="alert">This run has no such task any more.</p>`}
${!task && nextRow(part)}
<div class="work-run">${taskList(view, context, task)}
${open}</div>
</div>`;
  return { title: task ? `${task.description} · ${run.title}` : run.title, main };
}

interface Part {
  readonly view: RunView;
  readonly events: readonly StoredEvent[];
  readonly forms: ActForms;
  readonly context: PageContext;
}

function headerOf({ view, forms, context }: Part): Markup {
  const { id, run, summary } = view;
  const { status, stage, progress, risks } = summary;
  const { templateId, anchorDate, firstAnchorDate, for: values = {}, cancelled, approved } = run;
  const needsApproval = run.requiresApproval && !approved && !cancelled;
  return html`<header class="work-header">
<h1><a href="${runUrl(id)}">${run.emoji} ${run.title}</a></h1>
<p class="summary"><a href="${documentUrl({ id: templateId })}">${workflowName(run, context)}</a> for ${timeOfDay(anchorDate, context)}${
    firstAnchorDate !== undefined &&
    html`, first planned for ${timeOfDay(firstAnchorDate, context)}`
  }${Object.entries(values).map(([name, value]) => html` · ${slugInWords(name)}: ${value}`)}${
    run.priority !== undefined && run.priority !== 'normal' && ` · ${run.priority}`
  }</p>
<ol class="work-stages" aria-label="Stages">${(run.stages ?? []).map((each) => html`<li${each === stage && html` aria-current="step"`}>${slugInWords(each)}</li>`)}</ol>
<p class="work-progress"><progress max="${Math.max(1, progress.total)}" value="${progress.closed}" aria-label="Tasks done"></progress> ${progress.closed} of ${progress.total} tasks done</p>
${status === 'done' && html`<p class="work-notice" data-state="done">The run is done.</p>`}
${cancelled && html`<p class="work-notice" data-state="cancelled">Cancelled ${timeOfMoment(cancelled.at, context)} by ${actorInWords(cancelled.by, context)}: ${cancelled.reason}</p>`}
${approved && html`<p class="work-facts">Approved ${timeOfMoment(approved.at, context)} by ${actorInWords(approved.by, context)}</p>`}
${risks.length > 0 && risksMarkup(view)}
${needsApproval && html`<p class="work-notice" data-state="waiting">Its tasks are handed out once the run is approved.</p>`}
${needsApproval && context.may('approve') && forms.show(approveForm(), view)}
</header>`;
}

/** By task, the most urgent ones. */
function risksMarkup({ id, run, summary }: RunView): Markup {
  const byTask = Map.groupBy(summary.risks, ({ refId }) => refId);
  const named = [...byTask].slice(0, MAX_RISKS);
  const more = byTask.size - named.length;
  return html`<div class="work-notice" data-state="at-risk"><p><strong>At risk</strong></p><ul>${named.map(
    ([refId, risks]) =>
      html`<li><a href="${runUrl(id, refId)}">${namesOf(run, [refId])}</a>: ${risksInWords(run, { risks: risks.map(({ risk }) => risk) }).join('; ')}</li>`,
  )}${more > 0 && html`<li>and ${counted(more, 'more task')}</li>`}</ul></div>`;
}

function taskList({ id, run, queue }: RunView, context: PageContext, open?: RunTask): Markup {
  const active = queue.filter(({ task }) => task.status === 'todo');
  const waiting = queue.filter(({ task }) => task.status === 'waiting');
  const closed = run.tasks.filter(isClosed);
  const item = (task: RunTask, state: string, note: Markup) =>
    html`<li data-row data-state="${state}"><a href="${runUrl(id, task.refId)}" data-open${task.refId === open?.refId && html` aria-current="true"`}>${task.description} <span class="note">${note}</span></a></li>`;
  const group = (name: string, items: readonly Markup[]) =>
    items.length > 0 &&
    html`<h2>${name} <span class="count">${items.length}</span></h2><ul>${items}</ul>`;
  return html`<nav class="work-tasks" aria-label="Tasks of the run">
${group(
  'Active',
  active.map(({ task, state, missing, blockedBy }) =>
    item(
      task,
      state,
      html`${stateInWords(state)}, due ${timeOfDue(task, context)}. ${missing.length > 0 && missingInWords(missing)} ${blockedBy.length > 0 && `After ${namesOf(run, blockedBy)}.`}`,
    ),
  ),
)}
${group(
  'Waiting',
  waiting.map(({ task, state }) =>
    item(
      task,
      state,
      html`${stateInWords(state)}: for ${task.waiting?.waitingFor}, follow-up ${timeOfDay(task.waiting?.followUpAt ?? task.date, context)}`,
    ),
  ),
)}
${group(
  'Done',
  closed.map((task) =>
    item(
      task,
      task.status,
      html`${stateInWords(task.status === 'skipped' ? 'skipped' : 'done')} ${task.closed && html`${timeOfMoment(task.closed.at, context)} by ${actorInWords(task.closed.by, context)}`}`,
    ),
  ),
)}
</nav>`;
}

/** What there is beside the tasks. */
function overview(part: Part): Markup {
  const { view, events, forms, context } = part;
  const { run } = view;
  const { may } = context;
  const isOpen = run.cancelled === undefined;
  const { references = [], doneCriteria = [] } = run;
  return html`<div class="work-overview">
${run.bundleLinks.length > 0 && html`<section class="work-section"><h2>Links to collect</h2><dl class="work-links">${run.bundleLinks.map((link) => linkMarkup(part, link, isOpen && may('set-link')))}</dl></section>`}
${inputsOf(part, isOpen && may('set-input'))}
${attachmentsOf(part)}
${doneCriteria.length > 0 && html`<section class="work-section"><h2>Done when</h2><ul>${doneCriteria.map((each) => html`<li>${each}</li>`)}</ul></section>`}
${references.length > 0 && html`<section class="work-section"><h2>References</h2><ul>${references.map(({ name, url }) => html`<li><a href="${url}">${name}</a></li>`)}</ul></section>`}
<section class="work-section"><h2>Change the run</h2>
${isOpen && may('add-task') && forms.behind('Add a task…', addTaskForm(run, context), view)}
${may('comment') && forms.behind('Note…', commentForm(), view)}
${isOpen && may('rename') && forms.behind('Rename…', renameForm(run), view)}
${isOpen && may('re-anchor') && forms.behind('Move to another date…', reAnchorForm(run), view)}
${isOpen && may('set-priority') && forms.behind('Priority…', priorityForm(run.priority), view)}
${isOpen && run.status !== 'done' && may('cancel') && forms.behind('Cancel…', cancelForm(), view)}
</section>
<section class="work-section"><h2>What happened</h2>${historyMarkup(events, run, context)}</section>
</div>`;
}

function nextRow({ view, forms, context }: Part): Markup | undefined {
  const { id, version, run, queue } = view;
  const next = queue.find(({ blockedBy, state }) => blockedBy.length === 0 && state !== 'waiting');
  if (next === undefined) return undefined;
  const row = { ...next, runId: id, version, run };
  return html`<section class="work-next"><h2>Next</h2><ul class="work-list">${taskRow(row, { forms, context, isWithinRun: true })}</ul></section>`;
}

function linkMarkup(
  { view, forms }: Part,
  link: Run['bundleLinks'][number],
  mayEdit: boolean,
): Markup {
  const isEmpty = link.url === '';
  return html`<div${isEmpty && html` data-state="missing"`}><dt>${link.name}</dt><dd>${isEmpty ? 'Not known yet' : addressOrText(link.url)}
${mayEdit && forms.behind(isEmpty ? `Add ${link.name}…` : `Change ${link.name}…`, linkForm(link), view)}</dd></div>`;
}

function inputsOf({ view, forms }: Part, mayEdit: boolean): Markup | undefined {
  const { run } = view;
  const { inputDefinitions = [], inputs = {} } = run;
  const answers = new Map(Object.entries(inputs));
  if (inputDefinitions.length === 0) return undefined;
  return html`<section class="work-section"><h2>What it is about</h2><dl class="work-links">${inputDefinitions.map(
    (
      input,
    ) => html`<div><dt>${input.label}</dt><dd>${addressOrText(`${answers.get(input.name) ?? '—'}`)}
${mayEdit && forms.behind(`Change ${input.label}…`, inputForm(run, input), view)}</dd></div>`,
  )}</dl></section>`;
}

function attachmentsOf({ view, forms, context }: Part): Markup | undefined {
  const { id, run } = view;
  const all = [run, ...run.tasks].flatMap(({ attachments = [] }) => attachments);
  const mayAttach = context.may('attach');
  if (all.length === 0 && !mayAttach) return undefined;
  return html`<section class="work-section"><h2>Files</h2><ul class="work-files">${all.map(
    ({ attachmentId, name, at, by }) =>
      html`<li><a href="${attachmentUrl(id, attachmentId)}">${name}</a> <span>${timeOfMoment(at, context)} by ${actorInWords(by, context)}</span></li>`,
  )}</ul>${mayAttach && forms.upload(view)}</section>`;
}

/** After a task is done: what comes next. */
function nextOf({ id, queue }: RunView, context: PageContext): Markup | undefined {
  const next = queue.find(({ blockedBy, state }) => blockedBy.length === 0 && state !== 'waiting');
  if (next === undefined) return undefined;
  const { task } = next;
  return html`<p class="work-facts"><span>Next: <a href="${runUrl(id, task.refId)}">${task.description}</a></span> <span>due ${timeOfDue(task, context)}</span></p>`;
}

/** The last ones; what was before is in the export. */
const MAX_EVENTS = 500;
const MAX_RISKS = 4;
