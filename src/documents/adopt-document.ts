/**
 * Brings a plain document under the contract: gives it the keys a strict one declares and
 * touches nothing else. What it cannot give without losing something it leaves alone.
 */
import { toString as textOf } from 'mdast-util-to-string';
import { listing } from '../diagnostics/wording.ts';
import { type ParsedDocument, parseDocument, type Unreadable } from './document.ts';
import { type Frontmatter, readFrontmatter } from './frontmatter.ts';

interface Guess {
  readonly key: 'id' | 'aliases' | 'title' | 'doc_type' | 'summary';
  readonly value: string;
  /** What the value was taken from. */
  readonly from: string;
}

export type Adoption =
  | { readonly kind: 'adopted'; readonly text: string; readonly guesses: readonly Guess[] }
  /** Left as it is, because of what the reason says. */
  | { readonly kind: 'left'; readonly reason: string };

/** The id a document gets, and the one it has been known by, so that links by that go on working. */
export interface AdoptedId {
  readonly id: string;
  readonly former: string;
}

/** Whether a document can be given another id: its aliases are not its author's yet. */
export function canBeRenamed({ source }: ParsedDocument): boolean {
  return readFrontmatter(source.text).data.aliases === undefined;
}

export function adoptDocument(document: ParsedDocument, id: AdoptedId): Adoption {
  const { text } = document.source;
  const frontmatter = readFrontmatter(text);
  const guesses = guessKeys(document, frontmatter, id);
  const adopted = withKeys(text, frontmatter, guesses);
  const parsed = parseDocument({ path: document.path, text: adopted });
  const reason = whyRefused(document, parsed);
  return reason === undefined
    ? { kind: 'adopted', text: adopted, guesses }
    : { kind: 'left', reason };
}

/** Another tool's name for the summary; its value is kept as it is written. */
const FOREIGN_SUMMARY = 'description';

function guessKeys(
  document: ParsedDocument,
  { data }: Frontmatter,
  { id, former }: AdoptedId,
): Guess[] {
  const { title, docType, body, declaredId, path } = document;
  const hasHeading = body.headings.some((heading) => heading.depth === 1 && heading.text === title);
  const isInFolder = docType !== 'doc';
  const summary = guessSummary(document, data);
  const guesses: (Guess | undefined)[] = [
    declaredId === undefined && data.id === undefined
      ? { key: 'id', value: id, from: 'its path' }
      : undefined,
    id === former ? undefined : { key: 'aliases', value: former, from: 'its former id' },
    data.title === undefined
      ? {
          key: 'title',
          value: title,
          from: hasHeading ? 'its first heading' : `the name of ${path}`,
        }
      : undefined,
    data.doc_type === undefined
      ? { key: 'doc_type', value: docType, from: isInFolder ? 'its folder' : 'nothing better' }
      : undefined,
    data.summary === undefined ? summary : undefined,
  ];
  return guesses.filter((guess) => guess !== undefined);
}

function guessSummary(
  { body }: ParsedDocument,
  data: Readonly<Record<string, unknown>>,
): Guess | undefined {
  const key = 'summary';
  const foreign = data[FOREIGN_SUMMARY];
  if (typeof foreign === 'string') return { key, value: foreign, from: `its ${FOREIGN_SUMMARY}` };
  const paragraphs = body.root.children.filter(({ type }) => type === 'paragraph');
  const texts = paragraphs.map((node) =>
    textOf(node, { includeHtml: false, includeImageAlt: false }).replaceAll(/\s+/g, ' ').trim(),
  );
  const first = texts.find((text) => /\p{L}/u.test(text));
  return first === undefined ? undefined : { key, value: shorten(first), from: 'its first words' };
}

const MAX_SUMMARY = 200;

/** The first sentence, or as many words as a list of documents has room for. */
function shorten(text: string): string {
  const sentence = /^.{20,}?[.!?](?=\s)/u.exec(text)?.[0] ?? text;
  if (sentence.length <= MAX_SUMMARY) return sentence;
  return `${sentence.slice(0, MAX_SUMMARY).replace(/\s+\S*$/, '')}…`;
}

function withKeys(text: string, frontmatter: Frontmatter, guesses: readonly Guess[]): string {
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const isRenamed = ({ key }: Guess) => key === 'summary' && FOREIGN_SUMMARY in frontmatter.data;
  const lines = guesses
    .filter((guess) => !isRenamed(guess))
    .map(({ key, value }) => {
      const written = toYaml(value);
      return `${key}: ${key === 'aliases' ? `[${written}]` : written}${eol}`;
    })
    .join('');
  if (!frontmatter.exists) return `---${eol}${lines}---${eol}${eol}${text}`;
  const blockStart = (/^.*?(?:\r\n|\n|\r)/.exec(text)?.[0] ?? '').length;
  let block = text.slice(blockStart, frontmatter.bodyStart);
  if (guesses.some(isRenamed)) {
    const { start, end } = frontmatter.locate([FOREIGN_SUMMARY], 'key');
    block = `${block.slice(0, start - blockStart)}summary${block.slice(end - blockStart)}`;
  }
  return `${text.slice(0, blockStart)}${lines}${block}${text.slice(frontmatter.bodyStart)}`;
}

/** A plain scalar where that is certain to be read as this text, else a quoted one. */
function toYaml(value: string): string {
  const isPlain =
    /^[\p{L}](?:[\p{L}\p{N} ,.()/&’–—_-]*[\p{L}\p{N}.)])?$/u.test(value) &&
    !/^(?:true|false|null|yes|no|on|off)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}

/** A document is adopted only when it then keeps the contract, and is otherwise the same. */
function whyRefused(before: ParsedDocument, after: ParsedDocument | Unreadable) {
  const broken = 'the keys cannot be added to its frontmatter — add them by hand';
  if (after.kind === 'unreadable') return broken;
  const known = new Set(before.problems.map(({ code }) => code));
  const fresh = after.problems.filter(({ code }) => !known.has(code));
  const unknown = fresh.flatMap((each) =>
    each.code === 'frontmatter/unknown-key' ? each.key : [],
  );
  if (unknown.length > 0) {
    const keys = listing(unknown.map((key) => `\`${key}\``));
    return `its frontmatter has ${keys}, which the contract does not know — remove or rename ${unknown.length === 1 ? 'it' : 'them'} first`;
  }
  const wrong = after.problems.find(({ code }) => code.startsWith('frontmatter/'));
  if (wrong && 'key' in wrong)
    return `the value of \`${wrong.key}\` is not what the contract expects — correct it first`;
  if (!after.strict) return broken;
  const textAfter = after.source.text.slice(after.body.offset);
  const textBefore = before.source.text.slice(before.body.offset);
  return textAfter.trimStart() === textBefore.trimStart() ? undefined : broken;
}
