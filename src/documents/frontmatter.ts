/**
 * The block between the `---` fences: found here, decoded by gray-matter with the `yaml`
 * library as its only engine, located again only when a finding needs a position. No
 * other file imports either of them.
 */
import matter from 'gray-matter';
import {
  isMap,
  isNode,
  isSeq,
  Lexer,
  Parser,
  parseDocument,
  stringify,
  type Document as YamlDocument,
} from 'yaml';
import type { Address, DocumentProblem } from './problem.ts';

export interface Frontmatter {
  /** The decoded mapping; empty when there is no block or it is not a mapping. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Offset in the file at which the Markdown body begins. */
  readonly bodyStart: number;
  /** Whether the file has a block at all. */
  readonly exists: boolean;
  /** What keeps the block from being read; the document is then unreadable. */
  readonly problem?: DocumentProblem;
  /** Offsets in the file of a key or value, or of the nearest parent that exists. */
  locate(path: readonly (string | number)[], part?: 'key'): { start: number; end: number };
}

/** Words behind the fence name a language. */
const OPENING = /^---(?=[ \t]*(?:[^\s-]|[\r\n]|$))([^\r\n]*)(?:\r\n|\n|\r|$)/;
const CLOSING = /^---[ \t]*$/m;
const YAML_LANGUAGES = new Set(['', 'yaml', 'yml']);

/** YAML 1.2 core schema: no dates, no custom tags, bounded alias expansion. */
const YAML_OPTIONS = { version: '1.2', schema: 'core', prettyErrors: false } as const;
const MAX_ALIASES = 100;
/** Several times the largest workflow; reading YAML takes long. */
const MAX_LENGTH = 256 * 1024;
/** Several times as deep as a workflow; the library recurses, until the process ends. */
const MAX_NESTING = 50;

export function readFrontmatter(text: string): Frontmatter {
  const opening = OPENING.exec(text);
  if (!opening) return without(text, 0, findMisplaced(text));
  const blockStart = opening[0].length;
  const closing = CLOSING.exec(text.slice(blockStart));
  const fence = { in: 'text', start: 0, end: opening[0].trimEnd().length } as const;
  const language = (opening[1] ?? '').trim().toLowerCase();
  if (!YAML_LANGUAGES.has(language)) {
    // `--- some words` is prose or a rule, unless a closing fence makes it a block.
    if (!closing) return without(text, 0);
    return without(text, blockStart, { code: 'frontmatter/refused-language', at: fence, language });
  }
  if (!closing) return without(text, blockStart, { code: 'frontmatter/unterminated', at: fence });
  const block = text.slice(blockStart, blockStart + closing.index);
  const afterFence = blockStart + closing.index + closing[0].length;
  const bodyStart = afterFence + (/^(?:\r\n|\n|\r)/.exec(text.slice(afterFence))?.[0].length ?? 0);
  return decode(block, blockStart, bodyStart, fence);
}

/** Keys and values as lines of a block, long texts in one line; read back they are the same. */
export function writeYaml(data: Readonly<Record<string, unknown>>): string {
  return stringify(data, { ...YAML_OPTIONS, lineWidth: 0, aliasDuplicateObjects: false });
}

/**
 * What a YAML file of another tool says. Nothing of it is evaluated: a value with a tag of that tool,
 * such as `!!python/name:x`, is what is written behind the tag.
 */
export function readYaml(text: string): { readonly data: unknown } | { readonly reason: string } {
  if (text.length > MAX_LENGTH) {
    return { reason: `it has ${text.length} characters, and may have ${MAX_LENGTH}` };
  }
  if (nestsDeeperAt(text, MAX_NESTING) !== undefined) {
    return { reason: `it nests deeper than ${MAX_NESTING}` };
  }
  try {
    const document = parseDocument(text, YAML_OPTIONS);
    const [error] = document.errors;
    if (error) return { reason: error.message.replaceAll(/\s+/g, ' ') };
    const data: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    const isHeldByItself = typeof data === 'object' && data !== null && isCircular(data);
    return isHeldByItself ? { reason: 'an alias stands for something that holds it' } : { data };
  } catch (error) {
    return { reason: (error as Error).message };
  }
}

/** Blank lines, then a whole block that declares an id: metadata that is read as text. */
function findMisplaced(text: string): DocumentProblem | undefined {
  const start = text.length - text.trimStart().length;
  if (start === 0 || !/^---[ \t]*[\r\n]/.test(text.slice(start, start + 80))) return undefined;
  const afterFence = text.slice(start + 3);
  const block = afterFence.slice(0, CLOSING.exec(afterFence)?.index ?? 0);
  if (!/^id:[ \t]*\S/m.test(block)) return undefined;
  return { code: 'frontmatter/misplaced-block', at: { in: 'text', start, end: start + 3 } };
}

