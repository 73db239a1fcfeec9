/**
 * Positions in a text file: 1-based lines and columns in UTF-16 code units, half-open
 * ranges, computed from offsets.
 */

export interface Point {
  readonly line: number;
  readonly column: number;
}

export interface Range {
  readonly start: Point;
  readonly end: Point;
}

/** Computes positions of offsets within one text; lines end with LF, CRLF or CR. */
export class LineIndex {
  readonly #starts: number[] = [0];
  /** Where the text of each line ends, but for the last. */
  readonly #ends: number[] = [];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    for (const match of text.matchAll(/\r\n|\n|\r/g)) {
      this.#ends.push(match.index);
      this.#starts.push(match.index + match[0].length);
    }
  }

  /** Position of `offset`; one outside the text, or within a line break, is clamped to what it follows. */
  pointAt(offset: number): Point {
    const clamped = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= clamped) low = middle;
      else high = middle - 1;
    }
    const inLine = Math.min(clamped, this.#ends[low] ?? this.#length);
    return { line: low + 1, column: inLine - (this.#starts[low] ?? 0) + 1 };
  }

  /** Offset of a position; one behind the end of its line or of the text is clamped to that. */
  offsetAt({ line, column }: Point): number {
    const start = this.#starts[line - 1] ?? this.#length;
    return Math.min(start + column - 1, this.#starts[line] ?? this.#length);
  }

  rangeAt(start: number, end: number): Range {
    return { start: this.pointAt(start), end: this.pointAt(end) };
  }
}

export function comparePoints(a: Point, b: Point): number {
  return a.line - b.line || a.column - b.column;
}
