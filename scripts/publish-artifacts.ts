/** Search data of a build, made in a thread of its own while pages are rendered in this one. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { searchableDocuments } from '../src/portal/artifacts.ts';
import type { Portal } from '../src/portal/compile-portal.ts';
import type { SearchTask } from './search-thread.ts';

/** Writes the index below `out`, compressed copies included. */
export async function publishSearch(portal: Portal, out: string): Promise<void> {
  const { language, synonyms } = portal.config;
  const task: SearchTask = {
    documents: searchableDocuments(portal),
    settings: { language, synonyms },
    out,
  };
  const thread = new Worker(new URL('search-thread.ts', import.meta.url), { workerData: task });
  // A thread that throws gives an `error` event, which rejects this.
  await once(thread, 'exit');
}
