/**
 * The people who may sign in, as an administrator sees them. Works on the database alone, beside a
 * running server, which notices every change at its next request. Each change is one transaction,
 * with what the audit log will say of it: killed at any moment, all of it is there or nothing.
 */
import type { Updateable } from 'kysely';
import { z } from 'zod';
import type { WorkRole } from '../../../schemas/work-roles.ts';
import type { AdministrationEvent } from '../audit.ts';
import type { Database, DatabaseTransaction } from '../database/connection.ts';
import type { DatabaseHealth } from '../database/database-health.ts';
import type { UserTable } from '../database/tables.ts';
import { administratorResetLetter } from './account-letters.ts';
import {
  AccountError,
  type AccountRow,
  accountRows,
  FIRST_ROLE,
  findAccount,
  holdAccount,
  insertAccount,
  keepAdministrator,
} from './account-rows.ts';
import { type AccountsFile, accountsFile } from './accounts-file.ts';
import type { AuditQueue } from './audit-queue.ts';
import { PASSWORD_PROVIDER_ID } from './better-auth.ts';
import type { Notices } from './notices.ts';
import type { PasswordHashing } from './password-hash.ts';
import { readablePassword } from './readable-password.ts';
import { newResetToken, type ResetLinks } from './reset-links.ts';
import type { SecondFactors } from './second-factors.ts';
import type { Sessions } from './sessions.ts';
import type { Throttle } from './throttle.ts';
import { timeZone } from './time-zone.ts';

export interface Accounts {
  /** Every account, by e-mail address. */
  list(): Promise<readonly Account[]>;
  /**
   * Creates an account and returns its one-time password. The very first is an administrator, others
   * are readers, unless `role` says otherwise.
   */
  add(email: string, role?: WorkRole): Promise<string>;
  /** Creates the account of a new installation; undefined when there is one already. */
  addFirst(email: string): Promise<string | undefined>;
  /**
   * Gives the account a new one-time password, ends its sessions and its waiting times; returns the
   * password.
   */
  reset(email: string): Promise<string>;
  /**
   * As `reset`, but nobody is told a password: returns what stands in the address of a link, good for
   * a day and once, by which the person chooses one. It is mailed, too, where mail is sent.
   */
  resetByLink(email: string): Promise<string>;
  /** Signs the person out everywhere. */
  endSessions(email: string): Promise<void>;
  /**
   * Takes away every second factor of the account, backup codes included, and ends its sessions;
   * returns how many there were.
   */
  resetSecondFactor(email: string): Promise<number>;
  /** What the person may do in the workspace; the last administrator stays one. */
  setRole(email: string, role: WorkRole): Promise<void>;
  /** The IANA zone whose day it is for the person; undefined for that of the portal. */
  setTimeZone(email: string, timeZone: string | undefined): Promise<void>;
  /** Ends every session of the account and refuses it new ones. */
  disable(email: string): Promise<void>;
  enable(email: string): Promise<void>;
  /** Takes the account away, with its sessions; whoever has the last one keeps it. */
  remove(email: string): Promise<void>;
  /** Ends the waiting times that wrong passwords have brought on the account. */
  unblock(email: string): Promise<void>;
  /** Everything needed to open the same accounts elsewhere, password hashes included. */
  export(): Promise<AccountsFile>;
  /** Adds the accounts of an export, all or none; those that are here already stay as they are. */
  import(file: unknown): Promise<Imported>;
}

export interface Account {
  /** Stays the same, and is what the history of work keeps. */
  readonly id: string;
  readonly email: string;
  readonly role: WorkRole;
  readonly timeZone: string | undefined;
  readonly disabled: boolean;
  readonly mustChangePassword: boolean;
  /** True for people who sign in with the identity provider and have no password here. */
  readonly isExternal: boolean;
  /** Whether signing in takes more than the password. */
  readonly hasSecondFactor: boolean;
}

export interface Imported {
  readonly added: readonly string[];
  readonly kept: readonly string[];
}

export interface AccountServices {
  readonly passwords: PasswordHashing;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly resetLinks: ResetLinks;
  readonly notices: Notices;
  /** The address of the page that a token of a link opens. */
  readonly linkAddress: (token: string) => string;
  readonly factors: SecondFactors;
  readonly auditQueue: AuditQueue;
  readonly health: DatabaseHealth;
  readonly clock: () => number;
}

