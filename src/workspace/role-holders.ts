/** Who holds the roles of templates, everywhere or for one value, kept by managers. */
import { nearest } from '../diagnostics/suggest.ts';
import { didYouMean, listing, quote } from '../diagnostics/wording.ts';
import type { WorkflowTemplate } from '../workflow/index.ts';
import { type Asker, demand } from './asker.ts';
import { Problem } from './problem.ts';
import type { Published } from './published.ts';
import type { Store } from './store.ts';

/** E-mail address of each account by the id that is kept. */
export type People = ReadonlyMap<string, string>;

export interface RoleHolding {
  readonly role: string;
  /** Empty for an account that there is no longer. */
  readonly email: string;
  /** Value it is held for; absent for all. */
  readonly value?: string;
}

/** @throws Problem `forbidden`. */
export async function listRoleHolders(
  store: Store,
  asker: Asker,
  people: People,
): Promise<readonly RoleHolding[]> {
  demand(asker, 'see');
  return (await store.roleHolders()).map(({ role, userId, value }) => ({
    role,
    email: people.get(userId) ?? '',
    ...(value !== '' && { value }),
  }));
}

/** @throws Problem `forbidden`, `not-found` for a role or an account that there is not. */
export async function addRoleHolder(
  store: Store,
  published: Published,
  asker: Asker,
  { people, ...holding }: RoleHolding & { readonly people: People },
): Promise<void> {
  demand(asker, 'keep-register');
  const { role, email, value = '' } = holding;
  const roles = rolesOf(published.templates);
  if (!roles.includes(role)) {
    const known = roles.length > 0 ? `There are ${listing(roles.map(quote))}.` : 'There is none.';
    const sentence = `No workflow has a role ${quote(role)}. ${known}${didYouMean(nearest(role, roles))}`;
    throw new Problem('not-found', sentence, { field: 'role' });
  }
  const userId = accountOf(people, email);
  await store.setRoleHolder({ role, userId, value: value.trim() }, true);
}

/** Also of a role that no workflow has any more. @throws Problem `forbidden`, `not-found`. */
export async function removeRoleHolder(
  store: Store,
  asker: Asker,
  { people, role, email, value = '' }: RoleHolding & { readonly people: People },
): Promise<void> {
  demand(asker, 'keep-register');
  const userId = accountOf(people, email);
  const held = { role, userId, value: value.trim() };
  const isHeld = (await store.roleHolders()).some(
    (each) => each.role === role && each.userId === userId && each.value === held.value,
  );
  if (!isHeld) {
    const whatFor = held.value === '' ? '' : ` for ${quote(held.value)}`;
    throw new Problem(
      'not-found',
      `${quote(email)} does not hold the role ${quote(role)}${whatFor}.`,
    );
  }
  await store.setRoleHolder(held, false);
}

/** Every role that a template names, by name. */
function rolesOf(templates: readonly WorkflowTemplate[]): string[] {
  const roles = templates.flatMap((template) => {
    const { defaultAssigneeId, inputs = [], taskDefinitions } = template;
    const fields = [...inputs, ...taskDefinitions.flatMap(({ form = [] }) => form)];
    return [
      ...Object.keys(template.roles ?? {}),
      defaultAssigneeId ?? '',
      ...taskDefinitions.map(({ assigneeId = '' }) => assigneeId),
      ...fields.flatMap(({ visibleTo = [] }) => visibleTo),
    ];
  });
  return [...new Set(roles)].filter((role) => role !== '').sort();
}

/** @throws Problem `not-found`. */
export function accountOf(people: People, email: string): string {
  const wanted = email.trim().toLowerCase();
  const found = [...people].find(([, each]) => each === wanted)?.[0];
  if (found !== undefined) return found;
  throw new Problem('not-found', `There is no account ${quote(wanted)}.`, { field: 'email' });
}
