/** Who asks, from what the gate found out. */
import type { Asker } from '../../workspace/asker.ts';
import { Problem } from '../../workspace/problem.ts';
import type { RequestContext } from '../http/handler-environment.ts';
import type { WorkServices } from './work-services.ts';

export async function askerOf(
  c: RequestContext,
  { store, publication }: WorkServices,
): Promise<Asker> {
  const session = c.get('session');
  if (session === undefined) throw new Problem('forbidden', 'Sign in first.');
  const { timeZone } = await publication();
  const holders = await store.roleHolders();
  return {
    actor: { kind: 'person', id: session.userId },
    role: 'administrator',
    holds: holders.filter(({ userId }) => userId === session.userId),
    timeZone,
  };
}
