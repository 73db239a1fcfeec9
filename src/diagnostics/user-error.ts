/** A command that cannot run: its message is printed as it is, and the exit code is 2. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
