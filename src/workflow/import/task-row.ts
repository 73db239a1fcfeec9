/** One row of a task table as a task, with what of it has no place there. */
import { PROOF_TYPES } from '../../../schemas/task-template.ts';
import {
  type Cell,
  readCell,
  type TaskColumn,
  type TaskTable,
} from '../../documents/task-tables.ts';
import { slugOf } from '../../registry/slug.ts';
import { type Due, readDue } from './due-words.ts';
import type { Mapping } from './runtime-template.ts';

export interface TaskRow {
  readonly task: Mapping & { readonly refId: string };
  readonly due: Due;
  /** As written: an id or a name. */
  readonly phase?: string;
  /** As written. */
  readonly assignee?: string;
  /** Titles of columns whose cell has no place in a task. */
  readonly homeless: readonly string[];
  /** Whether the days until a follow-up are made up. */
  readonly hasGuessedFollowUp: boolean;
}

const NOTHING = /^(?:|-|–|—|n\/?a|none|no)$/i;
/** A table says whom a task waits for, and not how long. */
export const GUESSED_FOLLOW_UP_DAYS = 3;

/** The task, or why the row cannot be read. */
export function readTaskRow(
  { columns, titles }: TaskTable,
  row: TaskTable['rows'][number],
): TaskRow | string {
  const cells = row.children.map(readCell);
  const cellOf = (column: TaskColumn): Cell | undefined => {
    const index = columns.indexOf(column);
    const cell = index === -1 ? undefined : cells[index];
    return cell && !(NOTHING.test(cell.text) && !cell.hasMore) ? cell : undefined;
  };
  const textIn = (column: TaskColumn) => cellOf(column)?.text.replaceAll('\n', ' ');
  const dueCell = columns.indexOf('due') === -1 ? '' : (cells[columns.indexOf('due')]?.text ?? '');
  const due = readDue(dueCell);
  if (due === undefined)
    return `\`${dueCell}\` does not say when the task is due — write days from the anchor, such as \`-14\``;
  const description = textIn('task') ?? textIn('action') ?? textIn('ref');
  if (description === undefined) return 'it does not say what is to be done';
  const refId = slugOf(textIn('ref') ?? description);
  if (refId === '') return 'no name can be made of its words — write one in a column `Ref ID`';
  const homeless = new Set<string>();
  for (const [index, cell] of cells.entries()) {
    const column = columns[index];
    const isEmpty = NOTHING.test(cell.text) && cell.links.length === 0 && !cell.hasMore;
    const isLost =
      column === undefined || cell.hasMore || (cell.links.length > 0 && !LINKED.has(column));
    if (!isEmpty && isLost) homeless.add(titles[index] ?? '');
  }
  const lose = (column: TaskColumn) => homeless.add(titles[columns.indexOf(column)] ?? column);
  const action = textIn('action');
  const waiting = textIn('waiting');
  const task = {
    refId,
    description,
    ...due,
    ...instructionsOf(cellOf('instructions'), () => lose('instructions')),
    ...(cellOf('link')?.links.length
      ? instructionsOf(cellOf('link'), () => lose('link'))
      : linksOf(cellOf('link'))),
    ...listOf(textIn('systems'), 'systems'),
    ...proofOf(cellOf('proof')),
    ...(waiting !== undefined && {
      waiting: { for: waiting, followUpDays: GUESSED_FOLLOW_UP_DAYS },
    }),
    ...(action !== undefined && action !== description && { operatorAction: action }),
    ...listOf(textIn('dependsOn'), 'dependsOn'),
  };
  const phase = textIn('phase');
  const assignee = textIn('assignee');
  return {
    task,
    due,
    ...(phase !== undefined && { phase }),
    ...(assignee !== undefined && { assignee }),
    homeless: [...homeless],
    hasGuessedFollowUp: waiting !== undefined,
  };
}

/** Columns whose links are kept. */
const LINKED = new Set<TaskColumn>(['instructions', 'link']);

function instructionsOf(cell: Cell | undefined, lose: () => void): Mapping {
  if (!cell) return {};
  const found: Record<string, string> = {};
  const put = (key: string, value: string) => {
    if (found[key] === undefined) found[key] = value;
    else lose();
  };
  for (const link of cell.links) {
    const [, target = '', fragment] = /^([^#]*)(?:#(.*))?$/.exec(link) ?? [];
    if (/^https?:/i.test(link)) put('instructionsUrl', link);
    else put('instructionDocId', target.replace(/^doc:/, ''));
    const step = /^step-(.+)$/.exec(fragment ?? '')?.[1];
    if (step !== undefined) put('instructionStepId', step);
  }
  for (const { isCode, text } of cell.parts) {
    for (const words of isCode ? [text] : text.split(/[\n;,]/)) {
      const said = words.trim();
      const step = /^\(?step:? +`?([\w-]+)`?\)?$/i.exec(said)?.[1];
      if (NOTHING.test(said)) continue;
      if (step !== undefined) put('instructionStepId', step);
      else if (/^[a-z0-9][\w./-]*[./][\w-]+$/i.test(said)) put('instructionDocId', said);
      else lose();
    }
  }
  return found;
}

function listOf(text: string | undefined, key: string): Mapping {
  const items = (text ?? '').split(/[,;]/).map((item) => slugOf(item));
  const said = items.filter((item) => item !== '');
  return said.length === 0 ? {} : { [key]: said };
}

function linksOf(cell: Cell | undefined): Mapping {
  const names = (cell?.text ?? '').split(/[\n,;]/).map((name) => name.trim());
  const [first, ...others] = names.filter((name) => name !== '');
  if (first === undefined) return {};
  return { requiredLinkName: first, requiredBundleLinks: [first, ...others] };
}

const TYPED = new RegExp(`^(${PROOF_TYPES.join('|')}|external status):\\s*(.+)$`, 'i');

function proofOf(cell: Cell | undefined): Mapping {
  if (!cell) return {};
  const lines = cell.text.split('\n').map((line) => line.trim());
  const isHuman = (line: string) => /^\[human\]/i.test(line);
  const human = lines.filter(isHuman).map((line) => line.replace(/^\[human\]\s*/i, ''));
  const gate = human.length > 0 && { humanGate: human.join(' ') };
  const proof = lines
    .filter((line) => !isHuman(line))
    .join(' ')
    .trim();
  const [, written = '', label = ''] = TYPED.exec(proof) ?? [];
  const type = written.toLowerCase().replace(' ', '-');
  if (type === 'url') {
    return {
      requiredLinkName: label,
      proofRequirement: { type, label, required: true },
      requiredBundleLinks: [label],
      ...gate,
    };
  }
  if (type !== '') return { proofRequirement: { type, label, required: true }, ...gate };
  const link = /^required link:\s*([^.;]+)/i.exec(proof)?.[1]?.trim();
  return {
    ...(link !== undefined && { requiredLinkName: link, requiredBundleLinks: [link] }),
    ...(proof !== '' && { completionProof: proof }),
    ...gate,
  };
}