export function openAccounts(db: Database, services: AccountServices): Accounts {
  const { passwords, sessions, throttle, factors, resetLinks, notices, linkAddress } = services;
  const { auditQueue, health, clock } = services;
  const now = () => new Date(clock()).toISOString();

  const record = (
    trx: DatabaseTransaction,
    event: AdministrationEvent['event'],
    more: Pick<AdministrationEvent, 'account' | 'role'> = {},
  ) => auditQueue.add(trx, { event, ...more });

  const update = (trx: DatabaseTransaction, id: string, set: Updateable<UserTable>) =>
    trx
      .updateTable('user')
      .set({ ...set, updatedAt: now() })
      .where('id', '=', id)
      .execute();

  /** One change of one account. */
  async function change(
    email: string,
    event: AdministrationEvent['event'],
    work: (trx: DatabaseTransaction, found: AccountRow) => Promise<unknown>,
    more: Pick<AdministrationEvent, 'role'> = {},
  ): Promise<void> {
    await health.write(async (trx) => {
      await holdAccount(trx, email);
      const found = await findAccount(trx, email);
      await work(trx, found);
      await record(trx, event, { account: found.email, ...more });
    });
  }

  async function newPasswordOf(email: string) {
    const { passwordHash } = await findAccount(db, email);
    if (passwordHash === undefined) {
      throw new AccountError(
        `\`${email}\` signs in with the identity provider and has no password here — ` +
          'change it there.',
      );
    }
    const password = readablePassword();
    return { password, hash: await passwords.hash(password) };
  }

  /** The one that was chosen ends, and with it all sessions, links and waiting times. */
  async function replacePassword(trx: DatabaseTransaction, found: AccountRow, hash: string) {
    await trx
      .updateTable('account')
      .set({ password: hash, updatedAt: now() })
      .where('userId', '=', found.id)
      .where('providerId', '=', PASSWORD_PROVIDER_ID)
      .execute();
    await update(trx, found.id, { mustChangePassword: 1, oneTimePasswordUsed: 0 });
    await sessions.endAll(trx, found.id);
    await resetLinks.end(trx, found.id);
    await throttle.unblock(trx, found.email);
  }

  async function newAccount(email: string, role: WorkRole) {
    const password = readablePassword();
    const passwordHash = await passwords.hash(password);
    const account = { email, role, disabled: false, mustChangePassword: true, passwordHash };
    return { password, account };
  }

  return {
    async list() {
      const rows = await accountRows(db);
      const having = await db.selectFrom('secondFactor').select('userId').distinct().execute();
      const have = new Set(having.map(({ userId }) => userId));
      return rows.map(({ passwordHash, externalId: _, oneTimePasswordUsed: __, ...account }) => ({
        ...account,
        isExternal: passwordHash === undefined,
        hasSecondFactor: have.has(account.id),
      }));
    },

    async add(wanted, role) {
      const email = wanted.trim().toLowerCase();
      if (!z.email().safeParse(email).success) {
        throw new AccountError(`\`${wanted}\` is not an e-mail address.`);
      }
      const { password, account } = await newAccount(email, role ?? 'reader');
      await health.write(async (trx) => {
        const isFirst = (await accountRows(trx)).length === 0;
        const first = role === undefined && isFirst ? { role: FIRST_ROLE } : {};
        if (!(await insertAccount(trx, { ...account, ...first }, now()))) {
          throw new AccountError(`There is an account \`${email}\` already.`);
        }
        await record(trx, 'account-added', { account: email });
      });
      return password;
    },

    async addFirst(email) {
      if ((await accountRows(db)).length > 0) return undefined;
      const { password, account } = await newAccount(email, FIRST_ROLE);
      // Asked again: another first start may have come in between.
      return health.write(async (trx) => {
        if ((await accountRows(trx)).length > 0) return undefined;
        return (await insertAccount(trx, account, now())) ? password : undefined;
      });
    },

    async resetByLink(email) {
      const { hash } = await newPasswordOf(email);
      const token = newResetToken();
      await change(email, 'reset-link-made', async (trx, found) => {
        if (found.disabled) {
          throw new AccountError(`\`${found.email}\` is disabled — enable the account first.`);
        }
        await replacePassword(trx, found, hash);
        const link = {
          userId: found.id,
          madeBy: 'administrator',
          lifetimeMs: LINK_LIFETIME_MS,
        } as const;
        await resetLinks.keep(trx, token, link);
        const letter = administratorResetLetter(linkAddress(token));
        const expiresAt = clock() + LINK_LIFETIME_MS;
        const kind = 'administrator-reset-link';
        await notices.tell(trx, { kind, to: found.email, letter, expiresAt });
      });
      return token;
    },

    endSessions: (email) =>
      change(email, 'account-sessions-ended', (trx, { id }) => sessions.endAll(trx, id)),

    async reset(email) {
      const { password, hash } = await newPasswordOf(email);
      await change(email, 'account-reset', async (trx, found) => {
        await replacePassword(trx, found, hash);
        await notices.passwordEnded(trx, found.id);
      });
      return password;
    },

    async resetSecondFactor(email) {
      let removed = 0;
      await change(email, 'account-second-factor-reset', async (trx, found) => {
        removed = await factors.removeAll(trx, found.id);
        if (removed === 0) throw new AccountError(`\`${found.email}\` has no second factor.`);
        await notices.secondFactorChanged(trx, found.id, 'reset');
        await sessions.endAll(trx, found.id);
        await throttle.unblock(trx, found.email);
      });
      return removed;
    },

    setRole: (email, role) =>
      change(
        email,
        'account-role-changed',
        async (trx, found) => {
          if (role !== FIRST_ROLE) await keepAdministrator(trx, found, 'give it to another first');
          await update(trx, found.id, { role });
        },
        { role },
      ),

    async setTimeZone(email, wanted) {
      const problem = wanted === undefined ? undefined : timeZone.safeParse(wanted).error;
      if (problem) throw new AccountError(problem.issues[0]?.message);
      await change(email, 'account-time-zone-changed', (trx, { id }) =>
        update(trx, id, { timeZone: wanted ?? null }),
      );
    },

    disable: (email) =>
      change(email, 'account-disabled', async (trx, { id }) => {
        // The mark alone keeps the person out; their sessions go so that `enable` opens none again.
        await update(trx, id, { disabled: 1 });
        await sessions.endAll(trx, id);
        await resetLinks.end(trx, id);
      }),

    enable: (email) =>
      change(email, 'account-enabled', (trx, { id }) => update(trx, id, { disabled: 0 })),

    remove: (email) =>
      change(email, 'account-removed', async (trx, found) => {
        if (found.externalId !== undefined) {
          throw new AccountError(
            `\`${email}\` signs in with the identity provider and would be added again there — ` +
              'disable the account instead.',
          );
        }
        if ((await accountRows(trx)).length === 1) {
          throw new AccountError(`\`${email}\` is the only account — add another first.`);
        }
        await keepAdministrator(trx, found, 'make another one first');
        await sessions.endAll(trx, found.id);
        await resetLinks.end(trx, found.id);
        await factors.removeAll(trx, found.id);
        await trx.deleteFrom('account').where('userId', '=', found.id).execute();
        await trx.deleteFrom('user').where('id', '=', found.id).execute();
      }),

    unblock: (email) =>
      change(email, 'account-unblocked', (trx, found) => throttle.unblock(trx, found.email)),

    export: () =>
      health.write(async (trx) => {
        await record(trx, 'accounts-exported');
        const accounts = (await accountRows(trx)).map(({ id: _, ...account }) => account);
        return { version: 1, accounts };
      }),

    async import(file) {
      const parsed = accountsFile.safeParse(file);
      if (!parsed.success) {
        const [problem] = parsed.error.issues;
        const place = problem?.path.join('.') || 'the top';
        throw new AccountError(`This is no export of accounts: at ${place}, ${problem?.message}`);
      }
      return health.write(async (trx) => {
        const added: string[] = [];
        const kept: string[] = [];
        for (const account of parsed.data.accounts) {
          const { email } = account;
          const isNew = await insertAccount(trx, account, now());
          (isNew ? added : kept).push(email);
          if (isNew) await record(trx, 'account-imported', { account: email });
        }
        return { added, kept };
      });
    },
  };
}

/** Of a link that an administrator hands out. */
const LINK_LIFETIME_MS = 24 * 60 * 60 * 1000;
