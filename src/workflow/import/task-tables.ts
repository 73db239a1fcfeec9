/**
 * The task tables of a document that is a workflow in words, as the workflow itself. Rows that are
 * in it wholly leave the text, whose page draws them from the workflow; all others stay as they are.
 */
import type { ListItem, TableRow } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { authoredTemplate, DEFAULT_STAGES } from '../../../schemas/task-template.ts';
import { LineIndex } from '../../diagnostics/range.ts';
import { checkAgainst, namePath, wordIssue } from '../../diagnostics/schema-issues.ts';
import { listing } from '../../diagnostics/wording.ts';
import { type ParsedDocument, parseDocument } from '../../documents/document.ts';
import { readFrontmatter, writeYaml } from '../../documents/frontmatter.ts';
import { findTaskTables, readCell, type TaskTable, tablesOf } from '../../documents/task-tables.ts';
import { slugOf } from '../../registry/slug.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Mapping } from './runtime-template.ts';
import { GUESSED_FOLLOW_UP_DAYS, readTaskRow, type TaskRow } from './task-row.ts';

export interface TableImport {
  /** The text with the workflow; as it was, where none could be made. */
  readonly text: string;
  readonly notes: readonly string[];
}

interface PlacedRow extends TaskRow {
  readonly node: TableRow;
  readonly table: TaskTable;
  readonly line: number;
}

/** Undefined for a document that is no workflow, or has its workflow, or has no task table. */
export function importTaskTables(source: SourceFile): TableImport | undefined {
  const document = parseDocument(source);
  if (document.kind === 'unreadable' || document.docType !== 'task-template') return undefined;
  if ('template' in readFrontmatter(source.text).data) return undefined;
  const tables = findTaskTables(document.body);
  if (tables.length === 0) return undefined;
  const notes: string[] = [];
  const rows = readRows(document, tables, notes);
  if (rows.length === 0) {
    return {
      text: source.text,
      notes: [...notes, 'No row could be read, so there is no workflow.'],
    };
  }
  const template = buildTemplate(document, tables, rows, notes);
  const issues = checkAgainst(authoredTemplate, template).issues.map(
    (issue) => wordIssue(issue, `\`${namePath(issue.path)}\` of the workflow`).message,
  );
  if (issues.length > 0) return { text: source.text, notes: [...notes, ...issues] };
  const body = withoutRows(document, tables, rows);
  return { text: withTemplate(body, template), notes };
}

function readRows(
  document: ParsedDocument,
  tables: readonly TaskTable[],
  notes: string[],
): PlacedRow[] {
  const { body, source } = document;
  const lines = new LineIndex(source.text);
  const found = new Map<string, PlacedRow>();
  for (const table of tables) {
    for (const node of table.rows) {
      const { line } = lines.pointAt(body.offset + (node.position?.start.offset ?? 0));
      const row = readTaskRow(table, node);
      const other = typeof row === 'string' ? undefined : found.get(row.task.refId);
      if (typeof row === 'string')
        notes.push(`Line ${line}: the row stays in the text, for ${row}.`);
      else if (other) {
        notes.push(
          `Line ${line}: the row stays in the text, for \`${row.task.refId}\` is the task of line ${other.line} — give each its own \`Ref ID\`.`,
        );
      } else {
        found.set(row.task.refId, { ...row, node, table, line });
        if (row.homeless.length === 0) continue;
        const columns = listing(row.homeless.map((title) => `“${title}”`));
        notes.push(
          `Line ${line}: the row stays in the text as well, for ${columns} has no place in a task.`,
        );
      }
    }
  }
  return [...found.values()];
}

