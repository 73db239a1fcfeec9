/**
 * Where the bytes of attachments are kept: by what they are, so that the same bytes twice are one
 * blob, a name never leads to other bytes, and whoever knows only a run learns no path. Which run
 * and task a blob belongs to is kept elsewhere.
 */
import { UserError } from '../diagnostics/user-error.ts';

export interface Blobs {
  /**
   * Keeps all of `bytes` or nothing: once it returns they survive a crash, and when `bytes` throws
   * or is cut off nothing is left that counts. What is kept already is kept anew, with its time.
   *
   * @throws UploadRefused when `limits` are passed, as soon as they are.
   * @throws BlobsUnavailable when they cannot be kept now.
   */
  put(bytes: AsyncIterable<Uint8Array>, limits: BlobLimits): Promise<BlobIdentity>;
  /** Undefined when there is none of this hash, or it is no hash. */
  open(sha256: string): Promise<StoredBlob | undefined>;
  /** Everything that is kept, in no order. */
  list(): AsyncIterable<ListedBlob>;
  /** Removing what is not there is fine. */
  remove(sha256: string): Promise<void>;
  /** Removes what uploads that were cut off more than a day before `now` have left. */
  sweep(now: number): Promise<void>;
  /** @throws BlobsUnavailable when nothing can be kept here. */
  check(): Promise<void>;
}

export interface BlobLimits {
  /** Bytes that one file may have. */
  readonly maxBytes: number;
  /** Bytes that all files together may still grow by. */
  readonly bytesLeft: number;
}

export interface BlobIdentity {
  /** In small hexadecimal digits. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

export interface StoredBlob extends BlobIdentity {
  /** All bytes, or those of `range`, which lies within them. */
  read(range?: ByteRange): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
}

/** Both ends belong to it. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ListedBlob extends BlobIdentity {
  /** When it was last put, in milliseconds: a younger one may have no attachment yet. */
  readonly at: number;
}

export const UPLOAD_REFUSALS = [
  /** One file is longer than allowed. */
  'too-long',
  /** All files together would take more room than there is. */
  'no-room',
  /** Too short to show anything. */
  'too-short',
  /** The bytes are not what the name says. */
  'contradicts-name',
  /** What was sent holds no file, or several. */
  'not-one-file',
  /** The file has no name. */
  'needs-name',
  /** What was sent is damaged or ended early. */
  'unreadable',
] as const;

export type UploadRefusalCode = (typeof UPLOAD_REFUSALS)[number];

/** What was sent is not kept; the message says what to do instead. */
export class UploadRefused extends UserError {
  override readonly name = 'UploadRefused';
  readonly code: UploadRefusalCode;

  constructor(code: UploadRefusalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The place of the blobs cannot be used now; nothing that was kept is lost. */
export class BlobsUnavailable extends UserError {
  override readonly name = 'BlobsUnavailable';
}

/** @throws UploadRefused for `size` bytes, when they pass `limits`. */
export function checkLimits(size: number, { maxBytes, bytesLeft }: BlobLimits): void {
  if (size > maxBytes) {
    throw new UploadRefused(
      'too-long',
      `The file is longer than ${inMegabytes(maxBytes)} — choose a shorter one, or link to where it is.`,
    );
  }
  if (size > bytesLeft) {
    throw new UploadRefused(
      'no-room',
      'The attachments have taken all the room they may — remove some, or ask an administrator for more.',
    );
  }
}

export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

function inMegabytes(bytes: number): string {
  const megabytes = bytes / 1024 / 1024;
  return megabytes < 1 ? `${bytes} bytes` : `${Number(megabytes.toFixed(1))} MB`;
}
