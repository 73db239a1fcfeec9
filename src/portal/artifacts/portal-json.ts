/** `api/portal.json`: the name, language, time zone and first page of a portal, for what serves it. */
import type { PortalJson } from '../../../schemas/portal-json.ts';
import type { Portal } from '../compile-portal.ts';

export function portalJson({
  config,
  templates,
}: Pick<Portal, 'config' | 'templates'>): PortalJson {
  const { title, language, timeZone, home = templates.length > 0 ? 'work' : 'docs' } = config;
  // A document is the first page of the documents.
  return { schemaVersion: 1, title, language, timeZone, home: home === 'work' ? home : 'docs' };
}
