/**
 * Where everything is within a portal: every path and fragment, spelled here and nowhere else.
 * Pure text, for browsers too.
 */

interface Identified {
  readonly id: string;
}

/** Path of a document's page; workflows have theirs there too. */
export function documentUrl({ id }: Identified): string {
  return `/docs/${id}/`;
}

/** Path of a document's Markdown twin. */
export function twinUrl({ id }: Identified): string {
  return `/docs/${id}.md`;
}

export function domainUrl(domain: string): string {
  return `/domains/${encodeURIComponent(domain)}/`;
}

/** Path of the page of a system, a tag or an owner. */
export function groupUrl(kind: 'systems' | 'tags' | 'owners', name: string): string {
  return `/${kind}/${encodeURIComponent(groupSlug(name))}/`;
}

/** What names differ in beside this makes no group of its own. */
export function groupSlug(name: string): string {
  const slug = name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  return slug || 'other';
}

export function templateFile(type: string): string {
  return `api/templates/${type}.json`;
}

/** Output path of an image or attachment, from the hash of its content and its name. */
export function imageFile(hash: string, name: string): string {
  return `images/${hash}${/\.[a-z0-9]+$/i.exec(name)?.[0].toLowerCase() ?? ''}`;
}
