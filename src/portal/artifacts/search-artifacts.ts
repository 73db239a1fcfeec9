/** The search index as files; apart from the other artifacts, so that a thread loads only this. */
import { SEARCH_FOLDER } from '../../../schemas/addresses.ts';
import { buildIndexFiles, type IndexSettings } from '../../search/build-index.ts';
import type { SearchDocument } from '../../search/records.ts';

export function searchArtifacts(
  documents: readonly SearchDocument[],
  settings: IndexSettings,
): { readonly path: string; readonly content: string }[] {
  return buildIndexFiles(documents, settings).map(({ name, content }) => ({
    path: `${SEARCH_FOLDER}/${name}`,
    content,
  }));
}
