/** The content folder as commands take it: named with `--content`, or as their only argument. */
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { UserError } from '../../src/diagnostics/user-error.ts';
import type { CommandContext } from './terminal.ts';

export function contentOption(description = 'content folder'): Option {
  return new Option('--content <dir>', description).default('content');
}

/** Gives a command the argument beside the option; its action finds either in `content`. */
export function takeContentFolder(command: Command, context: CommandContext): Command {
  return command
    .argument('[folder]', 'content folder; the same as --content')
    .addOption(contentOption())
    .hook('preAction', () => {
      context.nameFolder = (folder) => `opsbook ${command.name()} ${folder}`;
      const [folder] = command.args;
      if (folder === undefined) return;
      const { content } = command.opts<{ content: string }>();
      const isGivenTwice = command.getOptionValueSource('content') === 'cli';
      if (isGivenTwice && resolve(context.cwd, content) !== resolve(context.cwd, folder)) {
        throw new UserError(
          `\`${folder}\` and \`--content ${content}\` name two folders — leave one of them out.`,
        );
      }
      command.setOptionValue('content', folder);
    });
}
