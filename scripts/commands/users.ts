/** `opsbook users`: who may sign in. Works beside a running server, which obeys at once. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { WORK_ROLES, type WorkRole } from '../../schemas/work-roles.ts';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { AccountError } from '../../src/server/identity/account-rows.ts';
import type { Account, Accounts } from '../../src/server/identity/accounts.ts';
import { administer } from '../terminal/administer.ts';
import type { CommandContext, Terminal } from '../terminal/terminal.ts';

export function usersCommand(context: CommandContext): Command {
  const { stdout, stderr } = context;
  const run = (work: Work) => administerAccounts(context, work);
  const showPassword = (password: string) => {
    stdout.write(`${password}\n`);
    stderr.write('This one-time password is shown only now; it is replaced at sign-in.\n');
  };
  const users = new Command('users');

  users
    .command('list')
    .description('list the accounts')
    .option('--json', 'as JSON')
    .action(({ json }: { json?: true }) =>
      run(async ({ list }) => {
        const accounts = await list();
        if (json) stdout.write(`${JSON.stringify(accounts, null, 2)}\n`);
        else for (const account of accounts) stdout.write(`${account.email}${remarks(account)}\n`);
      }),
    );

  users
    .command('add <email>')
    .description('create an account and show its one-time password')
    .addOption(
      new Option('--role <role>', 'what the person may do in the workspace').choices(WORK_ROLES),
    )
    .action((email: string, { role }: { role?: WorkRole }) =>
      run(async ({ add }) => {
        showPassword(await add(email, role));
      }),
    );

  users
    .command('role')
    .description('change what a person may do in the workspace')
    .argument('<email>')
    .addArgument(new Argument('<role>', 'each includes the ones before it').choices(WORK_ROLES))
    .action((email: string, role: WorkRole) => run(({ setRole }) => setRole(email, role)));

  users
    .command('reset <email>')
    .description('replace the password by a one-time password and sign the person out')
    .action((email: string) =>
      run(async ({ reset }) => {
        showPassword(await reset(email));
      }),
    );

  users
    .command('reset-second-factor <email>')
    .description('take away every second factor and sign the person out; ask first who it is')
    .action((email: string) =>
      run(async ({ resetSecondFactor }) => {
        const count = await resetSecondFactor(email);
        const what = count === 1 ? 'one second factor' : `${count} second factors`;
        stderr.write(
          `Took away ${what} and the backup codes, and signed the person out: the password alone ` +
            'signs them in until they set up another.\n',
        );
      }),
    );

  users
    .command('disable <email>')
    .description('sign the person out and refuse them from now on')
    .action((email: string) => run(({ disable }) => disable(email)));

  users
    .command('enable <email>')
    .description('let a disabled person in again')
    .action((email: string) => run(({ enable }) => enable(email)));

  users
    .command('remove <email>')
    .description(
      'take an account away for good, after `opsbook work hand-over`; `disable` keeps it',
    )
    .action((email: string) =>
      run(async ({ remove }) => {
        await remove(email);
        stderr.write(
          'Removed. Documents and tasks that name the person stay as they are, and so does the log; ' +
            'tokens are not of a person and go on.\n',
        );
      }),
    );

  users
    .command('unblock <email>')
    .description('end the waiting times that wrong passwords have brought on an account')
    .action((email: string) => run(({ unblock }) => unblock(email)));

  users
    .command('export')
    .description('print all accounts as JSON, password hashes included: keep it secret')
    .action(() =>
      run(async (accounts) => {
        stdout.write(`${JSON.stringify(await accounts.export(), null, 2)}\n`);
      }),
    );

  users
    .command('import <file>')
    .description('add the accounts of an export; `-` reads standard input')
    .action((file: string) =>
      run(async (accounts) => {
        const { added, kept } = await accounts.import(readJson(file, context));
        stderr.write(`Added ${added.length}, left ${kept.length} as they were.\n`);
      }),
    );

  return users;
}

type Work = (accounts: Accounts) => void | Promise<void>;

async function administerAccounts(terminal: Terminal, work: Work): Promise<void> {
  await administer(terminal, async ({ accounts }) => {
    try {
      await work(accounts);
    } catch (error) {
      if (error instanceof AccountError) throw new UserError(error.message);
      throw error;
    }
  });
}

function remarks(account: Account): string {
  const words = [
    account.role,
    account.disabled && 'disabled',
    account.isExternal && 'identity provider',
    account.mustChangePassword && 'one-time password',
    account.hasSecondFactor && 'second factor',
  ].filter((word) => word !== false);
  return `  (${words.join(', ')})`;
}

function readJson(file: string, { cwd, readInput }: Terminal): unknown {
  try {
    return JSON.parse(file === '-' ? readInput() : readFileSync(resolve(cwd, file), 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot read accounts from \`${file}\`: ${reason}`);
  }
}
