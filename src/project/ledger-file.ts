/** The ledger of published identity on disk: `registry.lock.json` beside the content root. */
import { existsSync, readFileSync } from 'node:fs';
import { type Ledger, ledger as ledgerSchema } from '../../schemas/ledger.ts';
import { EMPTY_LEDGER, extendLedger, formatLedger } from '../registry/ledger.ts';
import type { Registry } from '../registry/registry.ts';
import type { FileEdit } from './file-edits.ts';
import { readJsonFile } from './json-file.ts';
import { besideContent, type Project } from './open-project.ts';

export const LEDGER_NAME = 'registry.lock.json';

type Place = Pick<Project, 'root' | 'display'>;

/** The ledger; undefined when there is none. @throws UserError when it cannot be read. */
export function readLedger(root: string): Ledger | undefined {
  const file = besideContent(root, LEDGER_NAME);
  if (!existsSync(file)) return undefined;
  return readJsonFile(file, {
    name: LEDGER_NAME,
    schema: ledgerSchema,
    kind: 'a ledger',
    advice: 'restore it from Git',
  });
}

/** What enters everything new of the registry into the ledger; undefined when nothing is new. */
export function ledgerUpdate(place: Place, registry: Registry): FileEdit | undefined {
  return ledgerEdit(place, extendLedger(readLedger(place.root) ?? EMPTY_LEDGER, registry));
}

/** What makes `ledger` the one on disk; undefined when it says the same already. */
export function ledgerEdit({ root, display }: Place, ledger: Ledger): FileEdit | undefined {
  const file = besideContent(root, LEDGER_NAME);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const after = formatLedger(ledger);
  // Entries count, not their layout: a formatter may have broken the lines.
  if (before !== undefined && formatLedger(readLedger(root) ?? EMPTY_LEDGER) === after) return;
  return { file, name: display(file), before, after };
}
