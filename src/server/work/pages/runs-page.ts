/** All runs, also those that are done: found by status, workflow and words. */
import { html } from 'hono/html';
import { runUrl, WORK } from '../../../../schemas/addresses.ts';
import { viewRun } from '../../../workspace/run-view.ts';
import { searchedWords } from '../../../workspace/run-words.ts';
import type { RunFilter, Store, StoredRun } from '../../../workspace/store.ts';
import { dateInWords, timeOfDay } from './day-words.ts';
import type { Markup } from './markup.ts';
import { namesOf } from './obstacles.ts';
import type { PageContext } from './page-context.ts';
import { slugInWords, workflowName } from './who-words.ts';

/** `query` is that of the address. */
export async function runsPage(
  store: Store,
  context: PageContext,
  query: URLSearchParams,
): Promise<Markup> {
  const filter = filterOf(query);
  const [{ runs, cursor }, counts] = await Promise.all([store.listRuns(filter), store.countRuns()]);
  const { templates } = context.published;
  const next = new URLSearchParams([...query].filter(([name]) => name !== 'cursor'));
  if (cursor !== undefined) next.set('cursor', cursor);
  return html`<div class="work">
<header class="work-header"><h1>Runs</h1>
<p class="summary">${counts.active} active, ${counts.done} done, ${counts.cancelled} cancelled</p></header>
<form class="filters" method="get" action="${WORK.runs}" role="search">
<label for="runs-words">Words<input id="runs-words" name="q" type="search" value="${query.get('q') ?? ''}"></label>
<label for="runs-status">Status<select id="runs-status" name="status">${['', ...STATUSES].map(
    (each) =>
      html`<option value="${each}"${each === (filter.status ?? '') && html` selected`}>${each === '' ? 'All' : slugInWords(each)}</option>`,
  )}</select></label>
<label for="runs-type">Workflow<select id="runs-type" name="type"><option value="">All</option>${templates.map(
    ({ type, name }) =>
      html`<option value="${type}"${type === filter.type && html` selected`}>${name}</option>`,
  )}</select></label>
<button class="quiet" type="submit">Find</button>
</form>
${
  runs.length === 0
    ? html`<p class="empty">${query.size === 0 ? 'No run was started yet.' : 'No run is like that.'}</p>`
    : html`<ul class="work-list">${runs.map((stored) => runRow(stored, context))}</ul>`
}
${cursor !== undefined && html`<p><a href="${WORK.runs}?${next}">Older runs</a></p>`}
</div>`;
}

function runRow(stored: StoredRun, context: PageContext): Markup {
  const { asker, at, day } = context;
  const { id, run, summary } = viewRun(asker, stored, at);
  const { status, progress, nextDue, risks, stage } = summary;
  const isAtRisk = risks.length > 0 && status === 'active';
  const state = isAtRisk ? 'at-risk' : status === 'active' ? 'upcoming' : status;
  return html`<li class="work-row" data-row data-state="${state}"><span class="work-state">${isAtRisk ? 'At risk' : slugInWords(status)}</span>
<p class="work-what"><a href="${runUrl(id)}" data-open>${run.emoji} ${run.title}</a></p>
<p class="work-facts"><span>${workflowName(run, context)} for <time datetime="${run.anchorDate}">${dateInWords(run.anchorDate, day)}</time></span>
<span>${slugInWords(stage)}</span><span>${progress.closed} of ${progress.total} done</span>
${nextDue && html`<span>next ${namesOf(run, [nextDue.refId])}, due ${timeOfDay(nextDue.date, context)}</span>`}</p></li>`;
}

function filterOf(query: URLSearchParams): RunFilter {
  const status = STATUSES.find((each) => each === query.get('status'));
  const type = query.get('type') ?? '';
  const words = searchedWords(query.get('q') ?? '');
  const cursor = query.get('cursor');
  return {
    limit: MAX_RUNS,
    ...(status && { status }),
    ...(type !== '' && { type }),
    ...(words.length > 0 && { words }),
    ...(cursor !== null && { cursor }),
  };
}

const STATUSES = ['active', 'done', 'cancelled'] as const;
const MAX_RUNS = 30;
