/**
 * The people who may sign in, as an administrator sees them. Works on the database alone, beside a
 * running server, which notices every change at its next request. Each change is one transaction,
 * with what the audit log will say of it: killed at any moment, all of it is there or nothing.
 */
import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { AdministrationEvent } from '../audit.ts';
import { inTransaction } from '../database/sqlite-file.ts';
import { type AccountsFile, accountsFile } from './accounts-file.ts';
import type { AuditQueue } from './audit-queue.ts';
import { PASSWORD_PROVIDER_ID } from './better-auth.ts';
import { OIDC_PROVIDER_ID } from './oidc.ts';
import type { PasswordHashing } from './password-hash.ts';
import { readablePassword } from './readable-password.ts';
import type { Sessions } from './sessions.ts';
import type { Throttle } from './throttle.ts';

export interface Accounts {
  /** Every account, by e-mail address. */
  list(): readonly Account[];
  /** Creates an account and returns its one-time password. */
  add(email: string): Promise<string>;
  /** Creates the account of a new installation; undefined when there is one already. */
  addFirst(email: string): Promise<string | undefined>;
  /**
   * Gives the account a new one-time password, ends its sessions and its waiting times; returns the
   * password.
   */
  reset(email: string): Promise<string>;
  /** Ends every session of the account and refuses it new ones. */
  disable(email: string): void;
  enable(email: string): void;
  /** Takes the account away, with its sessions; whoever has the last one keeps it. */
  remove(email: string): void;
  /** Ends the waiting times that wrong passwords have brought on the account. */
  unblock(email: string): void;
  /** Everything needed to open the same accounts elsewhere, password hashes included. */
  export(): AccountsFile;
  /** Adds the accounts of an export, all or none; those that are here already stay as they are. */
  import(file: unknown): Imported;
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

export interface AccountServices {
  readonly passwords: PasswordHashing;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly auditQueue: AuditQueue;
  readonly clock: () => number;
}

export function openAccounts(
  database: DatabaseSync,
  { passwords, sessions, throttle, auditQueue, clock }: AccountServices,
): Accounts {
  const everyone = database.prepare(
    `SELECT user.id, user.email, user.disabled, user.mustChangePassword,
            local.password AS passwordHash, external.accountId AS externalId
     FROM user
     LEFT JOIN account local ON local.userId = user.id AND local.providerId = '${PASSWORD_PROVIDER_ID}'
     LEFT JOIN account external ON external.userId = user.id AND external.providerId = '${OIDC_PROVIDER_ID}'
     ORDER BY user.email`,
  );
  const addUser = database.prepare(
    'INSERT INTO user (id, name, email, emailVerified, createdAt, updatedAt, mustChangePassword, ' +
      'disabled) VALUES ($id, $email, $email, 1, $now, $now, $mustChangePassword, $disabled)',
  );
  const addLogin = database.prepare(
    'INSERT INTO account (id, accountId, providerId, userId, password, createdAt, updatedAt) ' +
      'VALUES ($id, $accountId, $providerId, $userId, $password, $now, $now)',
  );
  const removeLogins = database.prepare('DELETE FROM account WHERE userId = ?');
  const removeUser = database.prepare('DELETE FROM user WHERE id = ?');
  const mark = database.prepare('UPDATE user SET disabled = ? WHERE id = ?');
  const demandChange = database.prepare('UPDATE user SET mustChangePassword = 1 WHERE id = ?');
  const setPassword = database.prepare(
    'UPDATE account SET password = ?, updatedAt = ? ' +
      `WHERE userId = ? AND providerId = '${PASSWORD_PROVIDER_ID}'`,
  );

  const rows = () => z.array(accountRow).parse(everyone.all());

  function find(email: string) {
    const wanted = email.trim().toLowerCase();
    const found = rows().find((row) => row.email === wanted);
    if (found === undefined) throw new AccountError(`There is no account \`${wanted}\`.`);
    return found;
  }

  function insert(account: AccountsFile['accounts'][number]): void {
    const { email, disabled, mustChangePassword, passwordHash, externalId } = account;
    const now = new Date(clock()).toISOString();
    const userId = newId();
    const flags = { mustChangePassword: Number(mustChangePassword), disabled: Number(disabled) };
    addUser.run({ id: userId, email, now, ...flags });
    const login = (providerId: string, accountId: string, password: string | null) =>
      addLogin.run({ id: newId(), accountId, providerId, userId, password, now });
    if (passwordHash !== undefined) login(PASSWORD_PROVIDER_ID, userId, passwordHash);
    if (externalId !== undefined) login(OIDC_PROVIDER_ID, externalId, null);
  }

  const record = (event: AdministrationEvent['event'], account?: string) =>
    auditQueue.add({ event, ...(account !== undefined && { account }) });

  /** One change of one account. */
  function change(email: string, event: AdministrationEvent['event'], work: (id: string) => void) {
    inTransaction(database, () => {
      const found = find(email);
      work(found.id);
      record(event, found.email);
    });
  }

  async function newAccount(email: string) {
    const password = readablePassword();
    const passwordHash = await passwords.hash(password);
    const account = { email, disabled: false, mustChangePassword: true, passwordHash };
    return { password, account };
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
      const { password, account } = await newAccount(email);
      inTransaction(database, () => {
        if (rows().some((row) => row.email === email)) {
          throw new AccountError(`There is an account \`${email}\` already.`);
        }
        insert(account);
        record('account-added', email);
      });
      return password;
    },

    async addFirst(email) {
      if (rows().length > 0) return undefined;
      const { password, account } = await newAccount(email);
      // Asked again: another first start may have come in between.
      return inTransaction(database, () => {
        if (rows().length > 0) return undefined;
        insert(account);
        return password;
      });
    },

    async reset(email) {
      const { passwordHash } = find(email);
      if (passwordHash === undefined) {
        throw new AccountError(
          `\`${email}\` signs in with the identity provider and has no password here — ` +
            'change it there.',
        );
      }
      const password = readablePassword();
      const hash = await passwords.hash(password);
      change(email, 'account-reset', (id) => {
        setPassword.run(hash, new Date(clock()).toISOString(), id);
        demandChange.run(id);
        sessions.endAll(id);
        throttle.unblock(find(email).email);
      });
      return password;
    },

    disable: (email) =>
      change(email, 'account-disabled', (id) => {
        // The mark alone keeps the person out; their sessions go so that `enable` opens none again.
        mark.run(1, id);
        sessions.endAll(id);
      }),

    enable: (email) => change(email, 'account-enabled', (id) => void mark.run(0, id)),

    remove: (email) =>
      change(email, 'account-removed', (id) => {
        if (find(email).externalId !== undefined) {
          throw new AccountError(
            `\`${email}\` signs in with the identity provider and would be added again there — ` +
              'disable the account instead.',
          );
        }
        if (rows().length === 1) {
          throw new AccountError(`\`${email}\` is the only account — add another first.`);
        }
        sessions.endAll(id);
        removeLogins.run(id);
        removeUser.run(id);
      }),

    unblock: (email) =>
      change(email, 'account-unblocked', () => throttle.unblock(find(email).email)),

    export() {
      record('accounts-exported');
      return { version: 1, accounts: rows().map(({ id: _, ...account }) => account) };
    },

    import(file) {
      const parsed = accountsFile.safeParse(file);
      if (!parsed.success) {
        const [problem] = parsed.error.issues;
        const place = problem?.path.join('.') || 'the top';
        throw new AccountError(`This is no export of accounts: at ${place}, ${problem?.message}`);
      }
      return inTransaction(database, () => {
        const here = new Set(rows().map(({ email }) => email));
        const added: string[] = [];
        const kept: string[] = [];
        for (const account of parsed.data.accounts) {
          const { email } = account;
          (here.has(email) ? kept : added).push(email);
          if (here.has(email)) continue;
          insert(account);
          record('account-imported', email);
          here.add(email);
        }
        return { added, kept };
      });
    },
  };
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
  disabled: z.number().transform(Boolean),
  mustChangePassword: z.number().transform(Boolean),
  passwordHash: absentWhenNull,
  externalId: absentWhenNull,
});
