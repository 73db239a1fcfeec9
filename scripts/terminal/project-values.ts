/** What a project has to complete a line with: codes of rules, and names out of its ledger. */
import { resolve } from 'node:path';
import { FINDING_CODES } from '../../schemas/rule-codes.ts';
import { UserError } from '../../src/diagnostics/user-error.ts';
import type { ProjectValues } from './complete-words.ts';
import type { Terminal } from './terminal.ts';

/** @param words the line, which may name the content folder */
export function projectValues(words: readonly string[], { cwd }: Terminal): ProjectValues {
  const at = words.indexOf('--content');
  const root = resolve(cwd, (at < 0 ? undefined : words[at + 1]) ?? 'content');
  return async (placeholder) => {
    if (placeholder === 'code') return FINDING_CODES;
    if (placeholder !== 'type' && placeholder !== 'id') return [];
    const { readLedger } = await import('../../src/project/ledger-file.ts');
    try {
      const { documents = {}, templates = {} } = readLedger(root) ?? {};
      return Object.keys(placeholder === 'type' ? templates : documents);
    } catch (error) {
      // A damaged ledger is said to be that by the command, not while one types.
      if (error instanceof UserError) return [];
      throw error;
    }
  };
}
