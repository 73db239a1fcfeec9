/** What somebody still owes who has signed in with a password, and what opens meanwhile: nothing else. */
import type { WorkRole } from '../../../schemas/work-roles.ts';

/** In the order in which they are paid. */
export type Debt = 'second-factor' | 'password' | 'second-factor-set-up';

/** Who must have a second factor; everybody may. */
export const SECOND_FACTOR_REQUIREMENTS = ['administrators', 'everybody'] as const;
export type RequiredOf = (typeof SECOND_FACTOR_REQUIREMENTS)[number] | 'nobody';

export interface Debtor {
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  readonly provedBy: string | undefined;
  readonly mustChangePassword: boolean;
  readonly role: WorkRole;
}

/**
 * A new password comes after the second factor: whoever holds a one-time password alone must not get
 * to replace it. Of people who came by the identity provider nothing more is asked than it asked.
 */
export function debtOf(person: Debtor, requiredOf: RequiredOf): Debt | undefined {
  const isOurs = isSignedInHere(person);
  if (isOurs && person.hasSecondFactor && person.provedBy === undefined) return 'second-factor';
  if (person.mustChangePassword) return 'password';
  if (isOurs && !person.hasSecondFactor && isRequired(person.role, requiredOf)) {
    return 'second-factor-set-up';
  }
  return undefined;
}

/** With a password or passkey of this portal, not by the identity provider. */
export function isSignedInHere({
  hasPassword,
  provedBy,
}: Pick<Debtor, 'hasPassword' | 'provedBy'>): boolean {
  return hasPassword && provedBy !== 'provider';
}

export function isRequired(role: WorkRole, requiredOf: RequiredOf): boolean {
  return (
    requiredOf === 'everybody' || (requiredOf === 'administrators' && role === 'administrator')
  );
}
