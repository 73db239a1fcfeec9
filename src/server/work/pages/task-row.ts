/** A task as a row of Today: what, of which run, until when, what is missing, and the next act. */
import { html } from 'hono/html';
import { runUrl } from '../../../../schemas/addresses.ts';
import { needsPerson } from '../../../workflow/run/run.ts';
import type { TodayRow } from '../../../workspace/today.ts';
import type { ActForms } from './act-form.ts';
import { timeOfDay, timeOfDue } from './day-words.ts';
import type { Markup } from './markup.ts';
import { obstaclesOf } from './obstacles.ts';
import type { PageContext } from './page-context.ts';
import { procedureFragment } from './procedure.ts';
import { missingInWords, stateInWords } from './state-words.ts';
import { followUpForm, nextForm } from './task-forms.ts';
import { assigneeInWords } from './who-words.ts';

export interface RowOptions {
  readonly forms: ActForms;
  readonly context: PageContext;
  /** Whether it stands among those at risk, under that label. */
  readonly isAtRisk?: boolean;
  /** Whether it stands on the page of its run. */
  readonly isWithinRun?: boolean;
}

export function taskRow(
  row: TodayRow,
  { forms, context, isAtRisk = false, isWithinRun = false }: RowOptions,
): Markup {
  const { task, run, runId, state, daysLate, missing } = row;
  const { blocking, notes } = obstaclesOf(run, row, context);
  const gate = needsPerson(run, task) ? notes.filter((note) => note.startsWith('A person')) : [];
  const late = [7, 3, 1].find((days) => (daysLate ?? 0) >= days);
  return html`<li class="work-row" data-row data-state="${isAtRisk ? 'at-risk' : state}"${late !== undefined && html` data-late="${late}"`}>
<span class="work-state">${isAtRisk ? 'At risk' : stateInWords(state, daysLate)}</span>
<p class="work-what"><a href="${runUrl(runId, task.refId)}" data-open>${task.description}</a></p>
<p class="work-facts">${!isWithinRun && html`<a href="${runUrl(runId)}">${run.emoji} ${run.title}</a>`}
<span>due ${timeOfDue(task, context)}</span>
${task.firstDate !== undefined && html`<span>first due ${timeOfDay(task.firstDate, context)}</span>`}
<span>${assigneeInWords(run, task, context)}</span>
${task.priority !== undefined && task.priority !== 'normal' && html`<span>${task.priority}</span>`}
${row.risks.length > 0 && !isAtRisk && html`<span class="work-state" data-state="at-risk">At risk</span>`}
${(task.instruction ?? task.instructionDocId) !== undefined && html`<a href="${runUrl(runId, task.refId)}#${procedureFragment(task)}">How it is done</a>`}</p>
${task.waiting && html`<p class="work-facts"><span>Waiting for ${task.waiting.waitingFor}: ${task.waiting.comment}</span> <span>follow-up ${timeOfDay(task.waiting.followUpAt, context)}</span></p>`}
${missing.length > 0 && html`<p class="work-missing">${missingInWords(missing)}</p>`}
${[...blocking, ...gate].map((sentence) => html`<p class="work-facts">${sentence}</p>`)}
<div class="work-act">${nextAct(row, forms, { context, isBlocked: blocking.length > 0 })}</div>
</li>`;
}

function nextAct(
  { task, run, runId, version, missing }: TodayRow,
  forms: ActForms,
  { context, isBlocked }: { context: PageContext; isBlocked: boolean },
): Markup {
  const target = { id: runId, version };
  if (task.waiting && context.may('follow-up-sent')) {
    return forms.behind('Follow up…', followUpForm(task, context.day), target);
  }
  if (isBlocked) return html`<a href="${runUrl(runId, task.refId)}">Open</a>`;
  const lacksFile = missing.some(({ type }) => type === 'file') && !task.attachments;
  if (lacksFile) return forms.upload(target, task.refId);
  const form = nextForm(run, task, missing);
  if ((form.fields ?? []).length === 0) return forms.show(form, target);
  return forms.behind(task.approval ? 'Judge…' : 'Complete…', form, target);
}
