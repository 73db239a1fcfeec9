/** What happened to a run or a task, the newest first: who, when, what, and what was shown. */
import { html } from 'hono/html';
import type { Run } from '../../../workflow/index.ts';
import { isAddress } from '../../../workflow/index.ts';
import type { StoredEvent } from '../../../workspace/store.ts';
import { timeOfMoment } from './day-words.ts';
import { eventInWords, followedBy, saidWith } from './event-words.ts';
import type { Markup } from './markup.ts';
import type { PageContext } from './page-context.ts';
import { actorInWords } from './who-words.ts';

export function historyMarkup(
  events: readonly StoredEvent[],
  run: Run,
  context: PageContext,
): Markup {
  if (events.length === 0) return html`<p class="work-clear">Nothing has happened here yet.</p>`;
  const takenBack = new Set(
    events.flatMap(({ event }) => (event.type === 'correct' ? event.of : [])),
  );
  return html`<ol class="work-history" reversed>${events.toReversed().map((entry) => {
    const { event } = entry;
    const isTakenBack = event.commandId !== undefined && takenBack.has(event.commandId);
    const said = saidWith(event, run);
    return html`<li>${timeOfMoment(event.at, context)}
<div><p>${capitalized(actorInWords(event.by, context))} ${eventInWords(event, run, context)}.${isTakenBack && html` <strong>Taken back later.</strong>`}</p>
${said.map((text) => html`<p class="hint">${linked(text)}</p>`)}
${followedBy(entry, run).map((text) => html`<p class="hint">${text}</p>`)}</div></li>`;
  })}</ol>`;
}

/** An address alone, or behind the name of a link, can be followed. */
function linked(text: string): Markup {
  const [, before = '', address = ''] = /^(.*?)(\S+)$/s.exec(text) ?? [];
  if (!isAddress(address) || /\n/.test(text)) return html`${text}`;
  return html`${before}<a href="${address}" rel="noreferrer">${address}</a>`;
}

function capitalized(text: string): string {
  // An address of e-mail stays as it is written.
  return text.includes('@') ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
