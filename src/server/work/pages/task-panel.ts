/** An open task of a run: how it stands, all that can be done with it, and how it is done. */
import { html, raw } from 'hono/html';
import { attachmentUrl, documentUrl, runUrl } from '../../../../schemas/addresses.ts';
import { isAddress, type QueueItem, type RunTask } from '../../../workflow/index.ts';
import { isClosed } from '../../../workflow/run/run.ts';
import type { RunView } from '../../../workspace/run-view.ts';
import type { StoredEvent } from '../../../workspace/store.ts';
import type { ActForms } from './act-form.ts';
import { timeOfDay, timeOfDue, timeOfMoment } from './day-words.ts';
import { fileName } from './event-words.ts';
import { historyMarkup } from './history.ts';
import type { Markup } from './markup.ts';
import { obstaclesOf } from './obstacles.ts';
import type { PageContext } from './page-context.ts';
import { PROCEDURE, type Procedures, type Step, showProcedure } from './procedure.ts';
import { missingInWords, risksInWords, stateInWords } from './state-words.ts';
import {
  assignForm,
  commentForm,
  correctForm,
  evidenceForm,
  followUpForm,
  mayWait,
  priorityForm,
  putOffForm,
  releaseForm,
  reopenForm,
  skipForm,
  startForm,
  tickForm,
  unblockForm,
  waitForm,
  wholeForm,
} from './task-forms.ts';
import { actorInWords, assigneeInWords, slugInWords } from './who-words.ts';

export interface TaskPanel {
  readonly view: RunView;
  readonly task: RunTask;
  readonly events: readonly StoredEvent[];
  readonly forms: ActForms;
  readonly context: PageContext;
}

export async function taskPanel(panel: TaskPanel, procedures: Procedures): Promise<Markup> {
  const { view, task, events, context } = panel;
  const item = view.queue.find((each) => each.task.refId === task.refId);
  const own = events.filter(({ event }) => 'refId' in event && event.refId === task.refId);
  return html`<section class="work-task" id="task" aria-labelledby="task-name" data-task="${task.refId}">
<p class="work-back"><a href="${runUrl(view.id)}">All tasks of the run</a></p>
<h2 id="task-name" tabindex="-1">${task.description}</h2>
${factsOf(panel, item)}
${item ? openPart(panel, item) : closedPart(panel)}
${await procedurePart(panel, procedures)}
<section class="work-section"><h3>What happened here</h3>${historyMarkup(own, view.run, context)}</section>
</section>`;
}

function factsOf({ view, task, context }: TaskPanel, item: QueueItem | undefined): Markup {
  const { run } = view;
  const { validation, waiting, closed, systems = [] } = task;
  const state = item?.state ?? (task.status === 'skipped' ? 'skipped' : 'done');
  const within = typeof validation === 'object' ? validation : undefined;
  const phase = run.phases?.find(({ id }) => id === task.phase);
  return html`<p class="work-facts" data-state="${state}"><span class="work-state">${stateInWords(state)}</span>
<span>due ${timeOfDue(task, context)}</span>
${task.firstDate !== undefined && html`<span>first due ${timeOfDay(task.firstDate, context)}</span>`}
<span>${assigneeInWords(run, task, context)}</span>
${phase && html`<span>${phase.name}</span>`}
${task.optional && html`<span>optional</span>`}
${task.isMilestone && html`<span>milestone</span>`}
${task.priority !== undefined && task.priority !== 'normal' && html`<span>${task.priority}</span>`}
${task.started && html`<span>begun by ${actorInWords(task.started.by, context)}</span>`}
${task.stageOnComplete !== undefined && html`<span>leads to ${slugInWords(task.stageOnComplete)}</span>`}
${systems.length > 0 && html`<span>in ${systems.join(', ')}</span>`}
${closed && html`<span>closed ${timeOfMoment(closed.at, context)} by ${actorInWords(closed.by, context)}</span>`}</p>
${within && within.operatorAction !== task.description && html`<p>${within.operatorAction}</p>`}
${within?.completionProof !== undefined && html`<p class="work-facts">Done is shown by: ${within.completionProof}</p>`}
${waiting && html`<p class="work-notice" data-state="${state}">Waiting for ${waiting.waitingFor}, follow-up ${timeOfDay(waiting.followUpAt, context)}: ${waiting.comment}</p>`}
${item && item.missing.length > 0 && html`<p class="work-missing">${missingInWords(item.missing)}</p>`}
${item && item.risks.length > 0 && html`<p class="work-missing">At risk: ${risksInWords(run, item).join('; ')}.</p>`}
${task.lostEvidence && html`<p class="work-missing">It was closed before, and proof was taken away.</p>`}`;
}

