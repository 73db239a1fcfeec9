/**
 * How a portal is arranged for browsing: domains hold sections, a section holds the documents
 * of one folder, all in reading order. Folders are navigation, nothing more; computed once per
 * portal.
 */
import { domainUrl, folderAnchor, PAGES } from '../../../schemas/addresses.ts';
import { labelOfDomain, type Outline } from '../../registry/outline/outline.ts';
import type { Document } from '../../registry/registry.ts';
import { NavigationTree } from './navigation-tree.ts';

export interface Section {
  /** Folders below the domain; empty for the domain's own documents. */
  readonly folders: readonly string[];
  readonly label: string;
  /** Its part of the domain's page. */
  readonly url: string;
  /** Fragment of that part; empty for the domain's own documents. */
  readonly anchor: string;
  readonly domain: Domain;
  /** In reading order. */
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
  /** In reading order. */
  readonly domains: readonly Domain[];
  sectionOf(document: Document): Section;
  /** All of it as a tree, where an order is stated. */
  readonly tree?: NavigationTree;
}

export function arrangeSections(outline: Outline): Sections {
  const sectionOf = new Map<Document, Section>();
  const domains = [...Map.groupBy(outline.documents, ({ domain }) => domain)].map(
    ([name, members]) => arrangeDomain(name, members, outline, sectionOf),
  );
  const tree = outline.isGiven && new NavigationTree(outline, folderUrls(domains));
  return {
    domains,
    ...(tree && { tree }),
    sectionOf(document) {
      const section = sectionOf.get(document);
      if (!section) throw new Error(`${document.path} is on no section`);
      return section;
    },
  };
}

/** The page of a domain, or the part of it that a section has. */
function folderUrls(domains: readonly Domain[]): (folder: string) => string | undefined {
  const urls = new Map<string, string>();
  for (const { name, url, sections } of domains) {
    urls.set(name, url);
    for (const section of sections) urls.set([name, ...section.folders].join('/'), section.url);
  }
  return (folder) => urls.get(folder);
}

function arrangeDomain(
  name: string,
  documents: readonly Document[],
  outline: Outline,
  sectionOf: Map<Document, Section>,
): Domain {
  const sections: Section[] = [];
  const domain: Domain = {
    name,
    label: labelOfDomain(outline, name),
    url: name === '' ? PAGES.all : domainUrl(name),
    sections,
    count: documents.length,
  };
  const byFolder = Map.groupBy(documents, (document) => outline.foldersOf(document).join('/'));
  for (const [path, members] of byFolder) {
    const folders = path.split('/').slice(1);
    const anchor = folderAnchor(folders);
    const labels = folders.map((_, depth) =>
      outline.labelOfFolder([name, ...folders.slice(0, depth + 1)].join('/')),
    );
    const section: Section = {
      folders,
      label: folders.length === 0 ? domain.label : labels.join(' › '),
      url: anchor === '' ? domain.url : `${domain.url}#${anchor}`,
      anchor,
      domain,
      documents: members,
    };
    sections.push(section);
    for (const document of members) sectionOf.set(document, section);
  }
  return domain;
}
