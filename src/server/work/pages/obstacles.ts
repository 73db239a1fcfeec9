/** What keeps the asker from closing a task, and what is to be known before one tries, in words. */
import type { QueueItem, Run } from '../../../workflow/index.ts';
import { gateReason } from '../../../workflow/plan/task-words.ts';
import { isSameActor, keptApart } from '../../../workflow/run/guards.ts';
import { isClaimed, needsPerson } from '../../../workflow/run/run.ts';
import type { PageContext } from './page-context.ts';
import { actorInWords } from './who-words.ts';

export interface Obstacles {
  /** While there is one of them, completing is refused. */
  readonly blocking: readonly string[];
  readonly notes: readonly string[];
}

/** Of an open task; `risks` tell which of those before it are overdue. */
export function obstaclesOf(
  run: Run,
  { task, blockedBy, risks }: QueueItem,
  context: PageContext,
): Obstacles {
  const { asker, at, may } = context;
  const blocking: string[] = [];
  const notes: string[] = [];
  if (run.cancelled) blocking.push('The run is cancelled.');
  if (run.requiresApproval && !run.approved) blocking.push('The run is not approved yet.');
  if (blockedBy.length > 0) {
    const late = new Set(risks.flatMap((risk) => ('refId' in risk ? risk.refId : [])));
    const names = blockedBy.map(
      (refId) => `${namesOf(run, [refId])}${late.has(refId) ? ' (overdue)' : ''}`,
    );
    blocking.push(`After: ${names.join(', ')}.`);
  }
  const { claim } = task;
  if (claim && isClaimed(task, at) && claim.by.id !== asker.actor.id) {
    blocking.push(`Claimed by ${actorInWords(claim.by, context)}.`);
  }
  for (const other of keptApart(run, task)) {
    const by = other.closed?.by;
    const isSame = by !== undefined && isSameActor(by, asker.actor);
    if (isSame) blocking.push(`Not for whoever closed “${other.description}”: that was you.`);
    else notes.push(`Not for whoever closes “${other.description}”.`);
  }
  if (needsPerson(run, task)) notes.push(`A person closes this: ${gateReason(task)}`);
  if ((task.blockedBy ?? []).length > 0) notes.push('It waits for work in another run.');
  if (!may('complete')) {
    blocking.push('Your role in the workspace lets you see this, and not act on it.');
  }
  return { blocking, notes };
}

export function namesOf({ tasks }: Pick<Run, 'tasks'>, refIds: readonly string[]): string {
  const names = new Map(tasks.map(({ refId, description }) => [refId, description]));
  return refIds.map((refId) => `“${names.get(refId) ?? refId}”`).join(', ');
}
