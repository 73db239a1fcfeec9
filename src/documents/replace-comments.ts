/**
 * Takes comments out of a text, or puts other text in their place, and leaves the lines around
 * them as they were: what was one paragraph stays one, and what were two stay two.
 */

export interface CommentReplacement {
  /** Offsets of the comment in the text. */
  readonly start: number;
  readonly end: number;
  /** One line that stands there instead, as a paragraph or heading of its own; nothing without it. */
  readonly block?: string;
}

/** Edits of other places, which no comment overlaps. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Stands for a comment until its line is looked at; a text that has it is not edited. */
const MARK = '\u0000';

/** The text without the comments; undefined when it cannot be edited. */
export function replaceComments(
  text: string,
  comments: readonly CommentReplacement[],
  edits: readonly TextEdit[] = [],
): string | undefined {
  if (text.includes(MARK)) return undefined;
  const marked = applyEdits(text, [
    ...comments.map(({ start, end, block }) => ({ start, end, text: mark(block) })),
    ...edits,
  ]);
  return joinLines(marked.split(/(?<=\r\n|\n|\r(?!\n))/).flatMap(toLines));
}

function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let from = 0;
  const parts = [...edits]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map((edit) => {
      const part = text.slice(from, edit.start) + edit.text;
      from = edit.end;
      return part;
    });
  return parts.join('') + text.slice(from);
}

interface Line {
  readonly text: string;
  /** Only comments stood here. */
  readonly isGone?: true;
  /** Stands apart from its neighbours. */
  readonly isBlock?: true;
}

function mark(block: string | undefined): string {
  return block === undefined ? MARK : `${MARK}${block}${MARK}${MARK}`;
}

const BLOCK = new RegExp(`${MARK}([^${MARK}]+)${MARK}${MARK}`, 'g');
const GAP = new RegExp(`^[ \\t]*${MARK}[ \\t]*|[ \\t]*${MARK}`, 'g');

function toLines(line: string): Line[] {
  if (!line.includes(MARK)) return [{ text: line }];
  const [, content = '', end = ''] = /^(.*?)(\r\n|\n|\r|)$/s.exec(line) ?? [];
  const blocks = [...content.matchAll(BLOCK)].map(([, block = '']) => block);
  const others = content.replaceAll(BLOCK, `${MARK} `);
  const indent = /^[ \t]*/.exec(others)?.[0] ?? '';
  // Behind the words of a list item it belongs into that item.
  const item = /^[ \t]*(?:\d+[.)]|[-*+])[ \t]+(?=[^ \t])/.exec(others)?.[0] ?? indent;
  const rest =
    others.replaceAll(MARK, '').trim() === ''
      ? ''
      : indent + others.replaceAll(GAP, '').trimStart();
  const kept: Line[] = rest === '' ? [] : [{ text: rest.trimEnd() + end }];
  const added = blocks.map(
    (block): Line => ({ text: item.replaceAll(/\S/g, ' ') + block + (end || '\n'), isBlock: true }),
  );
  return kept.length + added.length === 0 ? [{ text: end, isGone: true }] : [...kept, ...added];
}

function joinLines(lines: readonly Line[]): string {
  const isBlank = (line: Line | undefined) => line === undefined || line.text.trim() === '';
  const kept: Line[] = [];
  let apart: string | undefined;
  for (const line of lines) {
    if (line.isGone) {
      apart ??= line.text || '\n';
      continue;
    }
    const last = kept.at(-1);
    const eol = /[\r\n]+$/.exec(line.text)?.[0] ?? '\n';
    const isApart = apart !== undefined || line.isBlock || last?.isBlock;
    if (isApart && !isBlank(last) && !isBlank(line)) kept.push({ text: apart ?? eol });
    apart = undefined;
    kept.push(line);
  }
  return kept.map(({ text }) => text).join('');
}
