/** Who did something or is to do it: people by the address of their account, the asker as `you`. */
import type { Actor, Run, RunTask } from '../../../workflow/index.ts';
import { COMMAND_LINE } from '../../../workspace/asker.ts';
import type { PageContext } from './page-context.ts';

type Known = Pick<PageContext, 'asker' | 'people' | 'roleHolders'>;

export function actorInWords(actor: Actor | undefined, known: Known): string {
  if (actor === undefined) return 'somebody';
  const { kind, id, name, onBehalfOf } = actor;
  if (kind === 'person') return personInWords(id, known, name);
  const who = kind === 'system' ? systemInWords(id) : `the ${kind} ${name ?? id}`;
  return onBehalfOf === undefined ? who : `${who} for ${personInWords(onBehalfOf, known)}`;
}

function systemInWords(id: string): string {
  return id === COMMAND_LINE.actor.id ? 'a command on the server' : 'the schedule';
}

export function personInWords(id: string, { asker, people }: Known, name?: string): string {
  if (asker.actor.kind === 'person' && asker.actor.id === id) return 'you';
  return people.get(id) ?? name ?? 'a former colleague';
}

/** Work of a role that nobody is known to hold is everybody's, and says so. */
export function assigneeInWords(run: Run, task: RunTask, known: Known): string {
  const { personId, assigneeId } = task;
  if (personId !== undefined) return personInWords(personId, known);
  if (assigneeId === undefined) return 'unassigned: everybody’s';
  const role = roleInWords(run, assigneeId);
  const isHeld = known.roleHolders.some((holder) => holder.role === assigneeId);
  return isHeld ? role : `${role} (unassigned: everybody’s)`;
}

/** The name that the template of the run gives the role. */
export function roleInWords({ roles }: Pick<Run, 'roles'>, role: string): string {
  return new Map(Object.entries(roles)).get(role) ?? slugInWords(role);
}

/** A workflow that is not published any more goes by its type. */
export function workflowName(
  { templateType }: Pick<Run, 'templateType'>,
  { published }: Pick<PageContext, 'published'>,
): string {
  const template = published.templates.find(({ type }) => type === templateType);
  return template?.name ?? slugInWords(templateType);
}

/** `after-event` → `After event`. */
export function slugInWords(slug: string): string {
  const words = slug.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
