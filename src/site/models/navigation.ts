/**
 * The sidebar: where the reader is and what lies beside it. Its size is bounded, so a page
 * does not grow when its folder does.
 */
import { documentUrl, PAGES } from '../../../schemas/addresses.ts';
import { DOC_TYPE_METADATA } from '../../../schemas/doc-types.ts';
import type { Portal } from '../../portal/compile-portal.ts';
import type { Document } from '../../registry/registry.ts';
import type { TreeLink } from './navigation-tree.ts';
import type { Domain, Section, Sections } from './sections.ts';

export interface NavLink {
  readonly label: string;
  readonly url: string;
  readonly isCurrent?: boolean;
  readonly count?: number;
}

export interface NavGroup {
  readonly label: string;
  readonly links: readonly NavLink[];
}

export interface Sidebar {
  /** Where an order is stated, in place of domains and section. */
  readonly tree?: readonly TreeLink[];
  readonly domains: readonly NavLink[];
  /** The section the reader is at, with what lies beside it. */
  readonly section?: {
    readonly label: string;
    readonly url: string;
    /** Other sections of the domain. */
    readonly others: readonly NavLink[];
    readonly groups: readonly NavGroup[];
  };
  /** Leads to what is not listed. */
  readonly all?: NavLink;
}

const MAX_LINKS = 30;

/** Where people go most, from every page. */
export function mainPlaces({ templates }: Pick<Portal, 'templates'>): readonly NavLink[] {
  return [
    ...(templates.length === 0 ? [] : [{ label: 'Today', url: PAGES.work }]),
    { label: 'Workflows', url: PAGES.workflows },
    { label: 'All documents', url: PAGES.all },
  ];
}

/**
 * `aria-current` of a place on the page of a path. Today is the frame of every page that a server
 * makes of the workspace, so there it says no more than that one is within.
 */
export function currentPlace(url: string, path: string): 'page' | 'true' | undefined {
  if (url === PAGES.work) return path.startsWith(url) ? 'true' : undefined;
  return url === path ? 'page' : undefined;
}

export function domainSidebar({ domains, tree }: Sections, current?: Domain): Sidebar {
  if (tree) return { tree: tree.around(current?.name), domains: [] };
  const links = domains
    .filter(({ name }) => name !== '')
    .slice(0, MAX_LINKS)
    .map((domain) => ({
      label: domain.label,
      url: domain.url,
      count: domain.count,
      ...(domain === current && { isCurrent: true }),
    }));
  const isCut = domains.length > MAX_LINKS;
  return {
    domains: links,
    ...(isCut && { all: { label: `All ${domains.length} domains`, url: PAGES.home } }),
  };
}

export function documentSidebar(sections: Sections, document: Document): Sidebar {
  if (sections.tree) return { tree: sections.tree.around(document), domains: [] };
  const section = sections.sectionOf(document);
  const { domain } = section;
  const siblings = around(section.documents, document);
  const isCut = domain.count > siblings.length;
  return {
    domains: domainSidebar(sections, domain).domains,
    section: {
      label: section.label,
      url: section.url,
      others: otherSections(section),
      groups: groupByType(siblings, document),
    },
    ...(isCut && { all: { label: `All ${domain.count} in ${domain.label}`, url: domain.url } }),
  };
}

function otherSections(section: Section): NavLink[] {
  return section.domain.sections
    .filter((other) => other !== section && other.folders.length > 0)
    .slice(0, MAX_LINKS)
    .map(({ label, url, documents }) => ({ label, url, count: documents.length }));
}

/** At most `MAX_LINKS` neighbours, the document among them. */
function around(documents: readonly Document[], document: Document): readonly Document[] {
  const last = Math.max(0, documents.length - MAX_LINKS);
  const start = Math.min(last, Math.max(0, documents.indexOf(document) - MAX_LINKS / 2));
  return documents.slice(start, start + MAX_LINKS);
}

function groupByType(documents: readonly Document[], current: Document): NavGroup[] {
  return [...Map.groupBy(documents, ({ docType }) => docType)].map(([docType, members]) => ({
    label: DOC_TYPE_METADATA[docType].plural,
    links: members.map((member) => ({
      label: member.title,
      url: documentUrl(member),
      ...(member === current && { isCurrent: true }),
    })),
  }));
}
