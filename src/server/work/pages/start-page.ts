/** Beginning a run: its dates as they will be, and what it needs to begin. */
import { html } from 'hono/html';
import { documentUrl, runUrl } from '../../../../schemas/addresses.ts';
import type { WorkflowTemplate } from '../../../workflow/index.ts';
import { type Bundle, PlanError, planRemarks, planWorkflow } from '../../../workflow/index.ts';
import type { Problem } from '../../../workspace/problem.ts';
import type { StartRequest } from '../../../workspace/store.ts';
import { problemMarkup } from './act-form.ts';
import { dateInWords } from './day-words.ts';
import type { Markup } from './markup.ts';
import type { PageContext } from './page-context.ts';
import { sentenceFor } from './sentence.ts';
import { startErrors, startFormMarkup, startRequestOf } from './start-form.ts';
import { roleInWords } from './who-words.ts';

export interface StartState {
  readonly typed: URLSearchParams;
  readonly problem?: Problem;
}

export function startPage(
  template: WorkflowTemplate,
  { typed, problem }: StartState,
  context: PageContext,
): Markup {
  const request = startRequestOf(template, typed);
  const errors = problem?.code === 'invalid' ? startErrors(template, request) : undefined;
  const { name, emoji = '', templateId } = template;
  return html`<div class="work">
<header class="work-header"><h1>Start ${emoji} ${name}</h1>
<p class="summary"><a href="${documentUrl({ id: templateId })}">What this workflow is</a></p></header>
${problem && problemOf(problem, template, errors?.size === 0)}
${
  context.may('start-run')
    ? startFormMarkup(template, {
        commandId: context.newCommandId(),
        typed,
        ...(errors && { errors }),
        isShort: false,
        idPrefix: 'start',
      })
    : html`<p class="note">Starting runs needs the role of an operator in the workspace. Ask an administrator for it.</p>`
}
${request.anchor !== '' && datesOf(template, request, context)}
</div>`;
}

function problemOf(
  problem: Problem,
  { taskDefinitions }: WorkflowTemplate,
  isFocused = true,
): Markup {
  const { message, details } = problem;
  const sentence = sentenceFor(message, taskDefinitions);
  if (details.runId === undefined) return problemMarkup(sentence, isFocused);
  return html`<p class="work-problem" role="alert" tabindex="-1" autofocus>${sentence} <a href="${runUrl(details.runId)}">Open that run</a></p>`;
}

function datesOf(
  template: WorkflowTemplate,
  { type: _type, links: _links, ...request }: StartRequest,
  { day, asker }: PageContext,
): Markup {
  try {
    const asked = { ...request, today: day };
    const remarks = planRemarks(template, asked);
    const bundle = planWorkflow(template, asked);
    return html`<section class="work-section"><h2>Dates</h2>
<p class="summary">${bundle.title}</p>
${remarks.length > 0 && html`<ul>${remarks.map((remark) => html`<li>${sentenceFor(remark, bundle.tasks)}</li>`)}</ul>`}
${datesTable(bundle, day)}
<p class="hint">Times are those of ${asker.timeZone} where the workflow names no other zone.</p></section>`;
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    return html`<section class="work-section"><h2>Dates</h2><p class="note">${sentenceFor(error.message, template.taskDefinitions)}</p></section>`;
  }
}

function datesTable(bundle: Bundle, day: string): Markup {
  return html`<div class="table-scroll"><table><thead><tr><th scope="col">Due</th><th scope="col">Task</th><th scope="col">Who</th></tr></thead>
<tbody>${bundle.tasks.map(
    ({
      date,
      time,
      description,
      assigneeId,
    }) => html`<tr><td><time datetime="${date}">${dateInWords(date, day)}</time>${time !== undefined && ` at ${time}`}</td>
<td>${description}</td><td>${assigneeId !== undefined && roleInWords(bundle, assigneeId)}</td></tr>`,
  )}</tbody></table></div>`;
}
