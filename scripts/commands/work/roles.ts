/** `opsbook work roles`: who holds the roles of workflows. */
import { Command } from 'commander';
import { SYSTEM } from '../../../src/workspace/asker.ts';
import {
  addRoleHolder,
  listRoleHolders,
  removeRoleHolder,
} from '../../../src/workspace/role-holders.ts';
import { openWorkspace } from '../../terminal/open-workspace.ts';
import type { CommandContext } from '../../terminal/terminal.ts';

interface HoldingOptions {
  readonly for?: string;
}

export function rolesCommand(context: CommandContext): Command {
  const { stdout, stderr } = context;
  const roles = new Command('roles').description('see to who holds the roles of workflows');

  roles
    .command('list')
    .description('list who holds which role')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: true }) => {
      const holders = await openWorkspace(context, async ({ store, people }) =>
        listRoleHolders(store, SYSTEM, await people()),
      );
      if (json) stdout.write(`${JSON.stringify(holders, null, 2)}\n`);
      for (const { role, email, value } of json ? [] : holders) {
        const who = email === '' ? '(an account that is gone)' : email;
        stdout.write(`${role}  ${who}${value === undefined ? '' : `  for ${value}`}\n`);
      }
    });

  roles
    .command('add <role> <email>')
    .description('give somebody a role')
    .option('--for <value>', 'the value it is held for; left out, all')
    .action(async (role: string, email: string, { for: value }: HoldingOptions) => {
      await openWorkspace(context, async ({ store, publication, people }) =>
        addRoleHolder(store, await publication(), SYSTEM, {
          people: await people(),
          role,
          email,
          ...(value !== undefined && { value }),
        }),
      );
      stderr.write('Given. It counts from the next request on.\n');
    });

  roles
    .command('remove <role> <email>')
    .description('take a role away')
    .option('--for <value>', 'the value it is held for')
    .action(async (role: string, email: string, { for: value }: HoldingOptions) => {
      await openWorkspace(context, async ({ store, people }) =>
        removeRoleHolder(store, SYSTEM, {
          people: await people(),
          role,
          email,
          ...(value !== undefined && { value }),
        }),
      );
      stderr.write('Taken away.\n');
    });

  return roles;
}
