/** The log of what happened to runs, numbered over all of them in the order of commits. */
import type { Actor } from '../../../workflow/index.ts';
import type { DatabaseTransaction } from '../../database/connection.ts';
import { RolledBack } from './rolled-back.ts';

/** What a command is known by. */
export function keyOf(by: Actor, commandId: string): { actor: string; commandId: string } {
  return { actor: `${by.kind}:${by.id}`, commandId };
}

interface LogRow {
  readonly runId: string;
  readonly number: number;
  readonly actor: string;
  readonly commandId: string;
  readonly at: string;
  readonly event: string;
  readonly effects: string;
}

/** The counter is locked until the commit, so that who reads after a sequence misses nothing. */
export async function logEvent(trx: DatabaseTransaction, row: LogRow): Promise<number> {
  const { value: sequence } = await trx
    .updateTable('meta')
    .set((change) => ({ value: change('value', '+', 1) }))
    .where('key', '=', 'sequence')
    .returning('value')
    .executeTakeFirstOrThrow();
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('run_event')
    .values({ sequence, ...row })
    .onConflict((conflict) => conflict.columns(['actor', 'commandId']).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) throw new RolledBack({ outcome: 'repeated' });
  return sequence;
}
