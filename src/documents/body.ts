/**
 * The Markdown or MDX of one document, parsed once for everyone: rules, search and pages
 * read the same tree, so a slug or an anchor cannot differ between them. The only file
 * that imports the parser, `satteri`.
 */
import GithubSlugger from 'github-slugger';
import type { Heading as HeadingNode, Nodes, Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { markdownToMdast, mdxToMdast } from 'satteri';
import { type Processor, unified } from 'unified';
import { findCostlyText } from './costly-text.ts';
import { findCostlyTree, findLargeDiagrams } from './costly-tree.ts';
import { readFootnotes } from './footnotes.ts';
import type { HtmlElement } from './html-element.ts';
import { findDeepHtml } from './html-nesting.ts';
import { type Ignore, readIgnores } from './ignores.ts';
import { type Link, readLink } from './links.ts';
import { findMdxProblems } from './mdx.ts';
import type { DocumentProblem } from './problem.ts';
import { readHtml } from './raw-html.ts';
import { findStrayMarkers, type StrayMarker } from './step-markers.ts';
import { readSteps, type Step } from './steps.ts';
import { pushReversed, walkTree } from './walk-tree.ts';
import { findSplitWikiLinks, splitWikiLinks } from './wiki-links.ts';

export type BodyFormat = 'md' | 'mdx';

export interface Heading {
  readonly depth: number;
  /** Plain text, without Markdown. */
  readonly text: string;
  /** Fragment of the heading on the page; unique within the document. */
  readonly slug: string;
  readonly node: HeadingNode;
  readonly start: number;
  readonly end: number;
}

export interface Body {
  /**
   * mdast whose offsets count from `offset`. Wiki links are `link` nodes; headings and
   * steps carry the id they have on the page as `data.hProperties`.
   */
  readonly root: Root;
  /** Offset of the body in its file. */
  readonly offset: number;
  readonly headings: readonly Heading[];
  readonly links: readonly Link[];
  readonly steps: readonly Step[];
  /** Every fragment the page will answer to, without `#`. */
  readonly anchors: ReadonlySet<string>;
  readonly hasRawHtml: boolean;
  /** Tags written as raw HTML, in order. */
  readonly elements: readonly HtmlElement[];
  /** Offsets of images that say nothing to those who cannot see them. */
  readonly imagesWithoutAlt: readonly { readonly start: number; readonly end: number }[];
  /** Offsets of running text: no code, no raw HTML. */
  readonly texts: readonly { readonly start: number; readonly end: number }[];
  readonly strayMarkers: readonly StrayMarker[];
  readonly ignores: readonly Ignore[];
  /** Set when the tree is not to be rendered; the page shows the plain text instead. */
  readonly isPlainText: boolean;
  readonly problems: readonly DocumentProblem[];
}

/** Deepest nesting of blocks rendered; tree walkers downstream recurse. */
export const MAX_DEPTH = 100;

/** What a line begins with in a quotation or in an item of a list. */
const CONTAINER = /[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])/;

const processor: Processor<Root> = unified().use(function satteri(this: Processor) {
  this.parser = (text, file) => {
    const parse = file.extname === '.mdx' ? mdxToMdast : markdownToMdast;
    return parse(text, { features: { frontmatter: false } }) as Root;
  };
}) as unknown as Processor<Root>;

/** Parses `text` from `offset` on. MDX that does not parse is read as Markdown and reported. */
export function parseBody(text: string, offset: number, format: BodyFormat): Body {
  const source = text.slice(offset);
  const whole = { in: 'text', start: offset, end: text.length } as const;
  // Before anything is parsed: the time that takes grows with the square of the depth.
  if (new RegExp(`^(?:${CONTAINER.source}){${MAX_DEPTH + 1}}`, 'm').test(source)) {
    const nested = 'blocks';
    return plainText(offset, [{ code: 'source/too-deep', at: whole, limit: MAX_DEPTH, nested }]);
  }
  const costly = findCostlyText(source, format, parseMarkdown);
  if (costly) {
    const place = { start: offset + costly.start, end: offset + costly.end };
    const found = `There are too many ${costly.found} here`;
    return plainText(offset, [tooComplex(place, found, costly.action)]);
  }
  const syntax: DocumentProblem[] = [];
  let root: Root;
  try {
    root = processor.parse({ value: source, path: `document.${format}` } as never);
  } catch (error) {
    syntax.push(mdxSyntaxProblem(error as Error, source, offset));
    root = parseMarkdown(source);
  }
  if (isDeeperThan(root, MAX_DEPTH)) {
    const nested = 'blocks';
    return plainText(offset, [{ code: 'source/too-deep', at: whole, limit: MAX_DEPTH, nested }]);
  }
  const deep = findDeepHtml(root, MAX_DEPTH);
  if (deep) {
    const at = { in: 'text', ...span(deep, offset) } as const;
    return plainText(offset, [{ code: 'source/too-deep', at, limit: MAX_DEPTH, nested: 'tags' }]);
  }
  const splitLinks = source.includes('[[') ? findSplitWikiLinks(root, source, offset) : [];
  if (source.includes('[[')) splitWikiLinks(root, source);
  const tooMuch = findCostlyTree(root);
  if (tooMuch) {
    const { node, found, action } = tooMuch;
    return plainText(offset, [tooComplex(span(node, offset), found, action)]);
  }
  return {
    ...collect(root, source, offset),
    root,
    offset,
    isPlainText: false,
    problems: [
      ...syntax,
      ...(format === 'mdx' && syntax.length === 0 ? findMdxProblems(root, offset) : []),
      ...splitLinks,
      ...findLargeDiagrams(root).map(({ node, found, action }) =>
        tooComplex(span(node, offset), found, action, 'its text'),
      ),
    ],
  };
}

