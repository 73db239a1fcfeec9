/**
 * Procedures whose structure is written as comments around it, `<!-- sop-section-start: … -->`,
 * `sop-group-…`, `sop-step-…`, `sop-screenshot-…`, `sop-caption-…`, `sop-prose-…` and `sop-todo`,
 * or with one comment in front of each part. Here it is written as Markdown: sections and groups
 * are headings, a step is an item with a name, a gap is a TODO that validation finds.
 */
import type { Html, Nodes } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { DOC_TYPE_METADATA, PROCEDURE_SECTIONS } from '../../schemas/doc-types.ts';
import { LineIndex } from '../diagnostics/range.ts';
import { type ParsedDocument, parseDocument } from './document.ts';
import { type CommentReplacement, replaceComments, type TextEdit } from './replace-comments.ts';
import type { Step } from './steps.ts';

export interface SopConversion {
  readonly text: string;
  /** What the reader has to know, as sentences that begin with the line in the original. */
  readonly notes: readonly string[];
}

interface Comment {
  readonly kind: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const COMMENT = /<!--\s*sop-([a-z]+(?:-(?:start|end))?)(?:\s*:\s*|\s+|(?=-->))([\s\S]*?)\s*-->/g;

/** Comments that only say where something ends, or that text is text. */
const SILENT = new Set([
  'section-end',
  'group-end',
  'step-end',
  'screenshot-start',
  'screenshot-end',
  'caption-start',
  'caption-end',
  'prose-start',
  'prose-end',
]);

/** The document without such comments; undefined when it has none that are understood. */
export function convertSopComments(document: ParsedDocument): SopConversion | undefined {
  if (!document.source.text.includes('sop-')) return undefined;
  const comments = commentsOf(document);
  const lines = new LineIndex(document.source.text);
  const sections = convertParts(document, comments);
  if (sections === undefined) return undefined;
  const parsed = parseDocument({ path: document.path, text: sections.text });
  if (parsed.kind === 'unreadable') return undefined;
  const marked = comments.filter(isStep).map(({ start }) => lines.pointAt(start).line);
  const steps = convertSteps(parsed, marked);
  const notes = [...sections.notes, ...(steps?.notes ?? [])];
  const text = steps?.text ?? sections.text;
  return text === document.source.text ? undefined : { text, notes };
}

/** Only real comments: one in code or in the middle of a link is text. */
function commentsOf({ body, source }: ParsedDocument): Comment[] {
  const found: Comment[] = [];
  visit(body.root as Nodes, 'html', (node: Html) => {
    const from = body.offset + (node.position?.start.offset ?? 0);
    const until = body.offset + (node.position?.end.offset ?? 0);
    for (const match of source.text.slice(from, until).matchAll(COMMENT)) {
      const [whole, kind = '', value = ''] = match;
      const start = from + match.index;
      found.push({ kind, value: value.replaceAll(/\s+/g, ' '), start, end: start + whole.length });
    }
  });
  return found.sort((a, b) => a.start - b.start);
}

function convertParts(
  document: ParsedDocument,
  comments: readonly Comment[],
): SopConversion | undefined {
  const edits: TextEdit[] = [];
  const notes: string[] = [];
  const replaced = comments.flatMap((comment): CommentReplacement[] => {
    const { kind, value, start, end } = comment;
    if (SILENT.has(kind)) {
      if (kind === 'screenshot-start') edits.push(...describeImage(document, comments, comment));
      return [{ start, end }];
    }
    switch (kind) {
      case 'section-start':
      case 'section': {
        const heading = headingFor(document, comment, 2, sectionTitle(document, value));
        edits.push(...heading.edits);
        notes.push(...heading.notes);
        return [{ start, end, ...heading.block }];
      }
      case 'group-start':
      case 'group': {
        const heading = headingFor(document, comment, 3, { title: unquote(value) });
        return [{ start, end, ...heading.block }];
      }
      case 'screenshot':
        return [{ start, end, block: screenshot(value) }];
      case 'todo':
        return [{ start, end, block: `TODO: ${escapeText(unquote(value))}` }];
      default: {
        const place = isStep(comment) ? behindItem(document.source.text, comment) : undefined;
        if (place === undefined) return [];
        const written = document.source.text.slice(start, end);
        edits.push({ start: place, end: place, text: ` ${written}` });
        return [{ start, end }];
      }
    }
  });
  const text = replaceComments(document.source.text, replaced, edits);
  return text === undefined ? undefined : { text, notes };
}

/** A comment that begins an item makes its whole line HTML; it is moved to the end of that line. */
function behindItem(text: string, { start, end }: Comment): number | undefined {
  const lineStart =
    Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  const before = text.slice(lineStart, start);
  const after = /^[^\r\n]*/.exec(text.slice(end))?.[0] ?? '';
  const isAtBeginning = /^[ \t]*\d+[.)][ \t]+$/.test(before) && after.trim() !== '';
  return isAtBeginning ? end + after.trimEnd().length : undefined;
}

