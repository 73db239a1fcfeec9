/** What is next, over all live runs, by indexes alone. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { OpenTaskQuery, OpenTaskState, Store, Whose } from '../../../workspace/store.ts';
import type { Database } from '../../database/connection.ts';
import type { Tables } from '../../database/tables.ts';

type Condition = (eb: ExpressionBuilder<Tables, 'run_task'>) => Expression<SqlBool>;

export function openTaskQueries(db: Database): Pick<Store, 'openTasks' | 'countOpen'> {
  return {
    async openTasks(state, query, limit) {
      const chosen = db
        .selectFrom('run_task')
        .where(isInState(state, query))
        .where(isOf(query.whose));
      const { total } = await chosen
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const tasks = await chosen
        .select(['runId', 'refId'])
        .orderBy(state === 'waiting' ? 'followUpAt' : 'date')
        // A task without a time has all day; databases differ in where they put what is absent.
        .orderBy(sql`CASE WHEN "dueAt" IS NULL THEN 1 ELSE 0 END`)
        .orderBy('dueAt')
        .orderBy('runId')
        .orderBy('refId')
        .limit(limit)
        .execute();
      return { total: Number(total), tasks };
    },

    async countOpen(states, query) {
      const rows = await db
        .selectFrom('run_task')
        .select(({ fn }) => ['role', fn.countAll<number>().as('count')])
        .where((eb) => eb.or(states.map((state) => isInState(state, query)(eb))))
        .where(isOf(query.whose))
        .groupBy('role')
        .execute();
      return new Map(rows.map(({ role, count }) => [role ?? '', Number(count)]));
    },
  };
}

/** As `queueOf` decides it for one run. */
function isInState(state: OpenTaskState, { now, day, dayEnds }: OpenTaskQuery): Condition {
  // Said in full: what is compared with nothing is neither true nor false, and so not its opposite.
  const hasTime: Condition = (eb) => eb('dueAt', 'is not', null);
  const isLate: Condition = (eb) =>
    eb.or([
      eb.and([hasTime(eb), eb('dueAt', '<=', now)]),
      eb.and([eb('dueAt', 'is', null), eb('date', '<', day)]),
    ]);
  const isToday: Condition = (eb) =>
    eb.or([
      eb.and([hasTime(eb), eb('dueAt', '>', now), eb('dueAt', '<', dayEnds)]),
      eb.and([eb('dueAt', 'is', null), eb('date', '=', day)]),
    ]);
  return (eb) => {
    const is = (status: string) => eb('status', '=', status);
    const waits = eb.or([eb('followUpAt', '<=', day), isLate(eb)]);
    switch (state) {
      case 'follow-up-due':
        return eb.and([is('waiting'), waits]);
      case 'waiting':
        return eb.and([is('waiting'), eb.not(waits)]);
      case 'overdue':
        return eb.and([is('todo'), isLate(eb)]);
      case 'today':
        return eb.and([is('todo'), isToday(eb)]);
      case 'upcoming':
        return eb.and([is('todo'), eb.not(isLate(eb)), eb.not(isToday(eb))]);
    }
  };
}

function isOf(whose: Whose): Condition {
  return (eb) => {
    if (whose === 'all') return eb.val(1).$castTo<SqlBool>();
    if ('role' in whose) return eb('role', '=', whose.role);
    const isHeld = eb.exists(
      eb
        .selectFrom('role_holder')
        .select('role_holder.role')
        .whereRef('role_holder.role', '=', 'run_task.role'),
    );
    const isMine = whose.roles.length > 0 ? [eb('role', 'in', [...whose.roles])] : [];
    return eb.or([
      eb('personId', '=', whose.person),
      // What nobody is known to do is everybody's.
      eb.and([eb('personId', 'is', null), eb.or([...isMine, eb.not(isHeld)])]),
    ]);
  };
}
