/** How much work a Mermaid diagram is to draw, told from its text before anybody tries. */

/** In lines, connections and stretches of text; more is no picture that anybody could read. */
export const MAX_DIAGRAM_SIZE = 250;
/** Of all diagrams of a document together. */
export const MAX_DIAGRAMS_SIZE = 1_000;

/** Never less than the lines and connections that are drawn. */
export function diagramSize(source: string): number {
  let size = source.length / 50;
  for (const statement of source.split(/[\r\n;]+/)) {
    const count = (pattern: RegExp) => statement.match(pattern)?.length ?? 0;
    // `a & b --> c & d` connects each with each.
    size += 1 + count(/--|==|-\./g) + count(/&/g) ** 2;
  }
  return Math.ceil(size);
}
