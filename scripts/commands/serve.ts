/** `opsbook serve`: the built portal, behind sign-in. */
import { Command } from 'commander';
import { repairOutput } from '../../src/build/output-folder.ts';
import { auditTo } from '../../src/server/audit.ts';
import { startServer } from '../../src/server/main.ts';
import type { CommandContext } from '../terminal/terminal.ts';
import { withConfig } from '../terminal/with-config.ts';

interface ServeOptions {
  readonly dist?: string;
}

export const serveCommand = (context: CommandContext) =>
  new Command('serve')
    .option('--dist <dir>', 'the built output (default: OPSBOOK_DIST, else dist)')
    .action((options: ServeOptions) => serve(options, context));

/**
 * Starts the portal as the environment says and prints its address, on the very first start with
 * the first account.
 *
 * @throws UserError when it cannot start.
 */
export async function serve({ dist }: ServeOptions, context: CommandContext): Promise<void> {
  const { stdout, stderr, progress } = context;
  progress.show('Starting the portal');
  await withConfig(
    context,
    async (config) => {
      repairOutput(config.dist, (sentence) => stderr.write(`${sentence}\n`));
      const { url, firstAccount } = await startServer(config, {
        audit: auditTo(stderr, config.logFormat),
      });
      stdout.write(`${url}\n`);
      if (firstAccount) {
        stdout.write(
          `\nSign in as         ${firstAccount.email}\n` +
            `One-time password  ${firstAccount.password}\n` +
            'You choose your own after signing in. This is shown only now.\n',
        );
      }
    },
    dist === undefined ? {} : { OPSBOOK_DIST: dist },
  );
}
