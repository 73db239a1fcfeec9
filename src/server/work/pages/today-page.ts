/** Today: what there is to do now, most urgent first, each with its next act in place. */
import { html } from 'hono/html';
import { PAGES, WORK } from '../../../../schemas/addresses.ts';
import type { Store } from '../../../workspace/store.ts';
import {
  countDue,
  type Today,
  type TodayRequest,
  type TodayRow,
  today,
} from '../../../workspace/today.ts';
import { ActForms, type Attempt } from './act-form.ts';
import { dateInWords } from './day-words.ts';
import { doneNotice } from './done-words.ts';
import type { Markup } from './markup.ts';
import type { PageContext } from './page-context.ts';
import { startFormMarkup } from './start-form.ts';
import { taskRow } from './task-row.ts';
import { slugInWords } from './who-words.ts';

export interface TodayState {
  readonly who: TodayRequest['who'];
  /** Type of the act that brought the person back here. */
  readonly done?: string | undefined;
  readonly attempt?: Attempt;
}

export async function todayPage(
  store: Store,
  context: PageContext,
  { who, done, attempt }: TodayState,
): Promise<Markup> {
  const { asker, at, day, published } = context;
  const [found, { active }, tabs] = await Promise.all([
    today(store, asker, { at, who, limit: MAX_ROWS }),
    store.countRuns(),
    whoTabs(store, context, who),
  ]);
  const forms = new ActForms({
    newCommandId: context.newCommandId,
    action: todayUrl(who),
    attempt,
  });
  const sections = active === 0 ? html`` : sectionsMarkup(found, forms, context);
  return html`<div class="work">
<header class="work-header"><h1>Today</h1>
<p class="summary"><time datetime="${day}">${dateInWords(day, '')}</time> in ${asker.timeZone}</p>
<div class="work-actions"><a href="${WORK.runs}">All runs</a> <a href="${WORK.schedules}">Schedules</a></div></header>
${active > 0 && tabs}
${doneNotice(done)}
${forms.unplaced()}
${active === 0 ? firstRun(context) : sections}
${active > 0 && published.templates.length > 0 && context.may('start-run') && startMore(context)}
</div>`;
}

export function readWho(text: string | undefined): TodayRequest['who'] {
  if (text === 'all') return 'all';
  const role = /^role:([a-z0-9-]{1,100})$/.exec(text ?? '')?.[1];
  return role === undefined ? 'me' : { role };
}

export function todayUrl(who: TodayRequest['who'], done?: string): string {
  const name = whoOf(who);
  const query = new URLSearchParams({
    ...(name !== 'me' && { who: name }),
    ...(done !== undefined && { done }),
  });
  return query.size === 0 ? PAGES.work : `${PAGES.work}?${query}`;
}

function whoOf(who: TodayRequest['who']): string {
  return typeof who === 'string' ? who : `role:${who.role}`;
}

async function whoTabs(
  store: Store,
  { asker, at, published }: PageContext,
  current: TodayRequest['who'],
): Promise<Markup> {
  const roles = new Map(
    published.templates.flatMap((template) => Object.entries(template.roles ?? {})).reverse(),
  );
  if (typeof current === 'object' && !roles.has(current.role)) {
    roles.set(current.role, slugInWords(current.role));
  }
  const { me, all, byRole } = await countDue(store, asker, { at });
  const choices = [
    { who: 'me' as const, label: 'Mine', count: me },
    { who: 'all' as const, label: 'Everybody’s', count: all },
    ...[...roles].sort().map(([role, label]) => ({
      who: { role },
      label,
      count: byRole.get(role) ?? 0,
    })),
  ];
  const shown = choices.filter(
    ({ who, count }) => count > 0 || typeof who === 'string' || whoOf(who) === whoOf(current),
  );
  return html`<nav class="work-tabs" aria-label="Whose work">${shown.map(
    ({ who, label, count }) =>
      html`<a href="${todayUrl(who)}"${whoOf(who) === whoOf(current) && html` aria-current="page"`}>${label} <span class="count">${count}<span class="visually-hidden"> due</span></span></a>`,
  )}</nav>`;
}

