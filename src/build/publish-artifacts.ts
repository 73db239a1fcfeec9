/**
 * The data of a build, written by a thread of its own while pages are rendered in this one; it
 * makes the search index itself, since that takes as long as all pages do.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Artifact } from '../portal/artifacts/artifact.ts';
import type { Portal } from '../portal/compile-portal.ts';
import { searchDocuments } from '../search/records.ts';
import type { SearchTask } from './artifact-thread.ts';

export interface Publisher {
  /** Writes `artifacts` and ends the thread; its promise is kept when all data are written. */
  finish(artifacts: readonly Artifact[]): Promise<void>;
  /** Ends a thread that nobody will give artifacts any more. */
  stop(): Promise<unknown>;
}

/** Begins with the search index of `portal`, below `out`. */
export function startPublishing(portal: Portal, out: string): Publisher {
  const { language, synonyms } = portal.config;
  const task: SearchTask = {
    documents: searchDocuments(portal.registry.documents, portal.templates),
    settings: { language, synonyms },
    out,
  };
  const thread = new Worker(new URL('artifact-thread.ts', import.meta.url), { workerData: task });
  // A thread that throws gives an `error` event, which rejects this.
  const done = once(thread, 'exit');
  return {
    async finish(artifacts) {
      thread.postMessage(artifacts);
      await done;
    },
    stop: () => thread.terminate(),
  };
}
