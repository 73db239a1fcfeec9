/** The thread of `publish-artifacts.ts`: the search index first, then the artifacts it is sent. */
import { once } from 'node:events';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { SEARCH_FOLDER } from '../../schemas/addresses.ts';
import type { Artifact } from '../portal/artifacts/artifact.ts';
import { searchArtifacts } from '../portal/artifacts/search-artifacts.ts';
import type { IndexSettings } from '../search/build-index.ts';
import type { SearchDocument } from '../search/records.ts';
import { precompress } from './precompress.ts';
import { writeArtifacts } from './write-artifacts.ts';

export interface SearchTask {
  readonly documents: readonly SearchDocument[];
  readonly settings: IndexSettings;
  /** The output folder of the build. */
  readonly out: string;
}

const { documents, settings, out } = workerData as SearchTask;
writeArtifacts(out, searchArtifacts(documents, settings));
await precompress(join(out, SEARCH_FOLDER));
if (parentPort) {
  const [artifacts] = (await once(parentPort, 'message')) as [readonly Artifact[]];
  writeArtifacts(out, artifacts);
}
