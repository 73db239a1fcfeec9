/** What schedules made last, make next and left out, and a range to catch up on: looked at, then made. */
import { html } from 'hono/html';
import { runUrl, WORK } from '../../../../schemas/addresses.ts';
import type { Firing } from '../../../workflow/schedule/fired-between.ts';
import type { CaughtUp } from '../../../workspace/catch-up.ts';
import type { Problem } from '../../../workspace/problem.ts';
import type { ScheduledRunRef } from '../../../workspace/scheduled-run.ts';
import type { ScheduleView } from '../../../workspace/schedules.ts';
import type { ScheduleNote } from '../../../workspace/store.ts';
import { counted, dateInWords, timeOfMoment } from './day-words.ts';
import { fieldMarkup } from './field.ts';
import type { Markup } from './markup.ts';
import type { PageContext } from './page-context.ts';
import { sentenceFor } from './sentence.ts';

export interface SchedulesState {
  /** What was typed. */
  readonly typed?: URLSearchParams;
  readonly problem?: Problem;
  readonly caughtUp?: CaughtUp;
}

export function schedulesPage(
  schedules: readonly ScheduleView[],
  context: PageContext,
  state: SchedulesState = {},
): Markup {
  const notes = schedules.flatMap((schedule) => schedule.notes);
  return html`<div class="work">
<header class="work-header"><h1>Schedules</h1>
<p class="summary">${counted(schedules.filter(({ isOn }) => isOn).length, 'schedule')} on; times are in ${context.asker.timeZone}</p></header>
${state.caughtUp && report(state.caughtUp, context)}
${notes.length > 0 && notesMarkup(notes, schedules, context)}
${schedules.length === 0 && html`<p class="empty">No workflow is started by a schedule.</p>`}
${schedules.map((schedule) => scheduleMarkup(schedule, context))}
${schedules.length > 0 && context.may('catch-up') && catchUpForm(context, state)}
</div>`;
}

function scheduleMarkup(schedule: ScheduleView, context: PageContext): Markup {
  const { name, emoji, words, timeZone, leadDays, isOn, values, last, readUntil } = schedule;
  const zone = timeZone === 'each' ? 'the time zone of each value' : timeZone;
  const lead = leadDays === 0 ? '' : `, ${counted(leadDays, 'day')} ahead of its date`;
  return html`<section class="work-section"><h2>${emoji} ${name}</h2>
<p>${words}, in ${zone}${lead}. <code>${schedule.schedule}</code></p>
${!isOn && html`<p class="work-notice" data-state="cancelled">This schedule is switched off in its workflow, so it makes nothing.</p>`}
${isOn && values === 0 && html`<p class="work-notice" data-state="at-risk">It runs for nothing yet, so it makes nothing. Register what it runs for.</p>`}
<dl class="work-links">
<div><dt>Last run</dt><dd>${last ? runLink(last, context) : 'None yet'}</dd></div>
<div><dt>Next</dt><dd>${
    schedule.next.length === 0
      ? 'None'
      : html`<ul>${schedule.next.map((firing) => html`<li>${firingMarkup(firing, context)}</li>`)}</ul>`
  }</dd></div>
${isOn && html`<div><dt>Looked at</dt><dd>${readUntil === undefined ? 'Not yet' : html`until ${timeOfMoment(readUntil, context)}`}</dd></div>`}
</dl>
${
  schedule.leftOut.length > 0 &&
  html`<details class="work-more"><summary>${counted(schedule.leftOut.length, 'day')} left out, last and next month</summary>
<ul>${schedule.leftOut.map((firing) => html`<li>${firingMarkup(firing, context)}: ${LEFT_OUT[firing.reason]}</li>`)}</ul></details>`
}
</section>`;
}

function firingMarkup({ firesAt, anchor, for: values }: Firing, context: PageContext): Markup {
  return html`${timeOfMoment(firesAt, context)}, for <time datetime="${anchor}">${dateInWords(anchor, context.day)}</time>${valuesInWords(values)}`;
}

function runLink(
  { runId = '', title, anchor, for: values }: ScheduledRunRef,
  { day }: PageContext,
) {
  return html`<a href="${runUrl(runId)}">${title}</a>, for <time datetime="${anchor}">${dateInWords(anchor, day)}</time>${valuesInWords(values)}`;
}

function valuesInWords(values: Readonly<Record<string, string>> = {}): string {
  const named = Object.values(values);
  return named.length === 0 ? '' : ` · ${named.join(', ')}`;
}

