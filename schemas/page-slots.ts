/**
 * Parts of a page that a server finds in its bytes, to put something in their place or to show them
 * elsewhere. A mark is a comment with a quotation mark in it: text on a page has no `<`, attributes
 * have no `"`, and no comment of an author is on a page, so nothing that people write is a mark.
 */

/** What stands before a part and behind it; the first of each on a page counts. */
export interface PageSlot {
  readonly start: string;
  readonly end: string;
}

export const PAGE_SLOTS = {
  /** Name of the page, in its head. */
  title: { start: '<title>', end: '</title>' },
  /** All that the main part of a page of the workspace shows. */
  main: slot('main'),
  /**
   * The author's words of a document, without what the portal puts around them. A step is a
   * `li[data-step]`: `id` is its fragment, `data-step` its hash, as the registry has them.
   */
  body: slot('body'),
} as const satisfies Record<string, PageSlot>;

/** HTML of a part; undefined when the page has no such part. */
export function readSlot(page: string, { start, end }: PageSlot): string | undefined {
  const from = page.indexOf(start);
  const to = page.indexOf(end, from);
  return from === -1 || to === -1 ? undefined : page.slice(from + start.length, to);
}

/** The page with other HTML in a part; undefined when it has no such part. */
export function fillSlot(page: string, { start, end }: PageSlot, html: string): string | undefined {
  const from = page.indexOf(start);
  const to = page.indexOf(end, from);
  return from === -1 || to === -1
    ? undefined
    : page.slice(0, from + start.length) + html + page.slice(to);
}

function slot(name: string): PageSlot {
  return { start: `<!--"${name}"-->`, end: `<!--/"${name}"-->` };
}