function buildTemplate(
  document: ParsedDocument,
  tables: readonly TaskTable[],
  rows: readonly PlacedRow[],
  notes: string[],
): Mapping {
  const said = wordsOf(document);
  const phases = phasesOf(document, tables, rows, notes);
  const owner = said.get('default assignee id') ?? said.get('default owner');
  const assignees = [owner, ...rows.map(({ assignee }) => assignee)];
  const roles = new Map(
    assignees.flatMap((name) =>
      name === undefined || slugOf(name) === '' ? [] : [[slugOf(name), name]],
    ),
  );
  const links = new Set(rows.flatMap(({ task }) => (task.requiredBundleLinks as string[]) ?? []));
  const anchor = said.get('anchor date');
  if (anchor === undefined) {
    notes.push(
      '`anchor.label` is `Anchor date`, for the tables do not say what day they count from — write what it is.',
    );
  }
  if (rows.some(({ hasGuessedFollowUp }) => hasGuessedFollowUp)) {
    notes.push(
      `\`waiting.followUpDays\` is ${GUESSED_FOLLOW_UP_DAYS} everywhere, for the tables do not say it — correct it.`,
    );
  }
  return {
    type: slugOf(said.get('template type') ?? said.get('runtime type') ?? nameOf(document)),
    anchor: { label: anchor ?? 'Anchor date' },
    trigger: triggerOf(said, notes),
    ...(roles.size > 0 && { roles: Object.fromEntries(roles) }),
    ...(owner !== undefined && { defaultAssignee: slugOf(owner) }),
    ...(links.size > 0 && { bundleLinkDefinitions: [...links].map((name) => ({ name })) }),
    ...(phases && { phases: phases.list }),
    tasks: rows.map((row) => ({
      ...row.task,
      ...(phases && { phase: phases.idOf(row) }),
      ...(row.assignee !== undefined && { assignee: slugOf(row.assignee) }),
    })),
  };
}

/** Last part of the id, else the name of the file. */
function nameOf({ declaredId, path }: ParsedDocument): string {
  return (
    declaredId?.split('.').at(-1) ??
    path
      .split('/')
      .at(-1)
      ?.replace(/\.mdx?$/i, '') ??
    ''
  );
}

/** Items such as `- Template type: oss`. */
function wordsOf({ body }: ParsedDocument): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const text of itemsOf(body.root.children)) {
    const [, key = '', value = ''] = /^([\w ]+):\s*(.+?)\.?$/.exec(text) ?? [];
    if (key !== '' && !words.has(key.toLowerCase())) words.set(key.toLowerCase(), value);
  }
  return words;
}

function itemsOf(nodes: ParsedDocument['body']['root']['children']): string[] {
  return nodes.flatMap((node) =>
    node.type === 'list' ? node.children.map((item: ListItem) => textOf(item).trim()) : [],
  );
}

function triggerOf(said: ReadonlyMap<string, string>, notes: string[]): Mapping {
  const type = said.get('trigger')?.toLowerCase();
  const schedule = said.get('trigger schedule');
  if (type === undefined && schedule === undefined) {
    notes.push(
      '`trigger.type` is `manual`, for the text does not say how a run starts — correct it where it starts otherwise.',
    );
  }
  if (schedule === undefined) return { type: 'manual' };
  const leadDays = Number(said.get('trigger lead days') ?? 0);
  return { type: 'automatic', schedule, ...(leadDays > 0 && { leadDays }) };
}

interface Phases {
  readonly list: readonly Mapping[];
  readonly idOf: (row: PlacedRow) => string;
}

/** By their column, else by the headings of several tables; undefined where there is neither. */
function phasesOf(
  document: ParsedDocument,
  tables: readonly TaskTable[],
  rows: readonly PlacedRow[],
  notes: string[],
): Phases | undefined {
  const isByColumn = rows.every(({ phase }) => phase !== undefined);
  const isByHeading = tables.length > 1 && tables.every(({ heading }) => heading !== undefined);
  if (!isByColumn && !isByHeading) {
    const lost = rows.filter(({ phase }) => phase !== undefined).map(({ line }) => line);
    if (lost.length > 0)
      notes.push(
        `Phases are left out, for only the rows in lines ${listing(lost.map(String))} have one.`,
      );
    return undefined;
  }
  const nameOf = ({ phase, table }: PlacedRow) => (isByColumn ? phase : table.heading) ?? '';
  const idOf = (row: PlacedRow) => slugOf(nameOf(row)) || 'phase';
  const defined = definedPhases(document);
  let isAfter = false;
  let isGuessed = false;
  const list = [...new Set(rows.map(idOf))].map((id) => {
    const own = rows.filter((row) => idOf(row) === id);
    const known = defined.get(id);
    isAfter ||= own.every(({ due }) => Object.values(due).every((days) => days > 0));
    if (known?.stage === undefined) isGuessed = true;
    const words = own[0] ? nameOf(own[0]) : id;
    const name = known?.name ?? (words === id ? wordsOfSlug(id) : words);
    return { id, name, stage: known?.stage ?? (isAfter ? 'after-event' : 'preparation') };
  });
  if (isGuessed) {
    notes.push(
      'The stages of phases are guessed from their days, for the text does not say them — correct them.',
    );
  }
  return { list, idOf };
}

