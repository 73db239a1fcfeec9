/**
 * What a move does to the texts of a content root: every link and reference that would lead
 * elsewhere, in moved files or to them, is rewritten to lead where it led. Nothing is left
 * to hope: the result is read again, and a link that came out differently stops the move.
 */
import { nearest } from '../diagnostics/suggest.ts';
import { didYouMean } from '../diagnostics/wording.ts';
import type { SourceFile, Sources } from '../source/source-file.ts';
import type { Document } from './known-document.ts';
import { loadRegistry } from './load-registry.ts';
import { isStillRight, placeOfLink, placeOfReference, unmoved } from './places.ts';
import { documentAt, type Edit, type Move, rewriteLinks } from './rewrite-links.ts';

export interface MovePlan {
  /** Old path → new path of every document and asset that moves. */
  readonly paths: ReadonlyMap<string, string>;
  /** New path → new text of every document in which something is rewritten. */
  readonly texts: ReadonlyMap<string, string>;
  /** How many links and references are rewritten. */
  readonly rewritten: number;
}

/** A move that cannot be made, with the reason as a sentence. */
export class MoveError extends Error {
  override readonly name = 'MoveError';
}

/**
 * @param from path of a file or folder, relative to the content root
 * @param to its new path
 * @throws MoveError when there is nothing to move, something in the way, or a link lost.
 */
export function planMove(sources: Sources, from: string, to: string): MovePlan {
  const moved = (path: string) =>
    path === from ? to : path.startsWith(`${from}/`) ? to + path.slice(from.length) : path;
  const paths = pathsToMove(sources, from, to, moved);
  const before = loadRegistry(sources).registry;
  const after = loadRegistry(relocate(sources, moved)).registry;
  const texts = new Map<string, string>();
  let rewritten = 0;
  for (const document of before.documents) {
    const edits = rewriteLinks(document, { before, after, moved });
    if (edits.length === 0) continue;
    rewritten += edits.length;
    texts.set(moved(document.path), splice(document.source.text, edits));
  }
  const result = loadRegistry(relocate(sources, moved, texts)).registry;
  for (const document of before.documents)
    refuseLostLinks(document, { before, after: result, moved });
  return { paths, texts, rewritten };
}

function pathsToMove(
  sources: Sources,
  from: string,
  to: string,
  moved: Move['moved'],
): Map<string, string> {
  const all = [
    ...sources.files.map(({ path }) => path),
    ...sources.assets.keys(),
    ...sources.problems.map(({ path }) => path),
  ];
  const paths = new Map(
    all.filter((path) => moved(path) !== path).map((path) => [path, moved(path)]),
  );
  if (from === to) throw new MoveError(`\`${from}\` is there already.`);
  if (to.startsWith(`${from}/`)) throw new MoveError(`\`${from}\` cannot move into itself.`);
  if (paths.size === 0) {
    const folders = all.map((path) => path.split('/').slice(0, -1).join('/'));
    const suggestion = nearest(from, [...all, ...folders]);
    throw new MoveError(`There is no \`${from}\` in the content.${didYouMean(suggestion)}`);
  }
  const taken = all.find((path) => !paths.has(path) && (path === to || path.startsWith(`${to}/`)));
  if (taken !== undefined) {
    throw new MoveError(`\`${taken}\` is in the way — move it first, or choose another name.`);
  }
  const isDocument = (path: string) => /\.mdx?$/i.exec(path)?.[0].toLowerCase();
  const [file] = paths.has(from) ? [from] : [];
  if (file !== undefined && isDocument(file) !== isDocument(to)) {
    throw new MoveError(
      `\`${from}\` has to keep its ending to stay what it is — add it to \`${to}\`.`,
    );
  }
  if (to.split('/').some((name) => name.startsWith('.') || name === 'node_modules')) {
    throw new MoveError(
      `\`${to}\` would not be read any more — choose a path without a dot in front.`,
    );
  }
  return paths;
}

/** The sources at their new paths, with new texts where there are some. */
function relocate(
  { files, assets, problems, ...rest }: Sources,
  moved: Move['moved'],
  texts: ReadonlyMap<string, string> = new Map(),
): Sources {
  const byPath = <T extends { path: string }>(a: T, b: T) => (a.path < b.path ? -1 : 1);
  const place = <T extends { path: string }>(entry: T): T => ({
    ...entry,
    path: moved(entry.path),
  });
  return {
    ...rest,
    files: files
      .map(place)
      .map((file): SourceFile => ({ ...file, text: texts.get(file.path) ?? file.text }))
      .sort(byPath),
    assets: new Map([...assets.values()].map(place).map((asset) => [asset.path, asset])),
    problems: problems.map(place).sort(byPath),
  };
}

function splice(text: string, edits: readonly Edit[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, text: replacement } of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(done, start) + replacement;
    done = end;
  }
  return result + text.slice(done);
}

/** @throws MoveError when something of the document leads elsewhere than before. */
function refuseLostLinks(document: Document, { before, after, moved }: Move): void {
  const now = documentAt(after, moved(document.path));
  const placesBefore = [
    ...before.references(document).map((each) => placeOfReference(each, moved)),
    ...before.links(document).map((each) => placeOfLink(before, document, each, moved)),
  ];
  const placesNow = [
    ...after.references(now).map((each) => placeOfReference(each, unmoved)),
    ...after.links(now).map((each) => placeOfLink(after, now, each, unmoved)),
  ];
  const lost = placesBefore.findIndex((place, at) => !isStillRight(place, placesNow[at] ?? ''));
  if (lost === -1 && placesBefore.length === placesNow.length) return;
  const { text } = document.source;
  const names = [
    ...before.references(document).map((each) => each.text),
    ...before.links(document).map(({ link }) => text.slice(link.start, link.end)),
  ];
  throw new MoveError(
    `\`${names[lost] ?? ''}\` in \`${document.path}\` would lead elsewhere after the move — write it as a link by id first.`,
  );
}
