/**
 * What the disk holds, as plain data: the texts and the other files of one content root,
 * and what could not be read. Parsing, rules and rendering see this and never the disk.
 */

/** One Markdown or MDX file, decoded. */
export interface SourceFile {
  /** POSIX path relative to the content root. */
  readonly path: string;
  /** Whole text without a byte order mark; line ends as in the file. */
  readonly text: string;
}

/** A file that is not a document: an image, an attachment. */
export interface Asset {
  /** POSIX path relative to the content root. */
  readonly path: string;
  /** Place on this machine; never part of any artifact. */
  readonly absolutePath: string;
  /** The bytes, read now. */
  readonly read: () => Uint8Array;
}

/** A file in which another tool keeps the order and the names of its pages. */
export type NavigationFile = {
  /** POSIX path relative to the content root; one beside it begins with `../`. */
  readonly path: string;
} & (
  | { readonly text: string }
  /** Why it could not be read, as the end of a sentence. */
  | { readonly unread: string }
);

export type SourceProblem =
  | { readonly code: 'source/unsafe-symlink'; readonly path: string; readonly reason: string }
  | { readonly code: 'source/not-utf8'; readonly path: string }
  | {
      readonly code: 'source/too-large';
      readonly path: string;
      readonly bytes: number;
      readonly limit: number;
    }
  | { readonly code: 'source/unreadable'; readonly path: string; readonly reason: string };

/** Everything read from one content root, each list sorted by path in code-unit order. */
export interface Sources {
  readonly files: readonly SourceFile[];
  readonly assets: ReadonlyMap<string, Asset>;
  readonly problems: readonly SourceProblem[];
  readonly navigationFiles: readonly NavigationFile[];
  /** Name of the folder that is the content root, which files beside it call it by. */
  readonly folderName: string;
}