interface Title {
  readonly title: string;
  /** Whether a heading that reads otherwise is to be renamed. */
  readonly isFixed?: boolean;
}

function sectionTitle({ docType }: ParsedDocument, value: string): Title {
  const [name = ''] = value.split(' ');
  const section = PROCEDURE_SECTIONS.find((each) => each.toLowerCase() === name.toLowerCase());
  if (section && DOC_TYPE_METADATA[docType].hasSteps) return { title: section, isFixed: true };
  const words = name.replaceAll(/[-_]+/g, ' ');
  return { title: section ?? words.charAt(0).toUpperCase() + words.slice(1) };
}

/** The heading that follows the comment, or one in its place. */
function headingFor(
  document: ParsedDocument,
  comment: Comment,
  depth: number,
  { title, isFixed = false }: Title,
): { block?: { block: string }; edits: TextEdit[]; notes: string[] } {
  const { body, source } = document;
  const heading = body.headings.find(({ start }) => start >= comment.end);
  const between = source.text.slice(comment.end, heading?.start ?? comment.end);
  const isNext = heading !== undefined && between.replaceAll(COMMENT, '').trim() === '';
  if (!isNext || heading.depth > depth || (heading.depth < depth && depth === 2)) {
    return { block: { block: `${'#'.repeat(depth)} ${escapeText(title)}` }, edits: [], notes: [] };
  }
  if (!isFixed || (heading.text === title && heading.depth === depth))
    return { edits: [], notes: [] };
  const { line } = new LineIndex(source.text).pointAt(heading.start);
  return {
    edits: [{ start: heading.start, end: heading.end, text: `${'#'.repeat(depth)} ${title}` }],
    notes: [
      `Line ${line}: the heading “${heading.text}” is now \`## ${title}\`, as its comment says.`,
    ],
  };
}

/** What the caption says first, for those who cannot see a picture that says nothing itself. */
function describeImage(
  { body, source }: ParsedDocument,
  comments: readonly Comment[],
  { start }: Comment,
): TextEdit[] {
  const after = (kind: string) => comments.find((each) => each.kind === kind && each.start > start);
  const until = after('screenshot-end')?.start ?? Number.POSITIVE_INFINITY;
  const from = after('caption-start')?.end ?? until;
  const end = after('caption-end')?.start ?? until;
  if (from >= until || end > until) return [];
  const caption = source.text
    .slice(from, end)
    .replaceAll(/[\s\\`*_[\]]+/g, ' ')
    .trim();
  const image = body.imagesWithoutAlt.find((each) => each.start > start && each.end <= until);
  if (caption === '' || !image || !source.text.startsWith('![', image.start)) return [];
  const sentence = /^.+?[.!?](?=\s|$)/.exec(caption)?.[0] ?? caption;
  const close = source.text.indexOf(']', image.start);
  return [{ start: image.start + 2, end: close, text: escapeText(sentence) }];
}

const IMAGE = /^"?([^\s"|]+\.(?:png|jpe?g|gif|svg|webp|avif))"?(?:\s*\|)?\s*(.*)$/i;

/** A picture that is named, or the gap where one is wanted. */
function screenshot(value: string): string {
  const [, path, words = ''] = IMAGE.exec(value) ?? [];
  if (path === undefined) return `TODO: add the screenshot: ${escapeText(unquote(value))}`;
  return `![${escapeText(unquote(words))}](${path})`;
}

const NAME = /^[a-z][a-z0-9-]*$/;
const ATTRIBUTE = /([\w-]+)\s*=\s*(?:"([^"]*)"|(\S+))/g;
const isStep = ({ kind }: Comment) => kind === 'step-start' || kind === 'step';

/** Runs when sections have their headings, for only items of the procedure are steps. */
function convertSteps(
  document: ParsedDocument,
  /** Lines of the comments in the original. */
  lines: readonly number[],
): SopConversion | undefined {
  const { body, source } = document;
  const comments = commentsOf(document).filter(isStep);
  const taken = new Set(body.steps.flatMap(({ name }) => name ?? []));
  const edits: TextEdit[] = [];
  const notes: string[] = [];
  const replaced = comments.flatMap((comment, index): CommentReplacement[] => {
    const line = lines[index];
    const step = stepOf(body.steps, comment, comments[index + 1]?.start);
    if (step === undefined) {
      notes.push(
        `Line ${line}: a step is marked where there is no numbered item below \`## Procedure\`; the comment stays.`,
      );
      return [];
    }
    const { id, attributes } = readAttributes(comment.value);
    const given = NAME.test(id) ? id : undefined;
    const name = step.name ?? uniqueName(given ?? nameFrom(step.title), taken);
    const place =
      step.name === undefined && name !== '' ? endOfFirstLine(step, source.text) : undefined;
    if (place !== undefined) {
      taken.add(name);
      edits.push({ start: place, end: place, text: ` <!-- step: ${name} -->` });
    }
    const called = place === undefined && step.name === undefined ? '' : `, \`${name}\``;
    if (id !== '' && given === undefined && id !== String(step.ordinal)) {
      notes.push(`Line ${line}: the step with the id \`${id}\` is step ${step.ordinal}${called}.`);
    }
    if (attributes !== '') {
      notes.push(
        `Line ${line}: step ${step.ordinal} leaves out ${attributes}, which has no place.`,
      );
    }
    return [{ start: comment.start, end: comment.end }];
  });
  const text = replaceComments(source.text, replaced, edits);
  return text === undefined ? undefined : { text, notes };
}

