/** From what people write to names of files and parts of ids, and from those back to words. */

/**
 * `Über das Hochladen!` → `uber-das-hochladen`: letters and digits of ASCII in lower case, accents
 * taken off, everything else as single hyphens. Empty when nothing is left.
 */
export function slugOf(text: string): string {
  return withoutAccents(text)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** `Über` → `Uber`; letters that are no accented ones stay. */
export function withoutAccents(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
}

/**
 * A file or folder name as part of an id derived from its path. Unlike a slug it keeps dots, and
 * an accented letter becomes a hyphen: such ids are in links already, so they stay what they were.
 */
export function idPartOf(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^[-.]+|(?<![-.])[-.]+$/g, '');
}

/** `google-calendar` → `Google calendar`, `open_source` → `Open source`. */
export function describeSlug(slug: string): string {
  const words = slug.replaceAll(/[-_]+/g, ' ').trim() || slug;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
