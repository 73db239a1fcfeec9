/** Names that begin with a number for the sake of their order, such as `01-intro`. */

/** A date or a version is no number of an order, nor is a year. */
const DATE_OR_VERSION = /^(?:\d+[-_.]\d|(?:19|20)\d\d(?!\d))/;
const PREFIX = /^(\d{1,4})(?:\s*[-_.]+\s*|\s+)(?=[^-_.\s])/;

/** Number and rest of the name of a file or folder, without its ending. */
export function numberPrefix(name: string): { number: number; rest: string } | undefined {
  if (DATE_OR_VERSION.test(name)) return undefined;
  const [whole, digits] = PREFIX.exec(name) ?? [];
  if (whole === undefined) return undefined;
  return { number: Number(digits), rest: name.slice(whole.length) };
}
