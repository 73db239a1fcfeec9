/**
 * The people who may sign in, as an administrator sees them. Works on the database alone, beside a
 * running server, which notices every change at its next request.
 */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type AccountsFile, accountsFile } from './accounts-file.ts';
import { type BetterAuth, PASSWORD_PROVIDER_ID } from './better-auth.ts';
import { inTransaction } from './database.ts';
import { OIDC_PROVIDER_ID } from './oidc.ts';
import { readablePassword } from './readable-password.ts';

export interface Accounts {
  /** Every account, by e-mail address. */
  list(): readonly Account[];
  /** Creates an account and returns its one-time password. */
  add(email: string): Promise<string>;
  /** Gives the account a new one-time password and ends its sessions; returns the password. */
  reset(email: string): Promise<string>;
  /** Ends every session of the account and refuses it new ones. */
  disable(email: string): void;
  enable(email: string): void;
  /** Everything needed to open the same accounts elsewhere, password hashes included. */
  export(): AccountsFile;
  /** Adds the accounts of an export, all or none; those that are here already stay as they are. */
  import(file: unknown): Promise<Imported>;
}

export interface Account {
  readonly email: string;
  readonly disabled: boolean;
  readonly mustChangePassword: boolean;
  /** True for people who sign in with the identity provider and have no password here. */
  readonly isExternal: boolean;
}

export interface Imported {
  readonly added: readonly string[];
  readonly kept: readonly string[];
}

/** An administrator asked for what cannot be done; the message says why. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
}

export function openAccounts(database: DatabaseSync, { context }: BetterAuth): Accounts {
  const everyone = database.prepare(
    `SELECT user.id, user.email, user.disabled, user.mustChangePassword,
            local.password AS passwordHash, external.accountId AS externalId
     FROM user
     LEFT JOIN account local ON local.userId = user.id AND local.providerId = '${PASSWORD_PROVIDER_ID}'
     LEFT JOIN account external ON external.userId = user.id AND external.providerId = '${OIDC_PROVIDER_ID}'
     ORDER BY user.email`,
  );
  const mark = database.prepare('UPDATE user SET disabled = ? WHERE id = ?');
  const demandChange = database.prepare('UPDATE user SET mustChangePassword = 1 WHERE id = ?');
  const setPassword = database.prepare(
    `UPDATE account SET password = ? WHERE userId = ? AND providerId = '${PASSWORD_PROVIDER_ID}'`,
  );
  const endSessions = database.prepare('DELETE FROM session WHERE userId = ?');

  const rows = () => z.array(accountRow).parse(everyone.all());

  function find(email: string) {
    const wanted = email.trim().toLowerCase();
    const found = rows().find((row) => row.email === wanted);
    if (found === undefined) throw new AccountError(`There is no account \`${wanted}\`.`);
    return found;
  }

  async function insert(account: AccountsFile['accounts'][number]): Promise<void> {
    const { email, disabled, mustChangePassword, passwordHash, externalId } = account;
    const user = await context.internalAdapter.createUser({
      email,
      name: email,
      emailVerified: true,
      mustChangePassword,
      disabled,
    });
    const base = { userId: user.id };
    if (passwordHash !== undefined) {
      const local = { ...base, providerId: PASSWORD_PROVIDER_ID, accountId: user.id };
      await context.internalAdapter.linkAccount({ ...local, password: passwordHash });
    }
    if (externalId !== undefined) {
      const external = { ...base, providerId: OIDC_PROVIDER_ID, accountId: externalId };
      await context.internalAdapter.linkAccount(external);
    }
  }

  return {
    list: () =>
      rows().map(({ email, disabled, mustChangePassword, passwordHash }) => ({
        email,
        disabled,
        mustChangePassword,
        isExternal: passwordHash === undefined,
      })),

    async add(wanted) {
      const email = wanted.trim().toLowerCase();
      if (!z.email().safeParse(email).success) {
        throw new AccountError(`\`${wanted}\` is not an e-mail address.`);
      }
      if (rows().some((row) => row.email === email)) {
        throw new AccountError(`There is an account \`${email}\` already.`);
      }
      const password = readablePassword();
      const passwordHash = await context.password.hash(password);
      await insert({ email, disabled: false, mustChangePassword: true, passwordHash });
      return password;
    },

    async reset(email) {
      const { id, passwordHash } = find(email);
      if (passwordHash === undefined) {
        throw new AccountError(
          `\`${email}\` signs in with the identity provider and has no password here — ` +
            'change it there.',
        );
      }
      const password = readablePassword();
      const hash = await context.password.hash(password);
      await inTransaction(database, () => {
        setPassword.run(hash, id);
        demandChange.run(id);
        endSessions.run(id);
      });
      return password;
    },

    disable(email) {
      const { id } = find(email);
      // The mark alone keeps the person out; their sessions go so that `enable` opens none again.
      mark.run(1, id);
      endSessions.run(id);
    },

    enable: (email) => void mark.run(0, find(email).id),

    export: () => ({
      version: 1,
      accounts: rows().map(({ id: _, ...account }) => account),
    }),

    async import(file) {
      const parsed = accountsFile.safeParse(file);
      if (!parsed.success) {
        const [problem] = parsed.error.issues;
        const place = problem?.path.join('.') || 'the top';
        throw new AccountError(`This is no export of accounts: at ${place}, ${problem?.message}`);
      }
      const here = new Set(rows().map(({ email }) => email));
      const added: string[] = [];
      const kept: string[] = [];
      await inTransaction(database, async () => {
        for (const account of parsed.data.accounts) {
          if (here.has(account.email)) kept.push(account.email);
          else await insert(account);
          if (!here.has(account.email)) added.push(account.email);
          here.add(account.email);
        }
      });
      return { added, kept };
    },
  };
}

const absentWhenNull = z
  .string()
  .nullable()
  .transform((text) => text ?? undefined);

const accountRow = z.object({
  id: z.string(),
  email: z.string(),
  disabled: z.number().transform(Boolean),
  mustChangePassword: z.number().transform(Boolean),
  passwordHash: absentWhenNull,
  externalId: absentWhenNull,
});
