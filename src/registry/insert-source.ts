/** The edit that adds an id to `sourceDocIds`, in whichever way the list is written. */
import type { Range } from '../diagnostics/range.ts';
import type { Document } from './known-document.ts';

interface Edit {
  readonly range: Range;
  readonly text: string;
}

/** Nothing when the list is written in a way that a small edit could spoil. */
export function insertSource(document: Document, id: string): Edit | undefined {
  const { text } = document.source;
  const path = ['template', 'sourceDocIds'];
  const count = document.frontmatter.template?.sourceDocIds.length ?? 0;
  const list = document.offsetsOf({ in: 'frontmatter', path });
  const isFlow = text[list.start] === '[';
  const edit = (start: number, end: number, replacement: string): Edit | undefined => ({
    range: document.rangeOf({ in: 'text', start, end }),
    text: replacement,
  });
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  if (count === 0) {
    if (isFlow) return edit(list.start, list.end, `[${id}]`);
    const tasks = document.offsetsOf({
      in: 'frontmatter',
      path: ['template', 'tasks'],
      part: 'key',
    });
    const indent = text.slice(lineStart(text, tasks.start), tasks.start);
    const isThere = /^[ \t]*sourceDocIds[ \t]*:/m.test(text.slice(0, tasks.start));
    if (isThere || !/^[ ]+$/.test(indent)) return undefined;
    return edit(tasks.start, tasks.start, `sourceDocIds: [${id}]${newline}${indent}`);
  }
  const last = document.offsetsOf({ in: 'frontmatter', path: [...path, count - 1] });
  if (isFlow) return edit(last.end, last.end, `, ${id}`);
  const bullet = text.slice(lineStart(text, last.start), last.start);
  if (!/^ *- +$/.test(bullet)) return undefined;
  const rest = /[\r\n]/.exec(text.slice(last.end))?.index ?? 0;
  return edit(last.end + rest, last.end + rest, `${newline}${bullet}${id}`);
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}
