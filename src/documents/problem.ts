/**
 * What parsing found wrong, as typed data. The rule of the same code puts it into words;
 * this layer knows no sentences and no severities.
 */
import type { SchemaIssue } from '../diagnostics/schema-issues.ts';

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
  | ({ readonly code: 'frontmatter/unknown-key'; readonly at: Address } & IssueOf<'unknown-key'>)
  | ({ readonly code: 'frontmatter/missing-key'; readonly at: Address } & IssueOf<'missing-key'>)
  | ({ readonly code: 'frontmatter/wrong-value'; readonly at: Address } & IssueOf<'wrong-value'>)
  | {
      readonly code: 'source/too-deep';
      readonly at: Address;
      readonly limit: number;
      readonly nested: 'blocks' | 'tags';
    }
  | {
      readonly code: 'source/too-complex';
      readonly at: Address;
      /** A sentence without its end. */
      readonly found: string;
      readonly action: string;
      /** What the page shows until then. */
      readonly shown: string;
    }
  | {
      readonly code: 'reference/split-wiki-link';
      readonly at: Address;
      readonly link: string;
      /** The bar that wants an escape. */
      readonly bar: Address;
    }
  | {
      readonly code: 'content/invalid-mdx';
      readonly at: Address;
      readonly reason: string;
      /** What to do; without it, Markdown is the way. */
      readonly action?: string;
    };

type IssueOf<K extends SchemaIssue['kind']> = Extract<SchemaIssue, { kind: K }>;

export type ProblemCode = DocumentProblem['code'];