function without(text: string, bodyStart: number, problem?: DocumentProblem): Frontmatter {
  return {
    data: {},
    bodyStart,
    exists: problem !== undefined,
    ...(problem && { problem }),
    locate: () => ({ start: 0, end: Math.min(3, text.length) }),
  };
}

type TextAddress = Extract<Address, { in: 'text' }>;

function decode(block: string, start: number, bodyStart: number, fence: TextAddress): Frontmatter {
  let yaml: YamlDocument | undefined;
  const parse = () => {
    yaml ??= parseDocument(block, YAML_OPTIONS);
    return yaml;
  };
  const result = {
    bodyStart,
    exists: true,
    locate: (path: readonly (string | number)[], part?: 'key') => {
      const [from, to] = locateNode(parse(), path, part) ?? [0, 0];
      return from === to ? fence : { start: start + from, end: start + to };
    },
  };
  const invalid = (reason: string, from: number, to: number): Frontmatter => ({
    ...result,
    data: {},
    problem: {
      code: 'frontmatter/invalid-yaml',
      at: { in: 'text', start: start + from, end: start + Math.max(to, from + 1) },
      reason,
    },
  });
  if (block.length > MAX_LENGTH) {
    return invalid(`It has ${block.length} characters, and may have ${MAX_LENGTH}`, 0, 3);
  }
  const deep = nestsDeeperAt(block, MAX_NESTING);
  if (deep !== undefined) return invalid(`It nests deeper than ${MAX_NESTING}`, deep, deep + 1);
  const [error] = parse().errors;
  if (error) return invalid(error.message, ...error.pos);
  try {
    const toData = () => (parse().toJS({ maxAliasCount: MAX_ALIASES }) ?? {}) as object;
    const data: unknown = matter(`---\n${block}\n---\n`, onlyYaml(toData)).data;
    yaml = undefined;
    if (data === null || data === undefined) return { ...result, data: {} };
    if (typeof data !== 'object' || Array.isArray(data)) {
      return invalid('The block is not a mapping of keys to values', 0, block.trimEnd().length);
    }
    if (isCircular(data)) {
      return invalid('An alias stands for something that holds it', 0, block.trimEnd().length);
    }
    return { ...result, data: data as Record<string, unknown> };
  } catch (error) {
    return invalid((error as Error).message, 0, block.trimEnd().length);
  }
}

/** Signs of nesting beyond anything that people write by hand. */
const MANY_LEVELS = /(?:[[{][^[{]*){50}|^(?:[ \t]*[-?:][ \t]){50}|^ {50}/m;

/** Offset at which collections nest deeper than `limit`. */
function nestsDeeperAt(block: string, limit: number): number | undefined {
  if (!MANY_LEVELS.test(block)) return undefined;
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(block)) {
    for (const _ of parser.next(lexeme)) {
      // Whole documents are no concern here.
    }
    // The document and what holds the value are on the stack as well.
    if (parser.stack.length > limit + 2) return parser.offset;
  }
  return undefined;
}

/** Whether a value holds itself; shared parts are looked at once. */
function isCircular(value: object): boolean {
  const open = new Set<unknown>();
  const closed = new Set<unknown>();
  const visit = (each: unknown): boolean => {
    if (typeof each !== 'object' || each === null || closed.has(each)) return false;
    if (open.has(each)) return true;
    open.add(each);
    const found = Object.values(each).some(visit);
    open.delete(each);
    closed.add(each);
    return found;
  };
  return visit(value);
}

/** gray-matter evaluates JavaScript unless told otherwise: every engine but YAML refuses. */
function onlyYaml(yaml: () => object) {
  const refuse = (): never => {
    throw new Error('Only YAML frontmatter is read');
  };
  const refused = { json: refuse, javascript: refuse, js: refuse, coffee: refuse, toml: refuse };
  return { language: 'yaml', engines: { ...refused, yaml } };
}

/** Offsets within the block of the node at `path`, or of its nearest existing parent's key. */
function locateNode(
  document: YamlDocument,
  path: readonly (string | number)[],
  part?: 'key',
): [number, number] | undefined {
  let node: unknown = document.contents;
  let found: [number, number] | undefined;
  for (const [depth, step] of path.entries()) {
    const pair = isMap(node)
      ? node.items.find((item) => String(item.key) === String(step))
      : undefined;
    const child = pair ? pair.value : isSeq(node) ? node.items[Number(step)] : undefined;
    if (pair === undefined && child === undefined) return found;
    const key = rangeOf(pair?.key);
    const value = rangeOf(child);
    const wantsKey = part === 'key' && depth === path.length - 1;
    found = (wantsKey ? key : depth === path.length - 1 ? value : key) ?? key ?? value ?? found;
    node = child;
  }
  return found;
}

function rangeOf(node: unknown): [number, number] | undefined {
  if (!isNode(node) || !node.range) return undefined;
  const [start, end] = node.range;
  return start === end ? undefined : [start, end];
}
