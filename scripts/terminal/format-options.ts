/** In which form a command prints: `--format`, and `--json` as commands with two forms have it. */
import { type Command, Option } from 'commander';

/** The first format is that for people. */
export function takeFormat(
  command: Command,
  formats: readonly [string, ...string[]],
  description: string,
): Command {
  return command
    .addOption(new Option('--format <format>', description).choices(formats).default(formats[0]))
    .addOption(new Option('--json', 'the same as --format json').conflicts('format'))
    .hook('preAction', () => {
      if (command.opts<{ json?: true }>().json) command.setOptionValue('format', 'json');
    });
}
