/**
 * What parsing found wrong, as typed data. The rule of the same code puts it into words;
 * this layer knows no sentences and no severities.
 */

/** A place in a document, kept as an address and turned into lines only when reported. */
export type Address =
  | {
      readonly in: 'frontmatter';
      /** Keys and list positions from the top of the frontmatter. */
      readonly path: readonly (string | number)[];
      /** The key itself rather than its value. */
      readonly part?: 'key';
    }
  /** Half-open range of UTF-16 offsets in the whole file. */
  | { readonly in: 'text'; readonly start: number; readonly end: number };

export type DocumentProblem =
  | { readonly code: 'frontmatter/unterminated'; readonly at: Address }
  | { readonly code: 'frontmatter/misplaced-block'; readonly at: Address }
  | {
      readonly code: 'frontmatter/refused-language';
      readonly at: Address;
      readonly language: string;
    }
  | { readonly code: 'frontmatter/invalid-yaml'; readonly at: Address; readonly reason: string }
  | {
      readonly code: 'frontmatter/unknown-key';
      readonly at: Address;
      readonly key: string;
      readonly known: readonly string[];
    }
  | {
      readonly code: 'frontmatter/missing-key';
      readonly at: Address;
      readonly key: string;
      readonly expected: string;
    }
  | {
      readonly code: 'frontmatter/wrong-value';
      readonly at: Address;
      readonly key: string;
      readonly expected: string;
      readonly found: unknown;
      readonly candidates: readonly string[];
    }
  | { readonly code: 'source/too-deep'; readonly at: Address; readonly limit: number }
  | {
      readonly code: 'reference/split-wiki-link';
      readonly at: Address;
      readonly link: string;
      /** The bar that wants an escape. */
      readonly bar: Address;
    }
  | { readonly code: 'content/invalid-mdx'; readonly at: Address; readonly reason: string };

export type ProblemCode = DocumentProblem['code'];
