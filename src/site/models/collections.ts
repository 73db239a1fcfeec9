/**
 * The documents of a portal by what they have in common: the systems they touch, their tags,
 * their owners. Computed once per portal.
 */
import { documentUrl, groupSlug, groupUrl, taskAnchor } from '../../../schemas/addresses.ts';
import { compareText } from '../../diagnostics/report.ts';
import type { Portal } from '../../portal/compile-portal.ts';
import type { Document } from '../../registry/registry.ts';
import { describeSlug } from '../../registry/slug.ts';
import type { NavLink } from './navigation.ts';

export interface Group {
  readonly label: string;
  /** Its part of the address, decoded. */
  readonly slug: string;
  readonly url: string;
  /** By title. */
  readonly documents: readonly Document[];
  /** Tasks of workflows that are done in it; of systems only. */
  readonly tasks: readonly TaskLink[];
}

export interface TaskLink extends NavLink {
  readonly workflow: string;
}

export const COLLECTION_KINDS = ['systems', 'tags', 'owners'] as const;
export type CollectionKind = (typeof COLLECTION_KINDS)[number];

/** Each by label. */
export type Collections = Readonly<Record<CollectionKind, readonly Group[]>>;

export function collectGroups({ registry, templates }: Portal): Collections {
  const { documents } = registry;
  const tasks = templates.flatMap(({ document, template }) =>
    template.taskDefinitions.flatMap(({ refId, description, systems = [] }) => {
      const url = `${documentUrl(document)}#${taskAnchor(refId)}`;
      const task: TaskLink = { label: description, url, workflow: template.name };
      return systems.map((system) => [system, task] as const);
    }),
  );
  return {
    systems: groupsOf('systems', documents, ({ systems = [] }) => systems, tasks),
    tags: groupsOf('tags', documents, ({ tags = [] }) => tags),
    owners: groupsOf('owners', documents, ({ owner }) => (owner === undefined ? [] : [owner])),
  };
}

function groupsOf(
  kind: CollectionKind,
  documents: readonly Document[],
  namesOf: (frontmatter: Document['frontmatter']) => readonly string[],
  tasks: readonly (readonly [name: string, task: TaskLink])[] = [],
): Group[] {
  const bySlug = new Map<string, { name: string; members: Set<Document>; work: TaskLink[] }>();
  const groupAt = (name: string) => {
    const slug = groupSlug(name);
    const group = bySlug.get(slug) ?? { name, members: new Set<Document>(), work: [] };
    bySlug.set(slug, group);
    return group;
  };
  for (const document of documents) {
    for (const name of namesOf(document.frontmatter)) groupAt(name).members.add(document);
  }
  for (const [name, task] of tasks) groupAt(name).work.push(task);
  return [...bySlug]
    .map(([slug, { name, members, work }]) => ({
      label: labelOf(kind, name),
      slug,
      url: groupUrl(kind, name),
      documents: [...members].sort((a, b) => compareText(a.title, b.title)),
      tasks: work,
    }))
    .sort((a, b) => compareText(a.label.toLowerCase(), b.label.toLowerCase()));
}

/** Slugs in words; what people have written as a name stays as it is. */
function labelOf(kind: CollectionKind, name: string): string {
  return kind === 'owners' || !/^[a-z0-9-]+$/.test(name) ? name : describeSlug(name);
}
