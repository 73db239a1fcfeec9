/** What has just been done, told on the page that follows it. */
import { html } from 'hono/html';
import type { FormType } from './event-of-form.ts';
import type { Markup } from './markup.ts';

const DONE: Readonly<Record<FormType | 'start-run' | 'attach', string>> = {
  'start-run': 'The run has begun.',
  attach: 'The file is attached.',
  complete: 'The task is done.',
  skip: 'The task is left out.',
  reopen: 'The task is open again.',
  verdict: 'The verdict is given.',
  wait: 'The task is waiting. It comes back on the day of the follow-up.',
  'follow-up-sent': 'The follow-up is noted.',
  unblock: 'The task is no longer waiting.',
  'put-off': 'The task is put off. Its first date stays to be seen.',
  assign: 'The task is assigned.',
  release: 'The claim is released.',
  start: 'Work on the task has begun.',
  tick: 'The step is noted.',
  'set-evidence': 'What there is to show is saved.',
  correct: 'It is taken back. The history keeps both.',
  'set-link': 'The link is saved.',
  'set-input': 'The answer is saved.',
  comment: 'The note is added.',
  're-anchor': 'The run has moved to another date.',
  'add-task': 'The task is added.',
  rename: 'The run has another title.',
  approve: 'The run is approved.',
  cancel: 'The run is cancelled.',
  'set-priority': 'The priority is set.',
};

function isTold(done: string): done is keyof typeof DONE {
  return Object.hasOwn(DONE, done);
}

/** Nothing for what is no act of a form: the address is anybody's to write. */
export function doneNotice(done: string | undefined): Markup | undefined {
  if (done === undefined || !isTold(done)) return undefined;
  return html`<p class="work-notice" role="status">${DONE[done]}</p>`;
}