interface Section {
  readonly name: string;
  readonly rows: readonly TodayRow[];
  readonly total: number;
  readonly isAtRisk?: boolean;
  /** What is said while it is empty. */
  readonly clear: string;
}

function sectionsMarkup(found: Today, forms: ActForms, context: PageContext): Markup {
  const sections = sectionsOf(found);
  const empty = sections.filter(({ total }) => total === 0);
  return html`${sections.filter(({ total }) => total > 0).map((section) => sectionMarkup(section, forms, context))}
${empty.length > 0 && html`<p class="work-clear">${empty.map(({ clear }) => clear).join(' ')}</p>`}`;
}

function sectionMarkup(section: Section, forms: ActForms, context: PageContext): Markup {
  const { name, rows, total, isAtRisk = false } = section;
  const more = total - rows.length;
  return html`<section class="work-section"><h2>${name} <span class="count">${total}</span></h2>
<ul class="work-list">${rows.map((row) => taskRow(row, { forms, context, isAtRisk }))}</ul>
${more > 0 && html`<p class="work-clear">And ${more} more.</p>`}
</section>`;
}

/** What is not due yet and threatened by what is overdue stands before the rest of its kind. */
function sectionsOf({ sections }: Today): Section[] {
  const section = (state: string) =>
    sections.find((each) => each.state === state) ?? { rows: [], total: 0 };
  const calm = (state: 'waiting' | 'upcoming') => {
    const { rows, total } = section(state);
    const isCalm = rows.filter(({ risks }) => risks.length === 0);
    return { rows: isCalm, total: total - (rows.length - isCalm.length) };
  };
  const atRisk = ['waiting', 'upcoming'].flatMap((state) =>
    section(state).rows.filter(({ risks }) => risks.length > 0),
  );
  const upcoming = calm('upcoming');
  return [
    { name: 'Follow-up due', ...section('follow-up-due'), clear: 'No follow-up is due.' },
    { name: 'Overdue', ...section('overdue'), clear: 'Nothing is overdue.' },
    { name: 'Today', ...section('today'), clear: 'Nothing is due today.' },
    {
      name: 'At risk',
      rows: atRisk,
      total: atRisk.length,
      isAtRisk: true,
      clear: 'Nothing is at risk.',
    },
    { name: 'Waiting', ...calm('waiting'), clear: 'Nothing is waiting.' },
    {
      name: 'Upcoming',
      total: upcoming.total,
      rows: upcoming.rows.slice(0, MAX_UPCOMING),
      clear: 'Nothing is upcoming.',
    },
  ];
}

/** Nothing is going on: what can begin, or what it needs before anything can. */
function firstRun(context: PageContext): Markup {
  const { templates } = context.published;
  if (templates.length === 0) {
    return html`<p class="empty">There are no workflow templates yet, so nothing can be started. Whoever writes the documents of this portal adds a document of the type <code>task-template</code>; with the next build it can be started here.</p>`;
  }
  const sentence = html`<p class="empty">No work is active.</p>`;
  if (!context.may('start-run')) return sentence;
  return html`${sentence}<section class="work-section"><h2>Start a run</h2>${startForms(context)}</section>`;
}

function startMore(context: PageContext): Markup {
  return html`<details class="work-more"><summary>Start a run…</summary>${startForms(context)}</details>`;
}

function startForms({ published, newCommandId }: PageContext): Markup {
  return html`<ul class="cards">${published.templates.map(
    (template) => html`<li class="card"><h3>${template.emoji} ${template.name}</h3>
${startFormMarkup(template, {
  commandId: newCommandId(),
  typed: new URLSearchParams(),
  isShort: true,
  idPrefix: `start-${template.type}`,
})}</li>`,
  )}</ul>`;
}

const MAX_ROWS = 50;
const MAX_UPCOMING = 20;
