/** `api/portal.json`: name, language, time zone, first page and look of a portal, for what serves it. */
import type { PortalJson } from '../../../schemas/portal-json.ts';
import type { Portal } from '../compile-portal.ts';

export function portalJson({
  config,
  templates,
  brand,
}: Pick<Portal, 'config' | 'templates' | 'brand'>): PortalJson {
  const { title, language, timeZone, home = templates.length > 0 ? 'work' : 'docs' } = config;
  return {
    schemaVersion: 1,
    title,
    language,
    timeZone,
    // A document is the first page of the documents.
    home: home === 'work' ? home : 'docs',
    ...(brand && { brand: brand.json }),
  };
}
