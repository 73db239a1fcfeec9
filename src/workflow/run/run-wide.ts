/** The events of a run as a whole, and those that concern a task or the run. Browser-safe. */
import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean, listing, quote } from '../../diagnostics/wording.ts';
import { checkAnswers, readAnswers } from '../plan/answers.ts';
import { isBlank } from './check-completion.ts';
import {
  actOf,
  type Change,
  type Definition,
  findTask,
  replaceTask,
  without,
} from './event-definition.ts';
import { refuseClosed } from './guards.ts';
import { PRIORITIES } from './new-task.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { Attachment, Run, RunTask } from './run.ts';
import { setLink } from './run-evidence.ts';
import { json, listOf, mapping, oneOf, optional, orNull, text, words } from './shapes.ts';

type RunWideEvent =
  | 'set-link'
  | 'set-input'
  | 'comment'
  | 'attach'
  | 'rename'
  | 'approve'
  | 'cancel'
  | 'set-priority'
  | 'set-group'
  | 'set-blockers';

const blocker = mapping({ run: words, refId: optional(words) }, 'a blocker');

export const RUN_WIDE: { readonly [Type in RunWideEvent]: Definition<Type> } = {
  'set-link': {
    shape: { name: words, url: text },
    apply: (run, { name, url }) => setLink(run, name, url, 'name'),
  },
  'set-input': {
    shape: { name: words, value: json },
    apply(run, { name, value }) {
      const { inputDefinitions = [], inputs = {} } = run;
      const definition = inputDefinitions.find((each) => each.name === name);
      if (!definition) return refuseUnknownInput(run, name);
      const [problem] = checkAnswers([definition], { [name]: value }, { require: true });
      if (problem) return refuse('invalid', problem.sentence, { field: 'value' });
      const answers = readAnswers(inputDefinitions, { ...inputs, [name]: value });
      return { run: { ...run, inputs: answers }, effects: [{ type: 'input-set', name }] };
    },
  },
  /** Said, and kept in the history alone. */
  comment: {
    shape: { refId: optional(words), text: words },
    survivesCancelling: true,
    apply: (run, { refId }) => atPlace(run, refId, 'commented', (place) => place),
  },
  attach: {
    shape: { refId: optional(words), attachmentId: words, name: words },
    survivesCancelling: true,
    apply(run, event) {
      const { refId, attachmentId, name } = event;
      const attachment: Attachment = { ...actOf(event), attachmentId, name };
      const all = [run, ...run.tasks].flatMap(({ attachments = [] }) => attachments);
      if (all.some((each) => each.attachmentId === attachmentId)) {
        const says = `${quote(attachmentId)} is attached already.`;
        return refuse('taken', says, { field: 'attachmentId' });
      }
      return atPlace(run, refId, 'attached', (place) => ({
        ...place,
        attachments: [...(place.attachments ?? []), attachment],
      }));
    },
  },
  rename: {
    shape: { title: words },
    apply: (run, { title }) => ({
      run: { ...without(run, 'titlePattern'), title: title.trim().replace(/\s+/g, ' ') },
      effects: [{ type: 'run-renamed' }],
    }),
  },
  approve: {
    shape: { comment: optional(text) },
    apply(run, event) {
      if (run.approved) return refuse('approved', `The run is approved since ${run.approved.at}.`);
      if (event.by?.kind !== 'person') {
        return refuse('needs-person', 'A run is approved by a person only.', { field: 'by' });
      }
      return { run: { ...run, approved: actOf(event) }, effects: [{ type: 'run-approved' }] };
    },
  },
  cancel: {
    shape: { reason: text },
    apply(run, event) {
      if (run.status === 'done') return refuse('done', 'The run is done. Reopen a task first.');
      if (isBlank(event.reason)) {
        const says = 'The run is cancelled without a reason. Write one.';
        return refuse('needs-comment', says, { field: 'reason' });
      }
      const cancelled = { ...actOf(event), reason: event.reason.trim() };
      return { run: { ...run, cancelled }, effects: [{ type: 'run-cancelled' }] };
    },
  },
  'set-priority': {
    shape: { refId: optional(words), priority: oneOf(...PRIORITIES) },
    apply: (run, { refId, priority }) =>
      atPlace(run, refId, 'priority-set', (place) => ({ ...place, priority })),
  },
  'set-group': {
    shape: { group: orNull(words) },
    apply: (run, { group }) => ({
      run: { ...without(run, 'group'), ...(group !== null && { group: group.trim() }) },
      effects: [{ type: 'run-grouped' }],
    }),
  },
  'set-blockers': {
    shape: { refId: optional(words), blockedBy: listOf(blocker, 'blockers, each with a run') },
    apply(run, { refId, blockedBy }) {
      const isItself = blockedBy.some(
        (each) => each.run === run.id && (each.refId === undefined || each.refId === refId),
      );
      if (isItself) {
        return refuse('invalid', 'Nothing can wait for itself.', { field: 'blockedBy' });
      }
      return atPlace(run, refId, 'blockers-set', (place) => ({ ...place, blockedBy }));
    },
  },
};

/** Changes an open task, or the run without a `refId`. A closed task is commented and added to. */
function atPlace(
  run: Run,
  refId: string | undefined,
  type: 'commented' | 'attached' | 'priority-set' | 'blockers-set',
  change: <Place extends Run | RunTask>(place: Place) => Place,
): Change | Refusal {
  if (refId === undefined) return { run: change(run), effects: [{ type }] };
  const task = findTask(run, refId);
  if ('refused' in task) return task;
  const isAbout = type === 'commented' || type === 'attached';
  const refusal = isAbout ? undefined : refuseClosed(task);
  if (refusal) return refusal;
  return { run: replaceTask(run, change(task)), effects: [{ type, refId }] };
}

function refuseUnknownInput({ inputDefinitions = [] }: Run, name: string): Refusal {
  const names = inputDefinitions.map((each) => each.name);
  const choice = names.length > 0 ? `Choose from ${listing(names.map(quote))}.` : 'It has none.';
  const says = `${quote(name)} is not an input of this run. ${choice}${didYouMean(nearest(name, names))}`;
  return refuse('unknown-input', says, { field: 'name' });
}
