/**
 * Who may do what, in one table: each role of the workspace includes the ones before it. What a run
 * itself forbids (gates for people, `notBy`, claims) is the library's and holds for all of them.
 */
import { WORK_ROLES, type WorkRole } from '../../schemas/work-roles.ts';
import type { Actor, RunEvent } from '../workflow/index.ts';

/** What can be asked for beside the events of a run. */
export type Request = 'see' | 'start-run' | 'catch-up' | 'keep-register' | 'administer';
export type Command = Request | RunEvent['type'];

/** Whether the one role includes the other. */
export function includesRole(role: WorkRole, needed: WorkRole): boolean {
  return WORK_ROLES.indexOf(role) >= WORK_ROLES.indexOf(needed);
}

export const NEEDED_ROLE: Readonly<Record<Command, WorkRole>> = {
  see: 'reader',
  'start-run': 'operator',
  complete: 'operator',
  skip: 'operator',
  reopen: 'operator',
  verdict: 'operator',
  wait: 'operator',
  'follow-up-sent': 'operator',
  unblock: 'operator',
  'put-off': 'operator',
  assign: 'operator',
  claim: 'operator',
  release: 'operator',
  start: 'operator',
  tick: 'operator',
  'set-evidence': 'operator',
  correct: 'operator',
  'set-link': 'operator',
  'set-input': 'operator',
  comment: 'operator',
  attach: 'operator',
  'add-task': 'operator',
  rename: 'operator',
  're-anchor': 'manager',
  approve: 'manager',
  cancel: 'manager',
  'set-priority': 'manager',
  'set-group': 'manager',
  'set-blockers': 'manager',
  adopt: 'manager',
  'catch-up': 'manager',
  'keep-register': 'manager',
  administer: 'administrator',
};

/** Decisions that a person makes, whatever role an agent's token has. */
const FOR_PEOPLE: ReadonlySet<Command> = new Set([
  'approve',
  'cancel',
  're-anchor',
  'adopt',
  'assign',
  'keep-register',
  'administer',
]);

export type Permission = 'granted' | 'needs-role' | 'needs-person' | 'not-yours';

/**
 * `owner` is the person a task is assigned to, if it is to anybody. Agents leave the tasks of
 * others alone; people of a team stand in for each other, and the history says who did it.
 */
export function permit(
  command: Command,
  {
    role,
    actor,
    owner,
  }: { readonly role: WorkRole; readonly actor: Actor; readonly owner?: string },
): Permission {
  if (!includesRole(role, NEEDED_ROLE[command])) return 'needs-role';
  if (actor.kind !== 'agent') return 'granted';
  if (FOR_PEOPLE.has(command)) return 'needs-person';
  return owner !== undefined && owner !== actor.id ? 'not-yours' : 'granted';
}
