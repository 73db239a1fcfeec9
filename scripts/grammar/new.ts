/** How `opsbook new` is called. */
import { Argument, Command } from 'commander';
import { DOC_TYPES, type DocType } from '../../schemas/doc-types.ts';
import type { NewOptions } from '../commands/new.ts';
import { contentOption } from '../terminal/content-folder.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export const newCommand = (context: CommandContext) =>
  new Command('new')
    .addArgument(new Argument('<doc_type>', 'type of the document').choices(DOC_TYPES))
    .argument('<title>', 'title of the document')
    .requiredOption('--domain <domain>', 'where it belongs, e.g. media or media/podcast')
    .option('--name <name>', 'name of the file and end of the id; made from the title without it')
    .addOption(contentOption())
    .action(async (docType: DocType, title: string, options: NewOptions) => {
      const { createDocument } = await import('../commands/new.ts');
      context.stdout.write(`${createDocument(docType, title, options, context)}\n`);
    });