function notesMarkup(
  notes: readonly ScheduleNote[],
  schedules: readonly ScheduleView[],
  context: PageContext,
): Markup {
  const nameOf = (type: string) => schedules.find((each) => each.type === type)?.name ?? type;
  return html`<section class="work-section"><h2>To see to <span class="count">${notes.length}</span></h2>
<ul class="work-list">${notes.map(
    (
      note,
    ) => html`<li class="work-row" data-state="at-risk"><p class="work-what">${nameOf(note.type)}${valuesInWords(note.for)}</p>
<p class="work-facts">${noteInWords(note, context)}</p>
${
  context.may('catch-up') &&
  html`<form class="work-form" method="post" action="${WORK.schedules}"><input type="hidden" name="commandId" value="${context.newCommandId()}"><input type="hidden" name="type" value="dismiss-note"><input type="hidden" name="note" value="${note.id}">
<div class="work-actions"><button class="quiet" type="submit">Put aside<span class="visually-hidden"> what is said of ${nameOf(note.type)}</span></button></div></form>`
}</li>`,
  )}</ul></section>`;
}

function noteInWords({ what }: ScheduleNote, context: PageContext): Markup {
  if (what.kind === 'gap') {
    return html`Nothing looked at this schedule from ${timeOfMoment(what.after, context)} until ${timeOfMoment(what.until, context)}. That is too long to make up for by itself: catch up on the days that are still needed.`;
  }
  const anchor = what.anchor === undefined ? '' : `For ${dateInWords(what.anchor, context.day)}: `;
  return html`${anchor}${sentenceFor(what.reason)}`;
}

/** What would be made is shown before it can be. */
function catchUpForm(context: PageContext, { typed, problem }: SchedulesState): Markup {
  const field = (name: 'from' | 'to', label: string) =>
    fieldMarkup(
      { name, label, kind: 'date', required: true, value: context.day },
      {
        id: `catch-up-${name}`,
        ...(typed?.has(name) && { typed: typed.getAll(name) }),
        ...(problem?.details.field === name && { error: 'Look at this again.', isFocused: true }),
      },
    );
  return html`<section class="work-section"><h2>Catch up</h2>
<p>Makes the runs that schedules asked for on these days and that are not there, for at most 92 days.</p>
<form class="work-form" method="post" action="${WORK.schedules}">
${problem && html`<p class="work-problem" role="alert" tabindex="-1">${sentenceFor(problem.message)}</p>`}
<input type="hidden" name="commandId" value="${context.newCommandId()}"><input type="hidden" name="type" value="look">
${field('from', 'First day')}
${field('to', 'Last day')}
<div class="work-actions"><button class="primary" type="submit">Show what is missing</button></div>
</form></section>`;
}

function report(caughtUp: CaughtUp, context: PageContext): Markup {
  const { from, to, dryRun, failures } = caughtUp;
  const missing = [...caughtUp.templateCreated, ...caughtUp.recurringGenerated];
  const lacking = caughtUp.templateRecovered;
  const there = caughtUp.templateSkipped.length + caughtUp.recurringSkipped.length;
  const range = `${dateInWords(from, context.day)} to ${dateInWords(to, context.day)}`;
  const work = missing.length + lacking.length;
  return html`<section class="work-section" id="caught-up"><h2>${dryRun ? 'Missing' : 'Made'}, ${range}</h2>
<p class="work-notice" data-state="${work > 0 ? 'today' : 'done'}" role="status">${counted(missing.length, 'run')} ${dryRun ? 'missing' : 'made'}, ${there} there already, ${counted(failures.length, 'failure')}.</p>
${missing.length > 0 && html`<ul>${missing.map((run) => html`<li>${run.runId === undefined ? unmade(run, context) : runLink(run, context)}</li>`)}</ul>`}
${lacking.length > 0 && html`<p>${dryRun ? 'These lack tasks:' : 'These were given the tasks that they lacked:'}</p><ul>${lacking.map((run) => html`<li>${runLink(run, context)}: ${counted(run.refIds.length, 'task')}</li>`)}</ul>`}
${failures.length > 0 && html`<ul>${failures.map(({ type, anchor, for: values, reason }) => html`<li>${type}${anchor !== undefined && html`, for ${dateInWords(anchor, context.day)}`}${valuesInWords(values)}: ${sentenceFor(reason)}</li>`)}</ul>`}
${
  dryRun &&
  work > 0 &&
  html`<form class="work-form" method="post" action="${WORK.schedules}"><input type="hidden" name="commandId" value="${context.newCommandId()}">
<input type="hidden" name="type" value="catch-up"><input type="hidden" name="from" value="${from}"><input type="hidden" name="to" value="${to}">
<div class="work-actions"><button class="primary" type="submit">Make up for ${counted(work, 'run')}</button></div></form>`
}
</section>`;
}

function unmade({ title, anchor, for: values }: ScheduledRunRef, { day }: PageContext): Markup {
  return html`${title}, for <time datetime="${anchor}">${dateInWords(anchor, day)}</time>${valuesInWords(values)}`;
}

const LEFT_OUT: Readonly<Record<NonNullable<Firing['leftOut']>, string>> = {
  'day-off': 'a day off',
  before: 'before its first day',
  after: 'after its last day',
};
