/**
 * Whether a file is what its name says, as far as its first bytes tell. What is shown in a browser
 * has to be; and proof with the wrong name helps nobody.
 */
import { fileTypeFromBuffer, supportedExtensions } from 'file-type';
import { mediaTypeOf } from '../../../../schemas/media-types.ts';
import { UploadRefused } from '../../../workspace/blobs.ts';

/** What is shorter shows nothing: an empty file, a single word. */
const MIN_BYTES = 17;
/** Enough to know every type by. */
const HEAD_BYTES = 64 * 1024;

/** Extensions of one container, whose first bytes are the same or tell less than the name. */
const FAMILIES: readonly (readonly string[])[] = [
  'jpg jpeg mpo',
  'png apng',
  'tif tiff arw cr2 dng nef orf rw2',
  'heic heif heics',
  'mp4 m4v m4a m4b m4p mov qt 3gp 3g2 f4v f4a f4b f4p',
  'webm mkv',
  'ogg oga ogv ogx ogm opus spx',
  'mp3 mp2 mp1 mpga',
  'asf wmv wma',
  'aif aiff',
  'mid midi',
  'gz tgz tar.gz',
  'cfb doc xls ppt msg msi',
  'zip docx docm dotx dotm xlsx xlsm xltx xltm pptx pptm potx ppsx vsdx ' +
    'odt ods odp odg ott ots otp pages numbers key epub jar apk xpi 3mf',
].map((family) => family.split(' '));

const FAMILY_OF: ReadonlyMap<string, string> = new Map(
  FAMILIES.flatMap((family) => family.map((extension) => [extension, family[0] ?? extension])),
);

/**
 * Hands `bytes` on once their beginning fits `name`.
 *
 * @throws UploadRefused when it does not, or there are too few.
 */
export async function* checkContent(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let head: Uint8Array[] | undefined = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head.push(chunk);
    if (size < HEAD_BYTES) continue;
    yield await checkHead(name, head);
    head = undefined;
  }
  if (size < MIN_BYTES) {
    const length = size === 1 ? '1 byte' : `${size} bytes`;
    throw new UploadRefused(
      'too-short',
      `\`${name}\` has ${length} and is too short to be proof — choose the finished file.`,
    );
  }
  if (head !== undefined) yield await checkHead(name, head);
}

async function checkHead(name: string, chunks: readonly Uint8Array[]): Promise<Uint8Array> {
  const head = Buffer.concat(chunks);
  const problem = await contradictionOf(name, head);
  if (problem === undefined) return head;
  throw new UploadRefused(
    'contradicts-name',
    `\`${name}\` ${problem} — choose the file itself, or give it the name of what it is.`,
  );
}

/** What the bytes are instead of what the name says. */
async function contradictionOf(name: string, head: Buffer): Promise<string | undefined> {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined) return undefined;
  const { type } = mediaTypeOf(name);
  if (isTextType(type)) {
    if (!isText(head)) return 'holds no text';
    return type.startsWith('image/svg') && !/<(?:\w+:)?svg[\s>]/.test(decode(head))
      ? 'holds no SVG drawing'
      : undefined;
  }
  if (!CHECKED.has(extension)) return undefined;
  const found = await fileTypeFromBuffer(head);
  if (found === undefined) {
    return mediaTypeOf(`.${extension}`).type === 'application/octet-stream'
      ? undefined
      : `holds nothing that a \`.${extension}\` file begins with`;
  }
  return familyOf(extension) === familyOf(found.ext)
    ? undefined
    : `holds what a \`.${found.ext}\` file does`;
}

const familyOf = (extension: string) => FAMILY_OF.get(extension) ?? extension;

/** `.dat` is what anybody calls anything. */
const CHECKED: ReadonlySet<string> = new Set(
  [...supportedExtensions, ...FAMILY_OF.keys()].filter((extension) => extension !== 'dat'),
);

function isTextType(type: string): boolean {
  return (
    /^text\/|\bcharset=|[+/]xml\b|^application\/(?:hta|json)/.test(type) && !/svg\+xml$/.test(type)
  );
}

/** UTF-8, UTF-16 with its mark, or an older character set: none has control characters. */
function isText(head: Buffer): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return !/[\0-\x06\x0e-\x19\x1c-\x1f]/.test(decode(head));
}

function decode(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le').decode(head);
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be').decode(head);
  return head.toString('latin1');
}
