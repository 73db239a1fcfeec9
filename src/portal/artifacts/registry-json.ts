/** `api/registry.json`: every document with its places, and who leads to it. */
import { documentUrl } from '../../../schemas/addresses.ts';
import type { RegistryDocument, RegistryJson } from '../../../schemas/registry-json.ts';
import { compareText } from '../../diagnostics/report.ts';
import type { Document, Registry } from '../../registry/registry.ts';
import type { Portal } from '../compile-portal.ts';

export function registryJson({
  registry,
  outline,
}: Pick<Portal, 'registry' | 'outline'>): RegistryJson {
  const documents = outline.documents
    .map((document, index) => registryDocument(registry, document, index + 1))
    .sort((a, b) => compareText(a.id, b.id));
  return { schemaVersion: 1, documents };
}

function registryDocument(registry: Registry, document: Document, order: number): RegistryDocument {
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
    order,
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
