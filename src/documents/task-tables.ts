/**
 * Tables that a person types the tasks of a workflow into, known by the words above their columns.
 * A table needs a column that says when a task is due and one that says what it is.
 */
import type { Html, Nodes, Root, Table, TableCell, TableRow } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { Body } from './body.ts';

export type TaskColumn =
  | 'number'
  | 'ref'
  | 'task'
  | 'action'
  | 'due'
  | 'assignee'
  | 'phase'
  | 'proof'
  | 'waiting'
  | 'link'
  | 'instructions'
  | 'systems'
  | 'dependsOn';

export interface TaskTable {
  readonly node: Table;
  /** What each column holds; undefined for one that says something else. */
  readonly columns: readonly (TaskColumn | undefined)[];
  /** Headings of the columns as written. */
  readonly titles: readonly string[];
  /** The heading the table stands under. */
  readonly heading?: string;
  readonly rows: readonly TableRow[];
}

/** Headings in lower case, with single spaces for everything that is no letter or digit. */
const COLUMNS = new Map<TaskColumn, RegExp>([
  ['number', /^(?:|no|nr|number|order)$/],
  ['ref', /^(?:ref|refid|id|task id|ref id|key|reference id)$/],
  ['action', /^(?:operator )?action$/],
  ['task', /^(?:task|tasks|what|what to do|description|to do|todo|activity|step)$/],
  ['due', /^(?:offset(?: days?)?|days?|when|due(?: day| date)?|timing|t|d|relative day)$/],
  ['assignee', /^(?:owner|assignee|assigned to|who|role|responsible|by)$/],
  ['phase', /^phase(?: id)?$/],
  ['proof', /^(?:(?:required |completion )?(?:proof|evidence)\b.*|done when|definition of done)$/],
  ['waiting', /^(?:waiting|waits? for)\b.*$/],
  ['link', /^(?:required |bundle )?links?$/],
  [
    'instructions',
    /^(?:instructions?(?: (?:doc|document|id|link))?|documents?|docs?|sops?|context|how|how to|guide)$/,
  ],
  ['systems', /^(?:systems?|tools?)$/],
  ['dependsOn', /^(?:depends(?: on)?|dependencies|blocked by)$/],
]);

/** Tables of the text itself, in order; one within a list or a quotation is an example. */
export function findTaskTables({ root }: Pick<Body, 'root'>): TaskTable[] {
  return tablesOf(root).filter(
    ({ columns }) =>
      columns.includes('due') &&
      (columns.includes('task') || columns.includes('action') || columns.includes('ref')),
  );
}

export function tablesOf(root: Root): TaskTable[] {
  const tables: TaskTable[] = [];
  let heading: string | undefined;
  for (const node of root.children) {
    if (node.type === 'heading') heading = textOf(node, { includeHtml: false }).trim();
    if (node.type !== 'table') continue;
    const [header, ...rows] = node.children;
    const titles =
      header?.children.map((cell) => textOf(cell, { includeHtml: false }).trim()) ?? [];
    const used = new Set<TaskColumn>();
    const columns = titles.map((title) => {
      const column = columnOf(title);
      if (column === undefined || used.has(column)) return undefined;
      used.add(column);
      return column;
    });
    tables.push({ node, columns, titles, rows, ...(heading !== undefined && { heading }) });
  }
  return tables;
}

function columnOf(title: string): TaskColumn | undefined {
  const words = title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return [...COLUMNS].find(([, pattern]) => pattern.test(words))?.[0];
}

export interface Cell {
  /** Plain text; `<br>` breaks lines. */
  readonly text: string;
  /** Addresses of links, in order; `doc:<id>` for wiki links. */
  readonly links: readonly string[];
  /** Texts outside links, in order: code and words apart. */
  readonly parts: readonly { readonly isCode: boolean; readonly text: string }[];
  /** Whether it holds what plain text does not: a picture, HTML. */
  readonly hasMore: boolean;
}

export function readCell(cell: TableCell | undefined): Cell {
  const links: string[] = [];
  const parts: { isCode: boolean; text: string }[] = [];
  let text = '';
  let hasMore = false;
  const read = (node: Nodes, isInLink: boolean): void => {
    const add = (value: string, isCode = false) => {
      text += value;
      if (!isInLink) parts.push({ isCode, text: value });
    };
    if (node.type === 'text') add(node.value);
    else if (node.type === 'inlineCode') add(node.value, true);
    else if (node.type === 'break' || isLineBreak(node)) add('\n');
    else if (node.type === 'link') links.push(node.url);
    else if (!('children' in node)) hasMore = true;
    if (!('children' in node)) return;
    for (const child of node.children) read(child, isInLink || node.type === 'link');
  };
  for (const child of cell?.children ?? []) read(child, false);
  return { text: text.replaceAll(/[ \t]*\n[ \t]*/g, '\n').trim(), links, parts, hasMore };
}

function isLineBreak(node: Nodes): boolean {
  return node.type === 'html' && /^<br\s*\/?>$/i.test((node as Html).value);
}
