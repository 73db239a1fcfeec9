/**
 * Sources in, registry out: the only file that makes one of a content root. What changed files were
 * before is a small registry of its own, in `affected-files.ts`.
 */
import { LineIndex } from '../diagnostics/range.ts';
import { type ParsedDocument, parseDocument, type Unreadable } from '../documents/document.ts';
import type { SourceFile, SourceProblem, Sources } from '../source/source-file.ts';
import { Registry } from './registry.ts';

export interface LoadedRegistry {
  readonly registry: Registry;
  readonly sourceProblems: readonly SourceProblem[];
}

/** How a source becomes a document. */
export type Parse = (source: SourceFile) => ParsedDocument | Unreadable;

/** @param parse `parseDocument`, or one that memoizes: see `memoizeParse`. */
export function loadRegistry(sources: Sources, parse: Parse = parseDocument): LoadedRegistry {
  const unread = sources.problems
    .filter(({ path }) => /\.mdx?$/i.test(path))
    .map(({ path }): Unreadable => ({ kind: 'unreadable', path, problems: [], rangeOf: nowhere }));
  const parsed = [...sources.files.map(parse), ...unread];
  return { registry: new Registry(parsed, sources.assets), sourceProblems: sources.problems };
}

/** Parses what has changed since it was last asked for; for servers that watch a folder. */
export function memoizeParse(): Parse {
  const memo = new Map<string, { text: string; parsed: ReturnType<Parse> }>();
  return (source) => {
    const known = memo.get(source.path);
    if (known?.text === source.text) return known.parsed;
    const parsed = parseDocument(source);
    memo.set(source.path, { text: source.text, parsed });
    return parsed;
  };
}

/** A file that was never read has no places to point at. */
function nowhere() {
  return new LineIndex('').rangeAt(0, 0);
}
