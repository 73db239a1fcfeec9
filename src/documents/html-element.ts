/** A tag of raw HTML inside Markdown. */

/** One opening tag as written. */
export interface HtmlElement {
  /** In lower case. */
  readonly tagName: string;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  /** Offsets of the tag in the file. */
  readonly start: number;
  readonly end: number;
}
