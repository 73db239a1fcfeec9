/** Accounts as the database has them: a person, and how they sign in. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { WORK_ROLES, type WorkRole } from '../../../schemas/work-roles.ts';
import type { Database, DatabaseTransaction } from '../database/connection.ts';
import type { AccountsFile } from './accounts-file.ts';
import { PASSWORD_PROVIDER_ID } from './better-auth.ts';
import { OIDC_PROVIDER_ID } from './oidc.ts';

/** An administrator asked for what cannot be done; the message says why. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
}

/** Whoever begins with an installation can give roles to the others. */
export const FIRST_ROLE: WorkRole = 'administrator';

/**
 * Holds the account and every administrator until the transaction ends, in one order: of two who
 * each take the role from the other, the second finds that it would be the last.
 */
export async function holdAccount(trx: DatabaseTransaction, email: string): Promise<void> {
  await trx
    .selectFrom('user')
    .select('id')
    .where((row) =>
      row.or([row('email', '=', email.trim().toLowerCase()), row('role', '=', FIRST_ROLE)]),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** @throws AccountError when nobody else could give roles any more. */
export async function keepAdministrator(
  trx: DatabaseTransaction,
  { id, email, role, disabled }: AccountRow,
  advice: string,
): Promise<void> {
  if (role !== FIRST_ROLE || disabled) return;
  const others = (await accountRows(trx)).filter(
    (other) => other.id !== id && other.role === FIRST_ROLE && !other.disabled,
  );
  if (others.length > 0) return;
  throw new AccountError(`\`${email}\` is the last administrator — ${advice}.`);
}

/** @throws AccountError when there is none of the address. */
export async function findAccount(db: Database, email: string): Promise<AccountRow> {
  const wanted = email.trim().toLowerCase();
  const found = (await accountRows(db)).find((row) => row.email === wanted);
  if (found === undefined) throw new AccountError(`There is no account \`${wanted}\`.`);
  return found;
}

/** All of them, by e-mail address. */
export async function accountRows(db: Database): Promise<readonly AccountRow[]> {
  const rows = await db
    .selectFrom('user')
    .leftJoin('account as local', (join) =>
      join.onRef('local.userId', '=', 'user.id').on('local.providerId', '=', PASSWORD_PROVIDER_ID),
    )
    .leftJoin('account as external', (join) =>
      join
        .onRef('external.userId', '=', 'user.id')
        .on('external.providerId', '=', OIDC_PROVIDER_ID),
    )
    .select([
      'user.id',
      'user.email',
      'user.role',
      'user.timeZone',
      'user.disabled',
      'user.mustChangePassword',
      'user.oneTimePasswordUsed',
      'local.password as passwordHash',
      'external.accountId as externalId',
    ])
    .execute();
  // Databases sort texts each in their own way.
  return z
    .array(accountRow)
    .parse(rows)
    .sort((a, b) => (a.email < b.email ? -1 : 1));
}

function newId(): string {
  return randomBytes(24).toString('base64url');
}

const absentWhenNull = z
  .string()
  .nullable()
  .transform((text) => text ?? undefined);

const accountRow = z.object({
  id: z.string(),
  email: z.string(),
  role: z.enum(WORK_ROLES),
  timeZone: absentWhenNull,
  disabled: z.number().transform(Boolean),
  mustChangePassword: z.number().transform(Boolean),
  oneTimePasswordUsed: z.number().transform((used) => (used ? (true as const) : undefined)),
  passwordHash: absentWhenNull,
  externalId: absentWhenNull,
});

export type AccountRow = z.infer<typeof accountRow>;

/** Adds an account; false when there is one of this address. */
export async function insertAccount(
  trx: DatabaseTransaction,
  account: AccountsFile['accounts'][number],
  now: string,
): Promise<boolean> {
  const { email, role, disabled, mustChangePassword } = account;
  const userId = newId();
  const dates = { createdAt: now, updatedAt: now };
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('user')
    .values({
      id: userId,
      name: email,
      email,
      emailVerified: 1,
      role,
      timeZone: account.timeZone ?? null,
      mustChangePassword: Number(mustChangePassword),
      oneTimePasswordUsed: Number(account.oneTimePasswordUsed ?? false),
      disabled: Number(disabled),
      ...dates,
    })
    // Another administrator may have been quicker.
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return false;
  const { passwordHash, externalId } = account;
  const logins = [
    { providerId: PASSWORD_PROVIDER_ID, accountId: userId, password: passwordHash },
    { providerId: OIDC_PROVIDER_ID, accountId: externalId, password: null },
  ];
  for (const { providerId, accountId, password } of logins) {
    if (accountId === undefined || password === undefined) continue;
    const login = { id: newId(), accountId, providerId, userId, password, ...dates };
    await trx.insertInto('account').values(login).execute();
  }
  return true;
}
