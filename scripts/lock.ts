/** `opsbook lock`: enters what is new into the ledger of published identity. */
import { existsSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import { sync as writeFileAtomic } from 'write-file-atomic';
import { type Ledger, ledger as ledgerSchema } from '../schemas/ledger.ts';
import { EMPTY_LEDGER, extendLedger, formatLedger } from '../src/registry/ledger.ts';
import { loadRegistry } from '../src/registry/load-registry.ts';
import { CommandError } from './command-error.ts';
import { besideContent, openProject } from './project.ts';

export const lockCommand = new Command('lock')
  .description('enter what is new into registry.lock.json')
  .option('--content <dir>', 'content folder', 'content')
  .action(({ content }: { content: string }) => {
    const { root, sources } = openProject(content);
    const { registry } = loadRegistry(sources);
    const file = besideContent(root, 'registry.lock.json');
    const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const known = before === '' ? EMPTY_LEDGER : parseLedger(before);
    const after = formatLedger(extendLedger(known, registry));
    if (after !== before) writeFileAtomic(file, after);
    process.stderr.write(
      after === before ? 'registry.lock.json is up to date.\n' : 'registry.lock.json is updated.\n',
    );
  });

function parseLedger(text: string): Ledger {
  try {
    return ledgerSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new CommandError(
      `registry.lock.json is not a ledger — restore it from Git. (${(error as Error).message})`,
    );
  }
}
