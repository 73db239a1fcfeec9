/** A line that says what is going on, for a person who waits at a terminal; nobody else sees it. */

interface Terminal {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** More documents than this take longer than a second on a slow machine. */
const MANY_DOCUMENTS = 300;

/** Shows the line and answers what takes it away again. */
export function showProgress(
  documents: number,
  stream: Terminal = process.stderr,
  isJob = Boolean(process.env.CI),
): () => void {
  if (!stream.isTTY || isJob || documents <= MANY_DOCUMENTS) return () => {};
  stream.write(`Checking ${documents} documents …`);
  return () => stream.write('\r\u001b[K');
}