function openPart({ view, task, forms, context }: TaskPanel, item: QueueItem): Markup {
  const { run } = view;
  const { may, day } = context;
  const { blocking, notes } = obstaclesOf(run, item, context);
  const sentences = [...blocking, ...notes].map((each) => html`<p class="work-facts">${each}</p>`);
  if (!may('complete')) return html`${sentences}${shownEvidence(view, task)}`;
  const note = forms.behind('Note…', commentForm(task.refId), view);
  const skip = skipForm(task);
  const correct = correctForm(task);
  const isBlocked = blocking.length > 0;
  return html`${sentences}${verdictsOn(view, task)}
${task.waiting && forms.show(followUpForm(task, day), view)}
${task.waiting && forms.behind('It came…', unblockForm(task), view)}
${isBlocked ? shownEvidence(view, task) : task.waiting ? forms.behind(task.approval ? 'Judge…' : 'Complete…', wholeForm(run, task), view) : forms.show(wholeForm(run, task), view)}
${forms.upload(view, task.refId)}
<div class="work-more-acts">
${!isBlocked && !task.started && !task.waiting && forms.show(startForm(task), view)}
${!task.waiting && mayWait(task) && forms.behind('Wait…', waitForm(task, day), view)}
${forms.behind('Put off…', putOffForm(task, day), view)}
${forms.behind('Assign…', assignForm(run, task, context), view)}
${skip && forms.behind('Leave out…', skip, view)}
${forms.behind('Change what it has to show…', evidenceForm(run, task), view)}
${note}
${task.claim && forms.behind('Release the claim…', releaseForm(task), view)}
${correct && forms.behind('Take back the last act…', correct, view)}
${may('set-priority') && forms.behind('Priority…', priorityForm(task.priority, task.refId), view)}
</div>`;
}

function closedPart({ view, task, forms, context }: TaskPanel): Markup | undefined {
  const { run } = view;
  const evidence = shownEvidence(view, task);
  if (!context.may('reopen')) return evidence;
  const note = forms.behind('Note…', commentForm(task.refId), view);
  if (run.cancelled) return html`${evidence}${note}`;
  const correct = correctForm(task);
  return html`${evidence}
<div class="work-more-acts">
${correct && forms.behind('Take back the last act…', correct, view)}
${forms.behind('Reopen…', reopenForm(task), view)}
${note}
</div>`;
}

/** Why it is open again, where a verdict failed it. */
function verdictsOn({ run }: RunView, task: RunTask): Markup[] {
  if (!task.reopened) return [];
  const judges = run.tasks.filter(({ approval }) => approval?.of.includes(task.refId));
  return judges.flatMap(({ description, verdicts = [] }) => {
    const last = verdicts.findLast(({ corrected }) => !corrected);
    if (last?.verdict !== 'fail') return [];
    return html`<p class="work-missing">“${description}” failed it: ${last.comment}</p>`;
  });
}

