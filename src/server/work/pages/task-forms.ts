/** What can be done with a task, each act as the form it is asked for by. */
import type { Missing, Run, RunTask } from '../../../workflow/index.ts';
import type { ActForm } from './act-form.ts';
import { daysLater } from './day-words.ts';
import { FIELD } from './event-of-form.ts';
import type { Field } from './field.ts';
import type { PageContext } from './page-context.ts';
import {
  closingNotes,
  commentField,
  missingFields,
  notesInWords,
  proofFields,
} from './proof-fields.ts';
import { slugInWords } from './who-words.ts';

/** One click where nothing is missing, and else exactly what is; a verdict where it judges others. */
export function nextForm(run: Run, task: RunTask, missing: readonly Missing[]): ActForm {
  const fields = missingFields(run, task, missing);
  return task.approval ? verdictForm(run, task, fields) : completeForm(task, fields);
}

/** With all that the task can show. */
export function wholeForm(run: Run, task: RunTask): ActForm {
  const fields = proofFields(run, task);
  if (task.approval) return verdictForm(run, task, fields.filter(isAnswer));
  const hasComment = fields.some(({ name }) => name === FIELD.comment);
  return completeForm(task, hasComment ? fields : [...fields, commentField(task)]);
}

function completeForm({ refId, description }: RunTask, fields: readonly Field[]): ActForm {
  return {
    type: 'complete',
    refId,
    fields,
    buttons: [{ label: 'Complete', about: description, tone: 'primary' }],
  };
}

function verdictForm({ tasks }: Run, task: RunTask, fields: readonly Field[]): ActForm {
  const judged = tasks.filter(({ refId }) => task.approval?.of.includes(refId));
  return {
    type: 'verdict',
    refId: task.refId,
    hint: `A fail opens again: ${judged.map(({ description }) => description).join(', ')}.`,
    fields: [
      ...fields.filter(isAnswer),
      {
        name: 'comment',
        label: 'Comment',
        kind: 'long-text',
        hint: 'A fail says what is wrong.',
      },
    ],
    buttons: [
      { label: 'Pass', about: task.description, tone: 'primary', says: ['verdict', 'pass'] },
      { label: 'Fail', about: task.description, tone: 'danger', says: ['verdict', 'fail'] },
    ],
  };
}

export function waitForm({ refId, validation, waiting }: RunTask, day: string): ActForm {
  const semantics = typeof validation === 'object' ? validation.waitingSemantics : undefined;
  return {
    type: 'wait',
    refId,
    fields: [
      {
        name: 'waitingFor',
        label: 'For whom or what',
        kind: 'text',
        required: true,
        value: waiting?.waitingFor ?? semantics?.waitingFor ?? '',
      },
      {
        name: 'followUpAt',
        label: 'Ask again on',
        kind: 'date',
        required: true,
        value: daysLater(day, semantics?.followUpDefaultDays ?? FOLLOW_UP_DAYS),
      },
      { name: 'comment', label: 'What was asked', kind: 'long-text', required: true },
    ],
    buttons: [{ label: 'Wait', tone: 'primary' }],
  };
}

export function mayWait({ validation }: RunTask): boolean {
  return typeof validation !== 'object' || validation.waitingAllowed !== false;
}

export function followUpForm({ refId, validation, description }: RunTask, day: string): ActForm {
  const semantics = typeof validation === 'object' ? validation.waitingSemantics : undefined;
  return {
    type: 'follow-up-sent',
    refId,
    fields: [
      {
        name: 'followUpAt',
        label: 'Ask again on',
        kind: 'date',
        required: true,
        value: daysLater(day, semantics?.followUpDefaultDays ?? FOLLOW_UP_DAYS),
      },
      { name: 'comment', label: 'What was asked (optional)', kind: 'text' },
    ],
    buttons: [{ label: 'Follow-up sent', about: description, tone: 'primary' }],
  };
}

export function unblockForm({ refId, description }: RunTask): ActForm {
  return {
    type: 'unblock',
    refId,
    fields: [{ name: 'comment', label: 'What came (optional)', kind: 'text' }],
    buttons: [{ label: 'It is no longer waiting', about: description }],
  };
}

export function putOffForm({ refId, date }: RunTask, day: string): ActForm {
  const later = daysLater(date < day ? day : date, 1);
  return {
    type: 'put-off',
    refId,
    fields: [
      { name: 'to', label: 'To', kind: 'date', required: true, value: later },
      { name: 'reason', label: 'Why', kind: 'text', required: true },
    ],
    buttons: [{ label: 'Put off' }],
  };
}

