/** `opsbook users`: who may sign in. Works beside a running server, which obeys at once. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { CommandError } from '../../src/diagnostics/user-error.ts';
import type { AdministrationEvent } from '../../src/server/audit.ts';
import { AccountError, type Accounts } from '../../src/server/identity/accounts.ts';
import { administer } from '../terminal/administer.ts';

type Change = Pick<AdministrationEvent, 'event' | 'account'>;

export const usersCommand = new Command('users').description('manage who may sign in');

usersCommand
  .command('list')
  .description('list the accounts')
  .option('--json', 'as JSON')
  .action(({ json }: { json?: true }) =>
    run(({ list }) => {
      if (json) process.stdout.write(`${JSON.stringify(list(), null, 2)}\n`);
      else for (const account of list()) console.log(`${account.email}${remarks(account)}`);
      return [];
    }),
  );

usersCommand
  .command('add <email>')
  .description('create an account and show its one-time password')
  .action((email: string) =>
    run(async ({ add }) => {
      showPassword(await add(email));
      return [{ event: 'account-added', account: email }];
    }),
  );

usersCommand
  .command('reset <email>')
  .description('replace the password by a one-time password and sign the person out')
  .action((email: string) =>
    run(async ({ reset }) => {
      showPassword(await reset(email));
      return [{ event: 'account-reset', account: email }];
    }),
  );

usersCommand
  .command('disable <email>')
  .description('sign the person out and refuse them from now on')
  .action((email: string) =>
    run(({ disable }) => {
      disable(email);
      return [{ event: 'account-disabled', account: email }];
    }),
  );

usersCommand
  .command('enable <email>')
  .description('let a disabled person in again')
  .action((email: string) =>
    run(({ enable }) => {
      enable(email);
      return [{ event: 'account-enabled', account: email }];
    }),
  );

usersCommand
  .command('export')
  .description('print all accounts as JSON, password hashes included: keep it secret')
  .action(() =>
    run((accounts) => {
      process.stdout.write(`${JSON.stringify(accounts.export(), null, 2)}\n`);
      return [{ event: 'accounts-exported' }];
    }),
  );

usersCommand
  .command('import <file>')
  .description('add the accounts of an export; `-` reads standard input')
  .action((file: string) =>
    run(async (accounts) => {
      const { added, kept } = await accounts.import(readJson(file));
      process.stderr.write(`Added ${added.length}, left ${kept.length} as they were.\n`);
      return added.map((account) => ({ event: 'account-imported', account }));
    }),
  );

async function run(
  work: (accounts: Accounts) => readonly Change[] | Promise<readonly Change[]>,
): Promise<void> {
  await administer(async ({ accounts }) => {
    try {
      return await work(accounts);
    } catch (error) {
      if (error instanceof AccountError) throw new CommandError(error.message);
      throw error;
    }
  });
}

function showPassword(password: string): void {
  console.log(password);
  process.stderr.write('This one-time password is shown only now; it is replaced at sign-in.\n');
}

function remarks(account: ReturnType<Accounts['list']>[number]): string {
  const words = [
    account.disabled && 'disabled',
    account.isExternal && 'identity provider',
    account.mustChangePassword && 'one-time password',
  ].filter((word) => word !== false);
  return words.length === 0 ? '' : `  (${words.join(', ')})`;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`Cannot read accounts from \`${file}\`: ${reason}`);
  }
}
