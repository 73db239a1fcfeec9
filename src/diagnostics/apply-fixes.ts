/**
 * Fixes a text by the edits its findings carry: a suggestion that says what to replace is
 * one a person would accept unread. Edits that touch each other are not applied together;
 * the text that results is checked again and brings the rest.
 */
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { LineIndex } from './range.ts';

export interface FixedText {
  readonly text: string;
  /** How many edits were made. */
  readonly edits: number;
}

/** `text` with the edits of its findings made, as many as do not touch each other. */
export function applyFixes(text: string, findings: readonly Diagnostic[]): FixedText {
  let fixed = '';
  let done = 0;
  let edits = 0;
  let previous: Edit | undefined;
  for (const edit of editsOf(text, findings)) {
    // An insertion where another edit begins or ends could be meant for either side of it.
    if (previous && edit.start <= previous.end) continue;
    previous = edit;
    if (text.slice(edit.start, edit.end) === edit.text) continue;
    fixed += text.slice(done, edit.start) + edit.text;
    done = edit.end;
    edits++;
  }
  return { text: fixed + text.slice(done), edits };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function editsOf(text: string, findings: readonly Diagnostic[]): Edit[] {
  const lines = new LineIndex(text);
  return findings
    .flatMap(({ suggestion }) => suggestion?.replace ?? [])
    .map(({ range, text: replacement }) => ({
      start: lines.offsetAt(range.start),
      end: lines.offsetAt(range.end),
      text: replacement,
    }))
    .filter(({ start, end }) => start <= end)
    .sort((a, b) => a.start - b.start || a.end - b.end);
}
