/**
 * The documents of a portal by what they have in common: the systems they touch, their tags,
 * their owners. Computed once per portal.
 */
import { compareText } from '../diagnostics/report.ts';
import { documentUrl, groupUrl } from '../portal/addresses.ts';
import type { Portal } from '../portal/compile-portal.ts';
import type { Document } from '../registry/registry.ts';
import type { NavLink } from './navigation.ts';
import { describeSlug } from './phrases.ts';

export interface Group {
  readonly label: string;
  readonly url: string;
  /** By title. */
  readonly documents: readonly Document[];
  /** Tasks of workflows that are done in it; of systems only. */
  readonly tasks: readonly TaskLink[];
}

export interface TaskLink extends NavLink {
  readonly workflow: string;
}

/** Each by label. */
export interface Collections {
  readonly systems: readonly Group[];
  readonly tags: readonly Group[];
  readonly owners: readonly Group[];
}

export function collectGroups({ registry, templates }: Portal): Collections {
  const tasks = new Map<string, TaskLink[]>();
  for (const { document, template } of templates) {
    for (const { refId, description, systems = [] } of template.taskDefinitions) {
      const url = `${documentUrl(document)}#task-${refId}`;
      for (const system of systems) {
        const list = tasks.get(system) ?? [];
        tasks.set(system, [...list, { label: description, url, workflow: template.name }]);
      }
    }
  }
  const { documents } = registry;
  return {
    systems: groupsOf('systems', documents, ({ systems = [] }) => systems, tasks),
    tags: groupsOf('tags', documents, ({ tags = [] }) => tags),
    owners: groupsOf('owners', documents, ({ owner }) => (owner === undefined ? [] : [owner])),
  };
}

function groupsOf(
  kind: keyof Collections,
  documents: readonly Document[],
  namesOf: (frontmatter: Document['frontmatter']) => readonly string[],
  tasks: ReadonlyMap<string, readonly TaskLink[]> = new Map(),
): Group[] {
  const byUrl = new Map<string, { name: string; documents: Set<Document> }>();
  const groupAt = (name: string) => {
    const url = groupUrl(kind, name);
    const group = byUrl.get(url) ?? { name, documents: new Set<Document>() };
    byUrl.set(url, group);
    return group;
  };
  for (const document of documents) {
    for (const name of namesOf(document.frontmatter)) groupAt(name).documents.add(document);
  }
  for (const name of tasks.keys()) groupAt(name);
  return [...byUrl]
    .map(([url, { name, documents: members }]) => ({
      label: kind === 'owners' ? name : describeSlug(name),
      url,
      documents: [...members].sort((a, b) => compareText(a.title, b.title)),
      tasks: tasks.get(name) ?? [],
    }))
    .sort((a, b) => compareText(a.label.toLowerCase(), b.label.toLowerCase()));
}