function parseMarkdown(source: string): Root {
  return processor.parse({ value: source, path: 'document.md' } as never);
}

function tooComplex(
  { start, end }: { readonly start: number; readonly end: number },
  found: string,
  action: string,
  shown = 'the plain text',
): DocumentProblem {
  return { code: 'source/too-complex', at: { in: 'text', start, end }, found, action, shown };
}

function collect(root: Root, source: string, offset: number) {
  const slugger = new GithubSlugger();
  const headings: Heading[] = [];
  const links: Link[] = [];
  const ids = new Set<string>();
  const elements: HtmlElement[] = [];
  const imagesWithoutAlt: { start: number; end: number }[] = [];
  const texts: { start: number; end: number }[] = [];
  let hasRawHtml = false;
  const steps = readSteps(root, source, offset);
  // A heading such as "Step 1" must not take the fragment of the step.
  for (const { anchor } of steps) slugger.slug(anchor);
  const footnotes = readFootnotes(root, source);
  const collectFrom = (node: Nodes): void => {
    if (node.type === 'heading') {
      const text = textOf(node, { includeHtml: false }).trim();
      const slug = slugger.slug(text);
      node.data = { ...node.data, hProperties: { id: slug } };
      headings.push({ depth: node.depth, text, slug, node, ...span(node, offset) });
    } else if (node.type === 'html') {
      const html = readHtml(node, source, offset);
      hasRawHtml ||= html.hasElements;
      for (const link of html.links) links.push(link);
      for (const element of html.elements) elements.push(element);
      for (const id of html.ids) ids.add(id);
    } else if (node.type === 'text') {
      texts.push(span(node, offset));
    } else {
      const link = readLink(node, offset);
      if (link) links.push(link);
      if ((node.type === 'image' || node.type === 'imageReference') && !node.alt?.trim()) {
        imagesWithoutAlt.push(span(node, offset));
      }
    }
  };
  walkTree(root, collectFrom, footnotes.unused);
  for (const link of definitionsIn(footnotes.unused, offset)) links.push(link);
  for (const { tagName, attributes, start, end } of elements) {
    // An empty `alt` says on purpose that there is nothing to say.
    const isSilent = !attributes.some(({ name }) => name === 'alt');
    if (tagName === 'img' && isSilent) imagesWithoutAlt.push({ start, end });
  }
  const anchors = new Set([
    ...headings.map(({ slug }) => slug),
    ...steps.map(({ anchor }) => anchor),
    ...footnotes.anchors,
    ...ids,
  ]);
  return {
    headings,
    links: usedDefinitionsOnly(links),
    steps,
    anchors,
    hasRawHtml,
    elements,
    imagesWithoutAlt,
    texts,
    strayMarkers: findStrayMarkers(root, source, offset, steps),
    ignores: readIgnores(root, source, offset),
  };
}

/** Footnotes that are not shown still define links for what is; one may lie within another. */
function definitionsIn(footnotes: ReadonlySet<Nodes>, offset: number): Link[] {
  const definitions = new Set<Nodes>();
  for (const footnote of footnotes) {
    walkTree(footnote, (node) => {
      if (node.type === 'definition') definitions.add(node);
    });
  }
  return [...definitions].flatMap((node) => readLink(node, offset) ?? []);
}

/** A definition that nothing refers to renders nothing, so it cannot be wrong. */
function usedDefinitionsOnly(links: readonly Link[]): Link[] {
  const used = new Set(links.flatMap((link) => (link.form === 'reference' ? [link.target] : [])));
  return links.filter(
    (link) => link.form !== 'reference' && (link.form !== 'definition' || used.has(link.label)),
  );
}

export function span(node: Nodes, offset: number): { start: number; end: number } {
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? start;
  return { start: start + offset, end: end + offset };
}

function isDeeperThan(root: Root, limit: number): boolean {
  const pending: Nodes[] = [root];
  const depths = [0];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const depth = depths.pop() ?? 0;
    if (!('children' in node) || node.children.length === 0) continue;
    if (depth === limit) return true;
    pushReversed(pending, node.children);
    for (let count = node.children.length; count > 0; count--) depths.push(depth + 1);
  }
  return false;
}

function plainText(offset: number, problems: DocumentProblem[]): Body {
  const root: Root = { type: 'root', children: [] };
  return { ...collect(root, '', offset), root, offset, isPlainText: true, problems };
}

/** The parser's message reads `line:column: reason (mdx-…:code)`. */
function mdxSyntaxProblem(error: Error, source: string, offset: number): DocumentProblem {
  const [, line = '1', column = '1'] = /^(\d+):(\d+)/.exec(error.message) ?? [];
  const reason = error.message
    .replace(/^[\d:-]+\s*/, '')
    .replace(/\s*\(mdx[\w-]*:[\w-]+\)$/, '')
    .trim();
  const lines = source.split('\n').slice(0, Number(line) - 1);
  const before = lines.reduce((sum, text) => sum + text.length + 1, 0);
  const start = offset + Math.min(before + Number(column) - 1, Math.max(0, source.length - 1));
  const at = { in: 'text', start, end: Math.min(start + 1, offset + source.length) } as const;
  return { code: 'content/invalid-mdx', at, reason };
}