/** What there is to show by now; nothing while there is nothing. */
function shownEvidence(view: RunView, task: RunTask): Markup | undefined {
  const { run } = view;
  const { evidence = {}, answers = {}, form = [], skip, verdicts = [] } = task;
  const link = run.bundleLinks.find(({ name }) => name === task.requiredLinkName)?.url;
  const shown = [
    [task.requiredLinkName ?? 'Link', evidence.link ?? link],
    ['Comment', evidence.comment],
    ['Status', evidence.externalStatus],
    ['Artifacts', evidence.approvedArtifacts?.join(', ')],
    ['Left out', [skip?.comment, skip?.externalStatus].filter(Boolean).join(', ')],
    ...Object.entries(answers).map(([name, answer]) => [
      form.find((field) => field.name === name)?.label ?? name,
      `${answer}`,
    ]),
    ...verdicts.map(({ verdict, comment, corrected }) => [
      corrected ? 'Verdict taken back' : 'Verdict',
      [verdict, comment].filter(Boolean).join(': '),
    ]),
  ].filter((row): row is [string, string] => row[1] !== undefined && row[1] !== '');
  const files = evidence.files ?? task.attachments?.map((each) => each.attachmentId) ?? [];
  if (shown.length === 0 && files.length === 0) return undefined;
  return html`<dl class="work-links">${shown.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${addressOrText(value)}</dd></div>`,
  )}${files.length > 0 && html`<div><dt>Files</dt><dd>${files.map((file) => html`${fileLink(view, file)} `)}</dd></div>`}</dl>`;
}

/** One that is attached can be fetched; others are names or addresses. */
function fileLink({ id, run }: RunView, file: string): Markup {
  const name = fileName(run, file);
  return name === file
    ? addressOrText(file)
    : html`<a href="${attachmentUrl(id, file)}">${name}</a>`;
}

export function addressOrText(value: string): Markup {
  return isAddress(value) ? html`<a href="${value}" rel="noreferrer">${value}</a>` : html`${value}`;
}

async function procedurePart(
  panel: TaskPanel,
  procedures: Procedures,
): Promise<Markup | undefined> {
  const { view, task, forms, context } = panel;
  const { instruction, instructionDocId, instructionsUrl } = task;
  const docId = instruction?.docId ?? instructionDocId;
  const fallback =
    instructionsUrl !== undefined &&
    html`<p>Instructions elsewhere, as a fallback: ${addressOrText(instructionsUrl)}</p>`;
  if (docId === undefined) {
    return fallback
      ? html`<section class="work-procedure"><h3>How it is done</h3>${fallback}</section>`
      : undefined;
  }
  const body = await procedures(docId);
  if (body === undefined) {
    return html`<section class="work-procedure"><h3>How it is done</h3>
<p class="note">The document <code>${docId}</code> is not in this portal any more, so it cannot be shown here. Ask its owner, or search for it by its id.</p>${fallback}</section>`;
  }
  const isTickable = !isClosed(task) && !view.run.cancelled && context.may('tick');
  const tick = (step: Step) => `${tickMarkup(step)}`;
  const { html: shown, stepId, steps, ticked } = showProcedure(body, view.run, task, tick);
  const isStepLost = task.instructionStepId !== undefined && stepId === undefined;
  return html`<section class="work-procedure" aria-labelledby="${PROCEDURE}"><h3 id="${PROCEDURE}">How it is done</h3>
<p class="work-facts"><a href="${documentUrl({ id: docId })}">${instruction?.title ?? docId}</a>
${stepId !== undefined && html`<a href="#${stepId}" data-to-step>Go to the step of this task</a>`}
${steps > 0 && html`<span>${ticked} of ${steps} steps ticked</span>`}</p>
${isStepLost && html`<p class="note">The document has no step <code>${task.instructionStepId}</code> any more; this is all of it.</p>`}
<div class="prose">${raw(shown)}</div>
${fallback}</section>`;

  function tickMarkup({ key, ordinal, isTicked }: Step): Markup {
    const label = `Step ${ordinal} done`;
    if (!isTickable)
      return isTicked
        ? html`<span class="step-check" role="img" aria-label="${label}" aria-checked="true"></span>`
        : html``;
    return forms.tick(tickForm(task, key, !isTicked), view, { label, isTicked });
  }
}
