/** Which task of a workflow waits for which, and where that goes in a circle. */
import type { AuthoredTask, AuthoredTemplate } from '../../../schemas/task-template.ts';

export interface IndexedTask {
  readonly task: AuthoredTask;
  readonly index: number;
}

/** Tasks by `refId`; of two with the same one the first. */
export function tasksByRefId({ tasks }: AuthoredTemplate): ReadonlyMap<string, IndexedTask> {
  const byRefId = new Map<string, IndexedTask>();
  for (const [index, task] of tasks.entries()) {
    if (!byRefId.has(task.refId)) byRefId.set(task.refId, { task, index });
  }
  return byRefId;
}

/** Every task that must be done before this one, directly or through others. */
export function dependenciesOf(
  task: AuthoredTask,
  byRefId: ReadonlyMap<string, IndexedTask>,
): ReadonlySet<string> {
  const before = new Set<string>();
  const pending = [...(task.dependsOn ?? [])];
  for (let refId = pending.pop(); refId !== undefined; refId = pending.pop()) {
    if (before.has(refId)) continue;
    before.add(refId);
    pending.push(...(byRefId.get(refId)?.task.dependsOn ?? []));
  }
  return before;
}

/**
 * The shortest circle through each task that is on one, from its first task in authored
 * order and without repeating it at the end; a circle is listed once.
 */
export function dependencyCycles(template: AuthoredTemplate): IndexedTask[][] {
  const byRefId = tasksByRefId(template);
  const covered = new Set<IndexedTask>();
  const cycles: IndexedTask[][] = [];
  for (const start of byRefId.values()) {
    if (covered.has(start)) continue;
    const cycle = shortestWayBack(start, byRefId);
    if (!cycle) continue;
    for (const task of cycle) covered.add(task);
    cycles.push(cycle);
  }
  return cycles;
}

function shortestWayBack(
  start: IndexedTask,
  byRefId: ReadonlyMap<string, IndexedTask>,
): IndexedTask[] | undefined {
  const cameFrom = new Map<IndexedTask, IndexedTask>();
  const pending = [start];
  for (let here = pending.shift(); here; here = pending.shift()) {
    for (const refId of here.task.dependsOn ?? []) {
      const next = byRefId.get(refId);
      if (next === start) return wayTo(here, start, cameFrom);
      if (!next || cameFrom.has(next)) continue;
      cameFrom.set(next, here);
      pending.push(next);
    }
  }
  return undefined;
}

function wayTo(
  end: IndexedTask,
  start: IndexedTask,
  cameFrom: ReadonlyMap<IndexedTask, IndexedTask>,
): IndexedTask[] {
  const way = [end];
  for (let task = end; task !== start; ) {
    task = cameFrom.get(task) ?? start;
    way.unshift(task);
  }
  return way;
}
