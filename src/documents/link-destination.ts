/**
 * Where in a file the destination of a link is written, and how a path is written there:
 * what a tool needs that rewrites a link and leaves its words, title and style alone.
 */
import { parse, postprocess, preprocess } from 'micromark';
import type { Link } from './links.ts';

export interface Destination {
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
  /** What surrounds it, which decides what has to be encoded. */
  readonly style: 'bare' | 'angle' | 'attribute' | 'unquoted' | 'wiki';
}

/** The destination of a link of `text`; undefined when the link has none. */
export function findDestination(text: string, link: Link): Destination | undefined {
  const source = text.slice(link.start, link.end);
  switch (link.form) {
    case 'wiki':
      return at(link, /^\[\[([^|\\\]]+)/d.exec(source), 'wiki');
    case 'html':
    case 'html-image':
      return (
        at(link, /=\s*(?:"([^"]*)"|'([^']*)')/d.exec(source), 'attribute') ??
        at(link, /=\s*([^\s"'>]+)/d.exec(source), 'unquoted')
      );
    default:
      return inMarkdown(source, link);
  }
}

function at({ start }: Link, match: RegExpExecArray | null, style: Destination['style']) {
  const found = match?.indices?.slice(1).find((indices) => indices !== undefined);
  return found && { start: start + found[0], end: start + found[1], style };
}

const DESTINATIONS = new Set([
  'resourceDestinationString',
  'definitionDestinationString',
  'autolinkProtocol',
]);

/** A link as nearly all are written; anything else is left to the parser. */
const PLAIN = /\]\(([^\s()<>\\]+)(?:[ \t]+"[^"\\\n]*")?\)$/d;

/** The destination of the outermost link comes last: what it contains is closed before. */
function inMarkdown(source: string, link: Link): Destination | undefined {
  const plain = at(link, PLAIN.exec(source), 'bare');
  if (plain) return plain;
  // Markers of a quotation or list that the link runs through are no part of it.
  const line = source.replaceAll(/(?:\r\n|\n|\r)[ \t>]*/g, (end) => ' '.repeat(end.length));
  const events = postprocess(
    parse()
      .document()
      .write(preprocess()(line, 'utf8', true)),
  );
  const token = events.findLast(
    ([kind, { type }]) => kind === 'enter' && DESTINATIONS.has(type),
  )?.[1];
  if (!token) return undefined;
  const { start, end } = { start: token.start.offset, end: token.end.offset };
  const style = source[start - 1] === '<' && token.type !== 'autolinkProtocol' ? 'angle' : 'bare';
  return { start: link.start + start, end: link.start + end, style };
}

/**
 * `path` and what follows it as they are to be written there, so that reading gives them again.
 *
 * @param rest fragment and query, as they are written already
 */
export function encodeDestination(path: string, rest: string, style: Destination['style']): string {
  if (style === 'wiki') return path + rest;
  // Markdown does not take every path as a tag's attribute without quotes.
  if (style === 'unquoted') return `"${encodeDestination(path, rest, 'attribute')}"`;
  const special = style === 'angle' ? ANGLE_SPECIAL : BARE_SPECIAL;
  const encode = (character: string) => encodeURIComponent(character).replace(/^[()']$/, hex);
  return path.replaceAll(special, encode) + rest;
}

/** Ends of paths, percent signs that would be decoded, and what Markdown or HTML would read. */
const ANGLE_SPECIAL = /[#?<>\\`|\p{Cc}]|%(?=[0-9a-f]{2})|&(?=[a-z#])/giu;
const BARE_SPECIAL = /[#?<>\\`|()"' \p{Cc}]|%(?=[0-9a-f]{2})|&(?=[a-z#])/giu;

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
