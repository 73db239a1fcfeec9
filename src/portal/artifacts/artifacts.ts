/**
 * The files a portal publishes beside its pages, as plain data: nothing here writes.
 * The same portal always gives the same bytes in the same order.
 */
import {
  DATA_FILES,
  fileOf,
  schemaFile,
  templateFile,
  twinUrl,
} from '../../../schemas/addresses.ts';
import { publishedSchemas } from '../../../schemas/published.ts';
import { compareText, createReport } from '../../diagnostics/report.ts';
import { searchDocuments } from '../../search/records.ts';
import type { Portal } from '../compile-portal.ts';
import type { Artifact } from './artifact.ts';
import { idList } from './id-list.ts';
import { llmsText } from './llms-text.ts';
import { markdownTwin } from './markdown-twin.ts';
import { portalJson } from './portal-json.ts';
import { redirects } from './redirects.ts';
import { registryJson } from './registry-json.ts';
import { searchArtifacts } from './search-artifacts.ts';
import { templateIndex } from './template-index.ts';

/** All of them, by path. */
export function createArtifacts(portal: Portal, content: string): Artifact[] {
  const { registry, templates, config } = portal;
  return [
    ...artifactsBesideSearch(portal, content),
    ...searchArtifacts(searchDocuments(registry.documents, templates), config),
  ].sort((a, b) => compareText(a.path, b.path));
}

/** All but the search index. */
export function artifactsBesideSearch(portal: Portal, content: string): Artifact[] {
  const { registry, templates, diagnostics, assets, brand } = portal;
  const { documents } = registry;
  const compiledOf = new Map(templates.map((compiled) => [compiled.document, compiled]));
  return [
    json(DATA_FILES.portal, portalJson(portal)),
    json(DATA_FILES.registry, registryJson(portal)),
    { path: DATA_FILES.ids, content: idList(documents) },
    json(DATA_FILES.templateIndex, templateIndex(templates)),
    ...templates.map(({ template }) => json(templateFile(template.type), template)),
    ...publishedSchemas().map(({ file, schema }) => json(schemaFile(file), schema)),
    json(DATA_FILES.report, createReport(content, documents.length, diagnostics)),
    { path: DATA_FILES.redirects, content: redirects(registry) },
    ...documents.map((document) => ({
      path: fileOf(twinUrl(document)),
      content: markdownTwin(document, { registry, assets, compiled: compiledOf.get(document) }),
    })),
    ...llmsText(portal),
    ...(brand?.files ?? []),
    ...[...assets.byPath()].map(([path, { absolutePath }]) => ({ path, copyFrom: absolutePath })),
  ];
}

function json(path: string, value: unknown): Artifact {
  return { path, content: `${JSON.stringify(value, null, 1)}\n` };
}
