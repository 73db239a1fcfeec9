/** What a command is run with. Commands know no other way to the outside, so that tests run them too. */

export interface Output {
  /** Whether a person is watching. */
  readonly isTTY?: boolean;
  readonly hasColors?: boolean;
  /** Width in characters; unknown where nobody watches. */
  readonly columns?: number | undefined;
  write(text: string): unknown;
  /** Where `write` names commands as the reader has them: for lines of a file, which stay as they are. */
  writeAsIs?(text: string): unknown;
}

export interface Terminal {
  /** For data. */
  readonly stdout: Output;
  /** For people. */
  readonly stderr: Output;
  /** All of standard input. */
  readonly readInput: () => string;
  /**
   * Asks a person, a line each; undefined when they left instead. There only where somebody is
   * at the terminal.
   */
  readonly ask?: (questions: readonly string[]) => Promise<string[] | undefined>;
  /** Absolute; the paths people type start here. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A line that says what is going on; see `progress.ts`. */
export interface Progress {
  /** Takes the place of the line before. */
  show(line: string): void;
  /** Leaves nothing behind; whatever else is written does the same. */
  hide(): void;
}

/** The terminal of one run, and how that run ended. */
export interface CommandContext extends Terminal {
  /** Names commands in a text as the reader has them; for text on standard output. */
  readonly spell: (text: string) => string;
  readonly progress: Progress;
  /** 0 unless the command says otherwise. */
  exitCode: number;
  /** The call with another content folder, such as `opsbook validate docs`. */
  nameFolder: (folder: string) => string;
}
