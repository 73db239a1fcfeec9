/** Who asks, from what the gate found out. */
import type { WorkRole } from '../../../schemas/work-roles.ts';
import type { Asker } from '../../workspace/asker.ts';
import type { RequestContext, ShownToken } from '../http/handler-environment.ts';
import type { Session } from '../identity/sessions.ts';
import type { WorkServices } from './work-services.ts';

export async function askerOf(
  c: RequestContext,
  { store, publication }: WorkServices,
): Promise<Asker> {
  const { timeZone } = await publication();
  const token = c.get('token');
  if (token !== undefined) return ofToken(token, timeZone);
  return ofPerson(c.get('session'), timeZone, await store.roleHolders());
}

/** The day of a person is that of their own zone. */
function ofPerson(
  { userId, role, timeZone: own }: Session,
  timeZone: string,
  holders: readonly (Asker['holds'][number] & { readonly userId: string })[],
): Asker {
  return {
    actor: { kind: 'person', id: userId },
    role,
    holds: holders.filter((holder) => holder.userId === userId),
    timeZone: own ?? timeZone,
  };
}

function ofToken({ id, kind, scopes }: ShownToken, timeZone: string): Asker {
  const role = ROLE_BY_SCOPE.find(({ scope }) => scopes.includes(scope))?.role ?? 'none';
  return { actor: { kind, id }, role, holds: [], timeZone };
}

/** The widest first. */
const ROLE_BY_SCOPE = [
  { scope: 'work:manage', role: 'manager' },
  { scope: 'work:act', role: 'operator' },
  { scope: 'work:read', role: 'reader' },
] as const satisfies readonly { readonly scope: string; readonly role: WorkRole }[];
