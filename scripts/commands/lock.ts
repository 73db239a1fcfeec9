/** `opsbook lock`: enters what is new into the ledger of published identity, or retires an id. */
import { nearest } from '../../src/diagnostics/suggest.ts';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { didYouMean } from '../../src/diagnostics/wording.ts';
import { writeEdits } from '../../src/project/file-edits.ts';
import { LEDGER_NAME, ledgerEdit, readLedger } from '../../src/project/ledger-file.ts';
import { EMPTY_LEDGER, extendLedger, retireDocument } from '../../src/registry/ledger.ts';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { openContent } from '../terminal/open-content.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export interface LockOptions {
  readonly content: string;
  readonly retire?: string;
  readonly replacedBy?: string;
}

/** Brings the ledger up to date. */
export function lock(options: LockOptions, context: CommandContext): void {
  const project = openContent(options.content, context);
  const { root, sources } = project;
  const { registry } = loadRegistry(sources);
  const known = extendLedger(readLedger(root) ?? EMPTY_LEDGER, registry);
  const retired = retirement(options, registry, Object.keys(known.documents));
  const edit = ledgerEdit(project, retired ? retireDocument(known, ...retired) : known);
  if (edit) writeEdits([edit]);
  context.stderr.write(`${LEDGER_NAME} is ${edit ? 'updated' : 'up to date'}.\n`);
}

/** The id to retire and its successor. @throws UserError when either cannot be that. */
function retirement(
  { retire: id, replacedBy }: LockOptions,
  registry: Registry,
  recorded: readonly string[],
): [string, string | undefined] | undefined {
  if (id === undefined) {
    if (replacedBy === undefined) return undefined;
    throw new UserError('`--replaced-by` names the successor of an id — add `--retire ID`.');
  }
  const isLive = registry.get(id) !== undefined || registry.isUnreadable(id);
  if (isLive) {
    throw new UserError(
      `\`${id}\` is the id of a document — remove the document first, or set its status to deprecated.`,
    );
  }
  if (!recorded.includes(id)) {
    throw new UserError(
      `\`${id}\` is not in ${LEDGER_NAME}, so there is nothing to retire.${didYouMean(nearest(id, recorded))}`,
    );
  }
  if (replacedBy !== undefined && !registry.get(replacedBy)) {
    throw new UserError(
      `The successor \`${replacedBy}\` is not the id of a document.${didYouMean(nearest(replacedBy, registry.names()))}`,
    );
  }
  return [id, replacedBy];
}
