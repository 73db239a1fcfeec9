/**
 * What a finding is recognised by when lines move: its code, its file and the words of the
 * line it is on. Alerts of code scanning and baselines both rely on it.
 */
import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../schemas/diagnostic.ts';

/** Text of a file of the report; undefined when it could not be read. */
export type TextOf = (file: string) => string | undefined;

/** Computes fingerprints of findings: equal when code, file and line are, wherever the line is. */
export function fingerprinter(textOf: TextOf): (diagnostic: Diagnostic) => string {
  const linesOf = new Map<string, readonly string[]>();
  return ({ code, file, range }) => {
    let lines = linesOf.get(file);
    if (!lines) {
      lines = textOf(file)?.split(/\r\n|\n|\r/) ?? [];
      linesOf.set(file, lines);
    }
    const line = range ? (lines[range.start.line - 1] ?? '') : '';
    const words = line.trim().replaceAll(/\s+/g, ' ');
    return createHash('sha256').update([code, file, words].join('\n')).digest('hex').slice(0, 16);
  };
}
