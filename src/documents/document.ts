/**
 * One parsed document: its frontmatter as checked values, its body, and every problem
 * found on the way. Knows nothing of other documents; ids that depend on them are given
 * by the registry.
 */
import type { z } from 'zod';
import { DOC_TYPE_METADATA, DOC_TYPES, type DocType } from '../../schemas/doc-types.ts';
import {
  type DocumentFrontmatter,
  documentFrontmatter,
  legacyFrontmatter,
} from '../../schemas/document.ts';
import { LineIndex, type Range } from '../diagnostics/range.ts';
import { checkAgainst, type PlacedIssue } from '../diagnostics/schema-issues.ts';
import type { SourceFile } from '../source/source-file.ts';
import { type Body, parseBody } from './body.ts';
import { type Frontmatter, readFrontmatter } from './frontmatter.ts';
import { type NavigationHints, navigationHints } from './navigation-hints.ts';
import type { Address, DocumentProblem } from './problem.ts';

export interface ParsedDocument {
  readonly kind: 'document';
  readonly path: string;
  readonly source: SourceFile;
  /** Declares `id` and `doc_type`: the whole contract applies. */
  readonly strict: boolean;
  /** Id from the frontmatter, when it declares a well-formed one. */
  readonly declaredId?: string;
  readonly title: string;
  readonly docType: DocType;
  /** Checked frontmatter; a key whose value is wrong is absent. */
  readonly frontmatter: Partial<DocumentFrontmatter>;
  /** What it says of its place and its name in a navigation. */
  readonly navigation: NavigationHints;
  readonly body: Body;
  readonly problems: readonly DocumentProblem[];
  /** Offsets in the file of what stands at an address. */
  readonly offsetsOf: (address: Address) => { start: number; end: number };
  readonly rangeOf: (address: Address) => Range;
}

/** A file whose frontmatter could not be read; still known by path and, if it shows, by id. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly path: string;
  readonly source?: SourceFile;
  readonly declaredId?: string;
  readonly problems: readonly DocumentProblem[];
  readonly rangeOf: (address: Address) => Range;
}

export function parseDocument(source: SourceFile): ParsedDocument | Unreadable {
  const frontmatter = readFrontmatter(source.text);
  const offsetsOf = (address: Address) =>
    address.in === 'text' ? address : frontmatter.locate(address.path, address.part);
  const rangeOf = locator(source, offsetsOf);
  const { path } = source;
  if (frontmatter.problem) {
    const declaredId = /^id:[ \t]*["']?([\w.-]+)/m.exec(source.text)?.[1];
    const problems = [frontmatter.problem];
    return {
      kind: 'unreadable',
      path,
      source,
      problems,
      rangeOf,
      ...(declaredId && { declaredId }),
    };
  }
  const format = /\.mdx$/i.test(path) ? 'mdx' : 'md';
  const body = parseBody(source.text, frontmatter.bodyStart, format);
  const { values, problems, strict } = checkFrontmatter(frontmatter);
  return {
    kind: 'document',
    path,
    source,
    strict,
    ...(values.id !== undefined && { declaredId: values.id }),
    title: values.title ?? titleOf(frontmatter.data, body, path),
    docType: values.doc_type ?? docTypeOf(path),
    frontmatter: values,
    navigation: navigationHints(frontmatter.data),
    body,
    problems: [...problems, ...body.problems],
    offsetsOf,
    rangeOf,
  };
}

interface Checked {
  readonly values: Partial<DocumentFrontmatter>;
  readonly problems: DocumentProblem[];
  readonly strict: boolean;
}

function checkFrontmatter({ data }: Frontmatter): Checked {
  const { id, doc_type } = documentFrontmatter.shape;
  if (data.id === undefined) {
    return { ...checkKeys(legacyFrontmatter, data), strict: false };
  }
  if (data.doc_type !== undefined) {
    return { ...checkKeys(documentFrontmatter, data), strict: true };
  }
  // An id of its own but no type: one finding, and the rest is read as a legacy document.
  const missing: DocumentProblem = {
    code: 'frontmatter/missing-key',
    kind: 'missing-key',
    at: { in: 'frontmatter', path: ['id'], part: 'key' },
    key: 'doc_type',
    expected: checkAgainst(doc_type, undefined).issues.map(expectedOf)[0] ?? '',
  };
  const legacy = checkKeys(legacyFrontmatter, data);
  const declared = id.safeParse(data.id);
  return {
    values: { ...legacy.values, ...(declared.success && { id: declared.data }) },
    problems: [missing, ...legacy.problems],
    strict: false,
  };
}

function expectedOf(issue: PlacedIssue): string {
  return 'expected' in issue ? issue.expected : '';
}

/** Checks key by key, so that one wrong value costs the document only that value. */
function checkKeys(
  schema: z.ZodObject,
  data: Readonly<Record<string, unknown>>,
): { values: Partial<DocumentFrontmatter>; problems: DocumentProblem[] } {
  const whole = schema.safeParse(data);
  if (whole.success) return { values: whole.data as Partial<DocumentFrontmatter>, problems: [] };
  const values: Record<string, unknown> = {};
  for (const [key, keySchema] of Object.entries(schema.shape)) {
    const parsed = (keySchema as z.ZodType).safeParse(data[key]);
    if (parsed.success && parsed.data !== undefined) values[key] = parsed.data;
  }
  return {
    values: values as Partial<DocumentFrontmatter>,
    problems: checkAgainst(schema, data).issues.map(toProblem),
  };
}

function toProblem({ path, part, ...issue }: PlacedIssue): DocumentProblem {
  // What is missing has no place of its own: the finding is at what it is missing from.
  const shown = issue.kind === 'missing-key' ? path.slice(0, -1) : path;
  const at: Address = { in: 'frontmatter', path: shown, ...(part && { part }) };
  switch (issue.kind) {
    case 'unknown-key':
      return { code: 'frontmatter/unknown-key', at, ...issue };
    case 'missing-key':
      return { code: 'frontmatter/missing-key', at, ...issue };
    case 'wrong-value':
      return { code: 'frontmatter/wrong-value', at, ...issue };
  }
}

/** Frontmatter, else the first `#` heading, else the file's name. */
function titleOf(data: Readonly<Record<string, unknown>>, body: Body, path: string): string {
  if (typeof data.title === 'string' && data.title.trim() !== '') return data.title.trim();
  const heading = body.headings.find(({ depth }) => depth === 1)?.text;
  if (heading) return heading;
  return titleOfFile(path);
}

/** The title of a document that gives itself none. */
export function titleOfFile(path: string): string {
  const stem =
    path
      .split('/')
      .at(-1)
      ?.replace(/\.mdx?$/i, '') ?? path;
  return stem.replaceAll(/[-_]+/g, ' ').trim() || stem;
}

/** The type whose folder comes first on the path. */
function docTypeOf(path: string): DocType {
  for (const folder of path.split('/').slice(0, -1)) {
    const type = DOC_TYPES.find((candidate) =>
      (DOC_TYPE_METADATA[candidate].folders as readonly string[]).includes(folder.toLowerCase()),
    );
    if (type) return type;
  }
  return 'doc';
}

function locator(
  source: SourceFile,
  offsetsOf: ParsedDocument['offsetsOf'],
): (address: Address) => Range {
  let lines: LineIndex | undefined;
  return (address) => {
    lines ??= new LineIndex(source.text);
    const { start, end } = offsetsOf(address);
    return lines.rangeAt(start, end);
  };
}
