/** Sources in, registry out: the one way every command comes by its documents. */

import { LineIndex } from '../diagnostics/range.ts';
import { parseDocument, type Unreadable } from '../documents/document.ts';
import type { SourceProblem, Sources } from '../source/source-file.ts';
import { Registry } from './registry.ts';

export interface LoadedRegistry {
  readonly registry: Registry;
  readonly sourceProblems: readonly SourceProblem[];
}

export function loadRegistry(sources: Sources): LoadedRegistry {
  const unread = sources.problems
    .filter(({ path }) => /\.mdx?$/i.test(path))
    .map(({ path }): Unreadable => ({ kind: 'unreadable', path, problems: [], rangeOf: nowhere }));
  const parsed = [...sources.files.map(parseDocument), ...unread];
  return { registry: new Registry(parsed, sources.assets), sourceProblems: sources.problems };
}

/** A file that was never read has no places to point at. */
function nowhere() {
  return new LineIndex('').rangeAt(0, 0);
}
