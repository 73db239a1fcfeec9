/** Columns for a terminal: plain text, no colours, aligned by the width of the signs. Browser-safe. */

/** A heading, a rule, then the rows; cells must be of one line. Lines do not end with spaces. */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const widths = headings.map((heading, column) =>
    Math.max(...[heading, ...rows.map((row) => row[column] ?? '')].map(displayWidth)),
  );
  return [headings, widths.map((width) => '-'.repeat(width)), ...rows].map((cells) =>
    cells
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - displayWidth(cell)))
      .join('  ')
      .trimEnd(),
  );
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE =
  /\p{RGI_Emoji}|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3001-\u3029\uFF01-\uFF60]/v;

/** Columns a terminal gives the text: two for emoji and East Asian wide signs, else one. */
function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}
