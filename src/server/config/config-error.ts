/**
 * The one error that means "started wrongly", as against "went wrong": callers print it without a
 * stack.
 */

/**
 * The server cannot start as told; `problems` holds one plain sentence each, `message` all of them.
 */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
