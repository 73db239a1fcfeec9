/** The commands that build, serve and administer a portal: all that `opsbook` asks of `#portal`. */
import { packageVersion } from '../src/source/this-package.ts';
import { type CommandLoaders, runCommand } from './terminal/run-command.ts';
import type { Terminal } from './terminal/terminal.ts';

/** `opsbook` works with the portal of its own version alone. */
export const version = packageVersion();

export const PORTAL_COMMANDS: CommandLoaders = new Map([
  ['build', async () => (await import('./commands/build.ts')).buildCommand],
  ['dev', async () => (await import('./commands/dev.ts')).devCommand],
  ['start', async () => (await import('./commands/start.ts')).startCommand],
  ['serve', async () => (await import('./commands/serve.ts')).serveCommand],
  ['mail', async () => (await import('./commands/mail.ts')).mailCommand],
  ['users', async () => (await import('./commands/users.ts')).usersCommand],
  ['tokens', async () => (await import('./commands/tokens.ts')).tokensCommand],
  ['work', async () => (await import('./commands/work.ts')).workCommand],
  ['backup', async () => (await import('./commands/work-portable.ts')).backupCommand],
  ['restore', async () => (await import('./commands/work-portable.ts')).restoreCommand],
  ['leak-check', async () => (await import('./commands/leak-check.ts')).leakCheckCommand],
]);

/** As `run` of `opsbook`, for the commands of a portal. */
export function run(args: readonly string[], terminal: Terminal): Promise<number> {
  return runCommand(PORTAL_COMMANDS, args, terminal);
}
