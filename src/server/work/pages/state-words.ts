/** Labels that a task can carry, each only where the stored state does. */
import type { Missing, QueueItem, Run, TaskState } from '../../../workflow/index.ts';
import { FORMS_OF_PROOF } from '../../../workflow/run/refusal.ts';
import { counted } from './day-words.ts';
import { namesOf } from './obstacles.ts';

const STATES: Readonly<Record<TaskState | 'done' | 'skipped', string>> = {
  'follow-up-due': 'Follow-up due',
  overdue: 'Overdue',
  today: 'Today',
  waiting: 'Waiting',
  upcoming: 'Upcoming',
  done: 'Done',
  skipped: 'Left out',
};

export function stateInWords(state: TaskState | 'done' | 'skipped', daysLate = 0): string {
  return state === 'overdue' && daysLate > 0
    ? `${STATES.overdue} ${counted(daysLate, 'day')}`
    : STATES[state];
}

/** `Missing: YouTube (an address), Sent (a comment).` */
export function missingInWords(missing: readonly Missing[]): string {
  const names = missing.map(({ name, type }) => `${name} (${FORMS_OF_PROOF[type]})`);
  return `Missing: ${[...new Set(names)].join(', ')}.`;
}

/** Why to fear for the task; nothing while nothing is wrong. */
export function risksInWords(run: Run, { risks }: Pick<QueueItem, 'risks'>): string[] {
  return risks.map((risk) => {
    if (risk.reason === 'missing-evidence') return 'due, and proof is missing';
    if (risk.reason === 'follow-up-due') return 'a follow-up is due';
    return `${namesOf(run, [risk.refId])} before it is overdue`;
  });
}