/** The item a comment stands in, or in front of. */
function stepOf(
  steps: readonly Step[],
  { start, end }: Comment,
  next = Number.POSITIVE_INFINITY,
): Step | undefined {
  return (
    steps.find((step) => step.start <= start && end <= step.end && !isFollowed(step, end, steps)) ??
    steps.find((step) => step.start >= end && step.start < next)
  );
}

/** A comment in the last lines of an item, indented like it, belongs to the next one. */
function isFollowed({ node, start }: Step, end: number, steps: readonly Step[]): boolean {
  const [paragraph] = node.children;
  const first = paragraph?.position;
  const isInFirst = (first?.end.offset ?? 0) - (node.position?.start.offset ?? 0) + start >= end;
  return !isInFirst && steps.some((step) => step.start >= end);
}

function readAttributes(value: string): { id: string; attributes: string } {
  const pairs = [...value.matchAll(ATTRIBUTE)].map(([written, key = '', quoted, bare]) => ({
    written,
    key,
    text: quoted ?? bare ?? '',
  }));
  const id = pairs.find(({ key }) => key === 'id')?.text;
  const others = pairs.filter(({ key }) => key !== 'id').map(({ written }) => `\`${written}\``);
  return { id: id ?? (pairs.length === 0 ? unquote(value) : ''), attributes: others.join(', ') };
}

const MAX_NAME = 40;

/** The first words of a step as its name. */
function nameFrom(title: string): string {
  const words = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const first = words.findIndex((word) => /^[a-z]/.test(word));
  let name = '';
  for (const word of first === -1 ? [] : words.slice(first)) {
    if (name !== '' && name.length + word.length >= MAX_NAME) break;
    name += name === '' ? word.slice(0, MAX_NAME) : `-${word}`;
  }
  return name;
}

function uniqueName(name: string, taken: ReadonlySet<string>): string {
  if (name === '' || !taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}

/** Where a marker can stand; undefined where the line ends within a link or code. */
function endOfFirstLine({ node, start }: Step, text: string): number | undefined {
  const [paragraph] = node.children;
  if (paragraph?.type !== 'paragraph') return undefined;
  const line = /^.*?(?=(?:\\| {2,})?(?:\r|\n|$))/.exec(text.slice(start))?.[0] ?? '';
  const inItem = (node.position?.start.offset ?? 0) + line.length;
  const there = paragraph.children.find(
    ({ position }) =>
      (position?.start.offset ?? 0) < inItem && inItem < (position?.end.offset ?? 0),
  );
  const isBetweenWords = there === undefined || there.type === 'text' || there.type === 'break';
  return isBetweenWords && textOf(paragraph).trim() !== ''
    ? start + line.trimEnd().length
    : undefined;
}

function unquote(value: string): string {
  return value.replace(/^"(.*)"$/, '$1').trim();
}

function escapeText(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>]/g, '\\$&');
}
