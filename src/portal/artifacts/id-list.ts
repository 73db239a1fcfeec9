/** `api/ids.json`: ids and titles alone, for a page that has to find the nearest of them. */
import { compareText } from '../../diagnostics/report.ts';
import type { Document } from '../../registry/registry.ts';

/** JSON of a list of `[id, title]`, one a line. */
export function idList(documents: readonly Document[]): string {
  const lines = documents.map(({ id, title }) => JSON.stringify([id, title]));
  return `[\n${lines.sort(compareText).join(',\n')}\n]\n`;
}
