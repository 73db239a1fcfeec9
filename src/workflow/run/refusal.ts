/**
 * Why an event changes nothing: a code for programs beside a sentence for the person who asked.
 * Browser-safe.
 */
import { listing, quote } from '../../diagnostics/wording.ts';
import type { Missing } from './check-completion.ts';
import type { RunTask } from './run.ts';

/** Every reason there is. `RefusalCode` names them for other programs. */
export const REFUSAL_CODES = [
  /** What was given as the run is none. */
  'not-a-run',
  /** What happened has no type that a run knows, or is no mapping. */
  'unknown-event',
  /** `field` is missing, or not what it has to be. */
  'invalid',
  /** `field` is nothing that the event says. */
  'unknown-field',
  'unknown-task',
  'unknown-link',
  'unknown-input',
  /** There is a task of this name, or a file of this id, already. */
  'taken',
  /** The actor sent another command with this id. */
  'command-reused',
  /** The event says nothing about who acts, and it matters here. */
  'needs-actor',
  /** A person must do it. */
  'needs-person',
  /** `notBy`: whoever closed the one may not close the other. */
  'not-by',
  /** A verdict is taken back by whoever gave it. */
  'not-judge',
  /** Somebody else has claimed the task. */
  'claimed',
  'not-claimed',
  /** The task is closed. */
  'closed',
  /** The task is open. */
  'open',
  'started',
  'waiting',
  'not-waiting',
  'may-not-wait',
  'not-optional',
  /** What it depends on, or judges, is open. */
  'blocked',
  /** `missing` says what there is to show. */
  'incomplete',
  'needs-comment',
  /** The task is closed by a verdict. */
  'needs-verdict',
  /** The task takes no verdict. */
  'no-verdict',
  /** The run has to be approved first. */
  'not-approved',
  'approved',
  'cancelled',
  'done',
  /** The act to correct is not the last one on its task. */
  'not-last-act',
  /** Something that happened later rests on the act to correct. */
  'depended-on',
  /** The change was made for another state of the run. */
  'stale',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

export interface Refusal {
  readonly code: RefusalCode;
  /** A sentence for the person who asked. */
  readonly refused: string;
  /** Task it is about. */
  readonly refId?: string;
  /** Key of the event, or field of a form, that is the reason. */
  readonly field?: string;
  /** What completing the task still needs, when that is the reason. */
  readonly missing?: readonly Missing[];
}

export function refuse(
  code: RefusalCode,
  refused: string,
  details: Pick<Refusal, 'refId' | 'field' | 'missing'> = {},
): Refusal {
  return { code, refused, ...details };
}

export function refuseTask(
  { refId }: Pick<RunTask, 'refId'>,
  code: RefusalCode,
  says: string,
  details: Pick<Refusal, 'field' | 'missing'> = {},
): Refusal {
  return refuse(code, `Task ${quote(refId)} ${says}`, { refId, ...details });
}

/** The form of what is missing, as its name alone does not tell. */
export const FORMS_OF_PROOF: Readonly<Record<Missing['type'], string>> = {
  url: 'an address',
  file: 'a file',
  artifact: 'an approved artifact',
  comment: 'a comment',
  'external-status': 'a status of another system',
  text: 'a text',
  'long-text': 'a text',
  email: 'an e-mail address',
  number: 'a number',
  date: 'a date',
  choice: 'a choice',
  person: 'a person',
};

export function refuseMissing(task: RunTask, missing: readonly Missing[]): Refusal {
  const names = new Set(
    missing.map(({ name, type }) => `${quote(name)} (${FORMS_OF_PROOF[type]})`),
  );
  const says = `is not done: ${listing([...names])} ${names.size === 1 ? 'is' : 'are'} missing.`;
  return refuseTask(task, 'incomplete', says, { missing });
}
