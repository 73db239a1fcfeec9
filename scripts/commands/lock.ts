/** `opsbook lock`: enters what is new into the ledger of published identity, or retires an id. */
import { Command } from 'commander';
import { nearest } from '../../src/diagnostics/suggest.ts';
import { CommandError } from '../../src/diagnostics/user-error.ts';
import { didYouMean } from '../../src/diagnostics/wording.ts';
import { writeEdits } from '../../src/project/file-edits.ts';
import { LEDGER_NAME, ledgerEdit, readLedger } from '../../src/project/ledger-file.ts';
import { openProject } from '../../src/project/open-project.ts';
import { EMPTY_LEDGER, extendLedger, retireDocument } from '../../src/registry/ledger.ts';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import type { Registry } from '../../src/registry/registry.ts';

interface LockOptions {
  readonly content: string;
  readonly retire?: string;
  readonly replacedBy?: string;
}

export const lockCommand = new Command('lock')
  .description('enter what is new into registry.lock.json, or retire an id for good')
  .option('--content <dir>', 'content folder', 'content')
  .option('--retire <id>', 'id of a document that is gone and must not come back')
  .option('--replaced-by <id>', 'successor of the retired id')
  .action((options: LockOptions) => {
    const { root, sources } = openProject(options.content);
    const { registry } = loadRegistry(sources);
    const known = extendLedger(readLedger(root) ?? EMPTY_LEDGER, registry);
    const retired = retirement(options, registry, Object.keys(known.documents));
    const edit = ledgerEdit(root, retired ? retireDocument(known, ...retired) : known);
    if (edit) writeEdits([edit]);
    process.stderr.write(`${LEDGER_NAME} is ${edit ? 'updated' : 'up to date'}.\n`);
  });

/** The id to retire and its successor. @throws CommandError when either cannot be that. */
function retirement(
  { retire: id, replacedBy }: LockOptions,
  registry: Registry,
  recorded: readonly string[],
): [string, string | undefined] | undefined {
  if (id === undefined) {
    if (replacedBy === undefined) return undefined;
    throw new CommandError('`--replaced-by` names the successor of an id — add `--retire ID`.');
  }
  const isLive = registry.get(id) !== undefined || registry.isUnreadable(id);
  if (isLive) {
    throw new CommandError(
      `\`${id}\` is the id of a document — remove the document first, or set its status to deprecated.`,
    );
  }
  if (!recorded.includes(id)) {
    throw new CommandError(
      `\`${id}\` is not in ${LEDGER_NAME}, so there is nothing to retire.${didYouMean(nearest(id, recorded))}`,
    );
  }
  if (replacedBy !== undefined && !registry.get(replacedBy)) {
    throw new CommandError(
      `The successor \`${replacedBy}\` is not the id of a document.${didYouMean(nearest(replacedBy, registry.names()))}`,
    );
  }
  return [id, replacedBy];
}