/** To somebody with an account, or to a role. */
export function assignForm(
  { roles }: Run,
  { refId, personId = '', assigneeId = '' }: RunTask,
  { people, asker }: PageContext,
): ActForm {
  const accounts = [...people].map(([id, email]) => [id, email] as const);
  const own = accounts.some(([id]) => id === asker.actor.id)
    ? []
    : [[asker.actor.id, 'you'] as const];
  return {
    type: 'assign',
    refId,
    fields: [
      {
        name: 'personId',
        label: 'Person',
        kind: 'choice',
        value: personId,
        choices: [['', 'Nobody in particular'], ...own, ...accounts],
      },
      {
        name: 'roleId',
        label: 'Role',
        kind: 'choice',
        value: assigneeId,
        choices: Object.entries(roles ?? {}).map(([role, name]) => [role, name] as const),
      },
    ],
    buttons: [{ label: 'Assign' }],
  };
}

export function startForm({ refId, description }: RunTask): ActForm {
  return { type: 'start', refId, buttons: [{ label: 'Start work on it', about: description }] };
}

export function tickForm({ refId }: RunTask, step: string, done: boolean): ActForm {
  return { type: 'tick', refId, hidden: { step, done: done ? 'yes' : 'no' }, buttons: [] };
}

export function releaseForm({ refId }: RunTask): ActForm {
  return {
    type: 'release',
    refId,
    fields: [{ name: 'reason', label: 'Why', kind: 'text' }],
    buttons: [{ label: 'Release the claim' }],
  };
}

/** Left out: an optional one with a reason, another with a note that its template takes. */
export function skipForm(task: RunTask): ActForm | undefined {
  const { refId, optional = false } = task;
  const notes = closingNotes(task);
  if (!optional && notes.length === 0) return undefined;
  const comment: Field = optional
    ? { name: 'comment', label: 'Why', kind: 'text', required: true }
    : {
        name: 'comment',
        label: 'Note',
        kind: 'choice',
        required: true,
        choices: notes.map((each) => [each, each] as const),
        hint: notesInWords(notes),
      };
  return { type: 'skip', refId, fields: [comment], buttons: [{ label: 'Leave it out' }] };
}

export function evidenceForm(run: Run, task: RunTask): ActForm {
  const fields = proofFields(run, task).filter((field) => !isAnswer(field));
  const hasComment = fields.some(({ name }) => name === FIELD.comment);
  return {
    type: 'set-evidence',
    refId: task.refId,
    fields: hasComment ? fields : [...fields, commentField(task)],
    buttons: [{ label: 'Save what there is to show' }],
  };
}

export function reopenForm({ refId, description }: RunTask): ActForm {
  return {
    type: 'reopen',
    refId,
    fields: [{ name: 'comment', label: 'Why (optional)', kind: 'text' }],
    buttons: [{ label: 'Reopen', about: description }],
  };
}

export function correctForm({ refId, lastAct }: RunTask): ActForm | undefined {
  if (lastAct?.commandId === undefined) return undefined;
  return {
    type: 'correct',
    refId,
    hidden: { of: lastAct.commandId },
    hint: 'The history keeps both: what was done, and that it was taken back.',
    fields: [{ name: 'reason', label: 'Why', kind: 'text', required: true }],
    buttons: [{ label: 'Take it back', tone: 'danger' }],
  };
}

export function commentForm(refId?: string): ActForm {
  return {
    type: 'comment',
    ...(refId !== undefined && { refId }),
    fields: [{ name: 'text', label: 'Note', kind: 'long-text', required: true }],
    buttons: [{ label: 'Add the note' }],
  };
}

export function priorityForm(priority: Run['priority'], refId?: string): ActForm {
  return {
    type: 'set-priority',
    ...(refId !== undefined && { refId }),
    fields: [
      {
        name: 'priority',
        label: 'Priority',
        kind: 'choice',
        value: priority ?? 'normal',
        choices: ['critical', 'high', 'normal'].map((each) => [each, slugInWords(each)] as const),
      },
    ],
    buttons: [{ label: 'Set priority' }],
  };
}

function isAnswer({ name }: Field): boolean {
  return name.startsWith(FIELD.answer(''));
}

/** Where the template does not say. */
const FOLLOW_UP_DAYS = 3;
