/**
 * The files a portal publishes beside its pages, as plain data: nothing here writes.
 * The same portal always gives the same bytes in the same order.
 */

import {
  DATA_FILES,
  documentUrl,
  fileOf,
  schemaFile,
  templateFile,
  twinUrl,
} from '../../../schemas/addresses.ts';
import { publishedSchemas } from '../../../schemas/published.ts';
import type { RegistryDocument, RegistryJson } from '../../../schemas/registry-json.ts';
import type { TemplateIndex } from '../../../schemas/workflow-template.ts';
import { compareText, createReport } from '../../diagnostics/report.ts';
import type { Document, Registry } from '../../registry/registry.ts';
import { type SearchDocument, searchDocuments } from '../../search/records.ts';
import type { Portal } from '../compile-portal.ts';
import type { Artifact } from './artifact.ts';
import { llmsText } from './llms-text.ts';
import { markdownTwin } from './markdown-twin.ts';
import { redirects } from './redirects.ts';
import { searchArtifacts } from './search-artifacts.ts';

/** All of them, by path. */
export function createArtifacts(portal: Portal, content: string): Artifact[] {
  return [
    ...artifactsBesideSearch(portal, content),
    ...searchArtifacts(searchableDocuments(portal), portal.config),
  ].sort((a, b) => compareText(a.path, b.path));
}

/** All but the search index. */
export function artifactsBesideSearch(portal: Portal, content: string): Artifact[] {
  const { registry, templates, diagnostics } = portal;
  return [
    json(DATA_FILES.registry, registryJson(portal)),
    { path: DATA_FILES.ids, content: idList(registry) },
    json(DATA_FILES.templateIndex, templateIndex(portal)),
    ...templates.map(({ template }) => json(templateFile(template.type), template)),
    ...publishedSchemas().map(({ file, schema }) => json(schemaFile(file), schema)),
    json(DATA_FILES.report, createReport(content, registry.documents.length, diagnostics)),
    { path: DATA_FILES.redirects, content: redirects(registry) },
    ...twins(portal),
    ...llmsText(portal),
    ...assetCopies(portal),
  ];
}

function assetCopies({ assets }: Portal): Artifact[] {
  return [...assets.byPath()].map(([path, { absolutePath }]) => ({ path, copyFrom: absolutePath }));
}

/** What `searchArtifacts` works on, as plain data that another thread can be given. */
export function searchableDocuments({ registry, templates }: Portal): SearchDocument[] {
  return searchDocuments(registry.documents, templates);
}

/** Ids and titles alone, for a page that has to find the nearest of them. */
function idList({ documents }: Registry): string {
  const lines = documents.map(({ id, title }) => JSON.stringify([id, title]));
  return `[\n${lines.sort(compareText).join(',\n')}\n]\n`;
}

function twins({ registry, assets, templates }: Portal): Artifact[] {
  return registry.documents.map((document) => {
    const compiled = templates.find((entry) => entry.document === document);
    const content = markdownTwin(document, { registry, assets, compiled });
    return { path: fileOf(twinUrl(document)), content };
  });
}

function json(path: string, value: unknown): Artifact {
  return { path, content: `${JSON.stringify(value, null, 1)}\n` };
}

function templateIndex({ templates }: Portal): TemplateIndex {
  return {
    schemaVersion: 1,
    templates: templates.map(({ document, template }) => ({
      type: template.type,
      templateId: template.templateId,
      name: template.name,
      file: `${template.type}.json`,
      contentHash: template.contentHash,
      tasks: template.taskDefinitions.length,
      trigger: template.triggerType,
      url: documentUrl(document),
    })),
  };
}

function registryJson(portal: Portal): RegistryJson {
  const documents = portal.registry.documents
    .map((document) => registryDocument(portal, document))
    .sort((a, b) => compareText(a.id, b.id));
  return { schemaVersion: 1, documents };
}

function registryDocument({ registry }: Portal, document: Document): RegistryDocument {
  const { frontmatter, body } = document;
  const named = (role: string) =>
    registry
      .references(document)
      .flatMap((reference) =>
        reference.role === role && reference.resolution.kind === 'document'
          ? [reference.resolution.document.id]
          : [],
      );
  const [supersededBy] = named('superseded_by');
  return {
    id: document.id,
    url: documentUrl(document),
    path: document.path,
    title: document.title,
    doc_type: document.docType,
    domain: document.domain,
    legacy: document.hasGeneratedId,
    ...present({ summary: frontmatter.summary }),
    aliases: frontmatter.aliases ?? [],
    tags: frontmatter.tags ?? [],
    systems: frontmatter.systems ?? [],
    ...present({ owner: frontmatter.owner }),
    status: frontmatter.status ?? 'active',
    ...present({
      supersededBy,
      reviewedAt: frontmatter.reviewed_at,
      reviewEvery: frontmatter.review_every,
    }),
    steps: body.steps.map(({ ordinal, name, title, anchor, hash }) => ({
      ordinal,
      ...present({ name }),
      title,
      anchor,
      hash,
    })),
    headings: body.headings.map(({ depth, text, slug }) => ({ depth, text, anchor: slug })),
    related: named('related_docs'),
    backlinks: registry
      .backlinks(document.id)
      .map((other) => ({ id: other.id, title: other.title, url: documentUrl(other) })),
    usedByTasks: registry.taskUses(document.id).map(({ type, refId, stepId }) => ({
      template: type,
      refId,
      ...present({ stepId }),
    })),
  };
}

/** Absent optional keys are absent, never null. */
function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