function wordsOfSlug(slug: string): string {
  const words = slug.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Phases with name and stage in a table of their own, or as items `- id: stage. …`. */
function definedPhases({
  body,
}: ParsedDocument): ReadonlyMap<string, { name?: string; stage?: string }> {
  const phases = new Map<string, { name?: string; stage?: string }>();
  const isStage = (text: string) => (DEFAULT_STAGES as readonly string[]).includes(text);
  for (const { titles, rows } of tablesOf(body.root)) {
    const at = (pattern: RegExp) => titles.findIndex((title) => pattern.test(title.trim()));
    const [id, name, stage] = [at(/^phase id$/i), at(/^(?:phase|name)$/i), at(/^stage$/i)];
    if (stage === -1 || (id === -1 && name === -1)) continue;
    for (const { children } of rows) {
      const [key, words, where] = [id === -1 ? name : id, name, stage].map(
        (index) => readCell(children[index]).text,
      );
      if (!key || !where || !isStage(where)) continue;
      phases.set(slugOf(key), { ...(words && { name: words }), stage: where });
    }
  }
  for (const text of itemsOf(body.root.children)) {
    const [, id = '', stage = ''] = /^([a-z0-9-]+):\s*([a-z-]+)\b/.exec(text) ?? [];
    if (isStage(stage) && !phases.has(id)) phases.set(id, { stage });
  }
  return phases;
}

/** The text without the rows that are in the workflow wholly, and without what then is empty. */
function withoutRows(
  { body, source }: ParsedDocument,
  tables: readonly TaskTable[],
  rows: readonly PlacedRow[],
): string {
  const gone = new Set(
    rows.filter(({ homeless }) => homeless.length === 0).map(({ node }) => node),
  );
  const cuts: { start: number; end: number }[] = [];
  for (const { node, rows: all } of tables) {
    const isWhole = all.every((row) => gone.has(row));
    for (const cut of isWhole ? [node] : all.filter((row) => gone.has(row))) {
      cuts.push(wholeLines(source.text, body.offset, cut));
    }
    const heading = isWhole ? headingAlone(body.root.children, node) : undefined;
    if (heading) cuts.push(wholeLines(source.text, body.offset, heading));
  }
  return cuts
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), source.text);
}

/** The heading that has nothing but the table. */
function headingAlone(nodes: ParsedDocument['body']['root']['children'], table: TaskTable['node']) {
  const index = nodes.indexOf(table);
  const [before, after] = [nodes[index - 1], nodes[index + 1]];
  const isEnd =
    after === undefined ||
    (after.type === 'heading' && before?.type === 'heading' && after.depth <= before.depth);
  return before?.type === 'heading' && before.depth > 1 && isEnd ? before : undefined;
}

/** With the line break, and the blank lines that follow. */
function wholeLines(
  text: string,
  offset: number,
  { position }: TableRow | TaskTable['node'] | NonNullable<ReturnType<typeof headingAlone>>,
): { start: number; end: number } {
  const from = offset + (position?.start.offset ?? 0);
  const until = offset + (position?.end.offset ?? 0);
  const start = Math.max(text.lastIndexOf('\n', from - 1), text.lastIndexOf('\r', from - 1)) + 1;
  const rest =
    /^[^\r\n]*(?:(?:\r\n|\n|\r)[ \t]*(?=[\r\n]|$))*(?:\r\n|\n|\r|$)/.exec(text.slice(until))?.[0] ??
    '';
  return { start, end: until + rest.length };
}

/** The workflow as the last key of the frontmatter. */
function withTemplate(text: string, template: Mapping): string {
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const fence = text.lastIndexOf('---', readFrontmatter(text).bodyStart);
  return text.slice(0, fence) + writeYaml({ template }).replaceAll('\n', eol) + text.slice(fence);
}
