/**
 * The sidebar: where the reader is and what lies beside it. Its size is bounded, so a page
 * does not grow when its folder does.
 */

import { documentUrl, PAGES } from '../../../schemas/addresses.ts';
import { DOC_TYPE_FACTS } from '../../../schemas/doc-types.ts';
import type { Document } from '../../registry/registry.ts';
import type { Domain, Shelf, Shelves } from './shelves.ts';

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
  readonly domains: readonly NavLink[];
  /** The shelf the reader is at, with what lies beside it. */
  readonly shelf?: {
    readonly label: string;
    readonly url: string;
    /** Other shelves of the domain. */
    readonly others: readonly NavLink[];
    readonly groups: readonly NavGroup[];
  };
  /** Leads to what is not listed. */
  readonly all?: NavLink;
}

const MAX_LINKS = 30;

export function domainSidebar({ domains }: Shelves, current?: Domain): Sidebar {
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

export function documentSidebar(shelves: Shelves, document: Document): Sidebar {
  const shelf = shelves.shelfOf(document);
  const { domain } = shelf;
  const siblings = around(shelf.documents, document);
  const isCut = domain.count > siblings.length;
  return {
    domains: domainSidebar(shelves, domain).domains,
    shelf: {
      label: shelf.label,
      url: shelf.url,
      others: otherShelves(shelf),
      groups: groupByType(siblings, document),
    },
    ...(isCut && { all: { label: `All ${domain.count} in ${domain.label}`, url: domain.url } }),
  };
}

function otherShelves(shelf: Shelf): NavLink[] {
  return shelf.domain.shelves
    .filter((other) => other !== shelf && other.folders.length > 0)
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
    label: DOC_TYPE_FACTS[docType].plural,
    links: members.map((member) => ({
      label: member.title,
      url: documentUrl(member),
      ...(member === current && { isCurrent: true }),
    })),
  }));
}
