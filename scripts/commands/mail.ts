/** `opsbook mail`: whether the mail server that the environment names takes mails. */
import { Command } from 'commander';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { sendTestMail } from '../../src/server/mail/send-test-mail.ts';
import type { CommandContext } from '../terminal/terminal.ts';
import { withConfig } from '../terminal/with-config.ts';

export function mailCommand(context: CommandContext): Command {
  const mail = new Command('mail');

  mail
    .command('test <address>')
    .description('send a mail and tell what the mail server said')
    .action((address: string) =>
      withConfig(context, async (config) => {
        const { isSent, said } = await sendTestMail(config, address);
        if (!isSent) throw new UserError(said);
        context.stdout.write(`${said}\n`);
      }),
    );

  return mail;
}
