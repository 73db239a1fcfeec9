/**
 * What a text leaves open until it is copied: `{{guest_name}}`, or `{author}` for what a run of the
 * workflow knows. Used by pages and in the browser alike.
 */
const PLACEHOLDER =
  /\{\{\s*(?<any>[\w-]+)\s*\}\}|(?<!\{)\{(?<ofRun>[a-z0-9]+(?:-[a-z0-9]+)*)\}(?!\})/g;

export interface Placeholder {
  readonly name: string;
  readonly written: string;
  readonly index: number;
}

/** In reading order. */
export function placeholdersIn(text: string): Placeholder[] {
  return [...text.matchAll(PLACEHOLDER)].map(({ 0: written, index, groups = {} }) => ({
    name: groups.any ?? groups.ofRun ?? '',
    written,
    index,
  }));
}
