/**
 * Placeholders of titles, descriptions and fill-in templates: `{name}` stands for an input of the
 * run or what it is for, `{anchor}` for the anchor date, `{task.field}` for an answer of a form.
 * Only what has a value is replaced, so braces of other languages stay as written. Browser-safe.
 */

/** Name of the placeholder → what stands in its place; a name without an entry is not known yet. */
export type PlaceholderValues = Readonly<Record<string, string | number>>;

const SLUG = '[a-z0-9]+(?:-[a-z0-9]+)*';
/** Two opening braces begin the placeholder of some other language, such as `{{mustache}}`. */
const PLACEHOLDER = new RegExp(`(?<!\\{)\\{(${SLUG}(?:\\.${SLUG})?)\\}`, 'g');

/**
 * The text with every placeholder replaced that has a value which is not blank. What a value
 * says is never read as a placeholder. `escapeValue` fits each value to where the text stands.
 */
export function fillIn(
  text: string,
  values: PlaceholderValues,
  escapeValue: (value: string) => string = escapeForLine,
): string {
  return text.replace(PLACEHOLDER, (placeholder, name: string) => {
    // An own key alone: `{constructor}` is text.
    const value = Object.hasOwn(values, name) ? `${values[name]}` : '';
    return value.trim() === '' ? placeholder : escapeValue(value.trim());
  });
}

/** Names between single braces, in order, each once; whether anything has such a name is not asked. */
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))];
}

/** For titles and other plain text of one line: no line breaks, no control characters. */
export function escapeForLine(value: string): string {
  return value.replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '');
}

/**
 * For Markdown: the value in one line, as the reader shall see it, whatever markup it looks like.
 * A web address becomes an autolink, which is also the target of a link: `[recording]({video})`.
 */
export function escapeForMarkdown(value: string): string {
  const line = escapeForLine(value);
  if (/^https?:\/\/[^\s<>]+$/i.test(line) && URL.canParse(line)) return `<${line}>`;
  // Every ASCII punctuation character may be escaped (CommonMark 0.31, 2.4).
  return line.replace(/[!-/:-@[-`{-~]/g, String.raw`\$&`);
}
