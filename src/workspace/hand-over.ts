/** Gives what one person has to do to another, before an account is taken away or somebody leaves. */
import { act } from './act.ts';
import { type Asker, demand } from './asker.ts';
import { Problem } from './problem.ts';
import { accountOf, type People } from './role-holders.ts';
import type { Store, StoredRun } from './store.ts';

export interface HandOver {
  /** E-mail addresses. */
  readonly from: string;
  readonly to: string;
  readonly people: People;
  /** Present moment, RFC 3339 in UTC. */
  readonly at: string;
  readonly newId: () => string;
}

export interface HandedOver {
  /** Open tasks that have another person now, each in the history of its run. */
  readonly tasks: number;
  /** Roles of workflows, with the value each is held for. */
  readonly roles: number;
}

const PAGE = 100;
const OPEN: ReadonlySet<string> = new Set(['todo', 'waiting']);

/**
 * Killed in between it has done a part; the same again does the rest.
 *
 * @throws Problem `forbidden`, `not-found` for an account that there is not, `invalid` for one person twice.
 */
export async function handOver(
  store: Store,
  asker: Asker,
  { from, to, people, at, newId }: HandOver,
): Promise<HandedOver> {
  demand(asker, 'keep-register');
  const [giver, taker] = [accountOf(people, from), accountOf(people, to)];
  if (giver === taker) throw new Problem('invalid', 'Name two accounts that are not the same.');
  // The new one holds a role before the other loses it, so that nobody's work is in between.
  const held = (await store.roleHolders()).filter(({ userId }) => userId === giver);
  for (const holder of held) {
    await store.setRoleHolder({ ...holder, userId: taker }, true);
    await store.setRoleHolder(holder, false);
  }
  let tasks = 0;
  for await (const { id, run } of activeRuns(store)) {
    const own = run.tasks.filter((task) => task.personId === giver && OPEN.has(task.status));
    for (const { refId } of own) {
      const event = { type: 'assign', refId, personId: taker };
      await act(store, asker, { runId: id, commandId: newId(), event, at });
      tasks++;
    }
  }
  return { tasks, roles: held.length };
}

async function* activeRuns(store: Store): AsyncGenerator<StoredRun> {
  let cursor: string | undefined;
  do {
    const page = await store.listRuns({
      status: 'active',
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    yield* page.runs;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
