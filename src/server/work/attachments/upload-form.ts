/**
 * A form of a browser with one file in it (`multipart/form-data`, RFC 7578), read while it arrives:
 * the file is handed on in pieces and counts only when all of the form could be read.
 */
import { once } from 'node:events';
import { addAbortSignal, type Readable } from 'node:stream';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { UploadRefused } from '../../../workspace/blobs.ts';

export interface FormFile {
  /** As the browser named it. */
  readonly name: string;
  /** Ends after the last part of the form; throws when the form is damaged. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface UploadForm<T> {
  readonly file: T;
  /** What was sent beside the file. */
  readonly fields: ReadonlyMap<string, string>;
}

const LIMITS = {
  files: 2,
  fields: 20,
  parts: 22,
  fieldSize: 16_384,
  headerPairs: 20,
  headerSize: 16_384,
};

/**
 * Reads `body`, whose file `receive` gets as soon as it begins.
 *
 * @throws UploadRefused when the form is damaged or has not one file; whatever `receive` throws.
 */
export async function readUploadForm<T>(
  body: Readable,
  contentType: string,
  receive: (file: FormFile) => Promise<T>,
): Promise<UploadForm<T>> {
  const parser = openParser(contentType);
  const refused = new AbortController();
  const fields = new Map<string, string>();
  let received: Promise<T> | undefined;
  let problem: UploadRefused | undefined;
  parser.on('field', (name: string | undefined, value: string, _: boolean, isCut: boolean) => {
    if (isCut) problem ??= tooMuch();
    if (name !== undefined) fields.set(name, value);
  });
  for (const limit of ['partsLimit', 'fieldsLimit', 'filesLimit'] as const) {
    parser.on(limit, () => {
      problem ??= tooMuch();
    });
  }
  parser.on('file', (_field: string, stream: BusboyFileStream, name?: string) => {
    // What goes wrong is told by the form as a whole.
    stream.on('error', () => {});
    // A browser sends a field of files without one as a file without a name.
    const isEmpty = name === undefined || name === '';
    if (isEmpty || received !== undefined) {
      if (!isEmpty) problem ??= notOneFile('several files — send one at a time');
      stream.resume();
      return;
    }
    parsed.catch((error) => stream.destroy(error));
    async function* bytes(): AsyncGenerator<Uint8Array> {
      yield* stream as AsyncIterable<Uint8Array>;
      await parsed;
      if (problem !== undefined) throw problem;
    }
    received = receive({ name: nameOfBrowser(name), bytes: bytes() });
    received.catch((error) => refused.abort(error));
  });
  const parsed = parse(body, parser, refused.signal).catch((error) => {
    throw new UploadRefused('unreadable', BROKEN_FORM, { cause: error });
  });
  try {
    await parsed;
  } catch (error) {
    // Where the file was refused first, that is the reason.
    await received;
    throw error;
  }
  if (received === undefined) throw problem ?? notOneFile('no file — choose one');
  return { file: await received, fields };
}

/**
 * Writes all of `body` to the parser. By hand, because it finishes at the last boundary, before what it
 * reads from has ended, and a `pipeline` would wait for that for good.
 */
async function parse(body: Readable, parser: BusboyInstance, signal: AbortSignal): Promise<void> {
  const finished = once(parser, 'finish', { signal });
  finished.catch(() => {});
  // It tells the same error twice; the second would end the process.
  parser.on('error', () => {});
  for await (const chunk of addAbortSignal(signal, body)) {
    if (!parser.write(chunk)) await Promise.race([finished, once(parser, 'drain', { signal })]);
  }
  parser.end();
  await finished;
}

const BROKEN_FORM = 'The form ended early or is damaged, and nothing was kept — send it again.';

function openParser(contentType: string): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits: LIMITS });
  } catch (error) {
    throw new UploadRefused('unreadable', BROKEN_FORM, { cause: error });
  }
}

/** Browsers write a quotation mark so, and nothing else of a name (HTML, "Multipart form data"). */
function nameOfBrowser(filename: string): string {
  return filename.replaceAll('%22', '"');
}

function notOneFile(what: string): UploadRefused {
  return new UploadRefused('not-one-file', `The form has ${what}.`);
}

function tooMuch(): UploadRefused {
  return new UploadRefused('unreadable', 'The form has more fields, or longer ones, than it may.');
}
