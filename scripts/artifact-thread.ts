/** The thread of `publish-search.ts`: builds, writes and compresses the search index. */
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { SEARCH_FOLDER, searchArtifacts } from '../src/portal/search-artifacts.ts';
import type { IndexSettings } from '../src/search/build-index.ts';
import type { SearchDocument } from '../src/search/records.ts';
import { precompress } from './precompress.ts';
import { writeArtifacts } from './write-artifacts.ts';

export interface SearchTask {
  readonly documents: readonly SearchDocument[];
  readonly settings: IndexSettings;
  /** The output folder of the build. */
  readonly out: string;
}

const { documents, settings, out } = workerData as SearchTask;
await writeArtifacts(out, searchArtifacts(documents, settings));
await precompress(join(out, SEARCH_FOLDER));
