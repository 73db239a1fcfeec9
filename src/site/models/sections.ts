/**
 * How a portal is arranged for browsing: domains hold sections, a section holds the documents
 * of one folder (folders that only say the document type do not count). Folders are
 * navigation, nothing more; computed once per portal.
 */
import { domainUrl, folderAnchor, PAGES } from '../../../schemas/addresses.ts';
import { DOC_TYPES, TYPE_FOLDERS } from '../../../schemas/doc-types.ts';
import { compareText } from '../../diagnostics/report.ts';
import type { Document, Registry } from '../../registry/registry.ts';
import { describeDomain, describeSlug } from '../../registry/slug.ts';

export interface Section {
  /** Folders below the domain, without type folders; empty for the domain's own documents. */
  readonly folders: readonly string[];
  readonly label: string;
  /** Its part of the domain's page. */
  readonly url: string;
  /** Fragment of that part; empty for the domain's own documents. */
  readonly anchor: string;
  readonly domain: Domain;
  /** By document type as readers see them, then title. */
  readonly documents: readonly Document[];
}

export interface Domain {
  /** First folder of the path; empty for documents at the root. */
  readonly name: string;
  readonly label: string;
  readonly url: string;
  readonly sections: readonly Section[];
  readonly count: number;
}

export interface Sections {
  /** By label; documents at the root come last. */
  readonly domains: readonly Domain[];
  sectionOf(document: Document): Section;
}

export function arrangeSections({ documents }: Registry): Sections {
  const byDomain = Map.groupBy(documents, ({ domain }) => domain);
  const sectionOf = new Map<Document, Section>();
  const domains = [...byDomain]
    .sort(([a], [b]) => Number(a === '') - Number(b === '') || compareText(a, b))
    .map(([name, members]) => arrangeDomain(name, members, sectionOf));
  return {
    domains,
    sectionOf(document) {
      const section = sectionOf.get(document);
      if (!section) throw new Error(`${document.path} is on no section`);
      return section;
    },
  };
}

function arrangeDomain(
  name: string,
  documents: readonly Document[],
  sectionOf: Map<Document, Section>,
): Domain {
  const sections: Section[] = [];
  const domain: Domain = {
    name,
    label: describeDomain(name),
    url: name === '' ? PAGES.all : domainUrl(name),
    sections,
    count: documents.length,
  };
  const byFolders = Map.groupBy(documents, ({ path }) => foldersOf(path).join('/'));
  for (const [key, members] of [...byFolders].sort(([a], [b]) => compareText(a, b))) {
    const folders = key === '' ? [] : key.split('/');
    const anchor = folderAnchor(folders);
    const section: Section = {
      folders,
      label: folders.length === 0 ? domain.label : folders.map(describeSlug).join(' › '),
      url: anchor === '' ? domain.url : `${domain.url}#${anchor}`,
      anchor,
      domain,
      documents: members.toSorted(byTypeAndTitle),
    };
    sections.push(section);
    for (const document of members) sectionOf.set(document, section);
  }
  return domain;
}

function foldersOf(path: string): string[] {
  return path
    .split('/')
    .slice(1, -1)
    .filter((folder) => !TYPE_FOLDERS.has(folder.toLowerCase()));
}

function byTypeAndTitle(a: Document, b: Document): number {
  return (
    DOC_TYPES.indexOf(a.docType) - DOC_TYPES.indexOf(b.docType) ||
    compareText(a.title.toLowerCase(), b.title.toLowerCase()) ||
    compareText(a.path, b.path)
  );
}
