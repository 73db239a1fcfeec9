/**
 * What every type of file is to a browser: one table for files of a build, files that documents
 * link and files that people hand in. Those of others are shown only when they are pictures,
 * video or audio; a type that is not in the table is a download. Pure text, for browsers too.
 */

/** How a file of other people reaches a reader: within a page and by itself, or as a download. */
export type Display = 'image' | 'media' | 'download';

export interface MediaType {
  /** Value of `Content-Type` (RFC 9110, 8.3). */
  readonly type: string;
  readonly display: Display;
  /** Whether a browser that opens it as a document may run what is in it. */
  readonly isActive: boolean;
}

const image = (type: string): MediaType => ({ type, display: 'image', isActive: false });
const media = (type: string): MediaType => ({ type, display: 'media', isActive: false });
const download = (type: string): MediaType => ({ type, display: 'download', isActive: false });
const active = (type: string): MediaType => ({ type, display: 'download', isActive: true });

const UNKNOWN = download('application/octet-stream');

/** By ending, in small letters. */
const MEDIA_TYPES: ReadonlyMap<string, MediaType> = new Map([
  ['avif', image('image/avif')],
  ['gif', image('image/gif')],
  ['jpeg', image('image/jpeg')],
  ['jpg', image('image/jpeg')],
  ['png', image('image/png')],
  ['svg', { ...image('image/svg+xml; charset=utf-8'), isActive: true }],
  ['webp', image('image/webp')],

  ['aac', media('audio/aac')],
  ['flac', media('audio/flac')],
  ['m4a', media('audio/mp4')],
  ['m4v', media('video/mp4')],
  ['mov', media('video/quicktime')],
  ['mp3', media('audio/mpeg')],
  ['mp4', media('video/mp4')],
  ['oga', media('audio/ogg')],
  ['ogg', media('audio/ogg')],
  ['ogv', media('video/ogg')],
  ['opus', media('audio/ogg')],
  ['wav', media('audio/wav')],
  ['webm', media('video/webm')],

  ['css', download('text/css; charset=utf-8')],
  ['csv', download('text/csv; charset=utf-8')],
  ['ico', download('image/x-icon')],
  ['ics', download('text/calendar; charset=utf-8')],
  ['json', download('application/json; charset=utf-8')],
  ['md', download('text/markdown; charset=utf-8')],
  ['pdf', download('application/pdf')],
  ['txt', download('text/plain; charset=utf-8')],
  ['webmanifest', download('application/manifest+json; charset=utf-8')],
  ['woff2', download('font/woff2')],

  ['atom', active('application/atom+xml')],
  ['hta', active('application/hta')],
  ['htc', active('text/x-component')],
  ['htm', active('text/html; charset=utf-8')],
  ['html', active('text/html; charset=utf-8')],
  ['js', active('text/javascript; charset=utf-8')],
  ['mht', active('multipart/related')],
  ['mhtml', active('multipart/related')],
  ['cjs', active('text/javascript; charset=utf-8')],
  ['mjs', active('text/javascript; charset=utf-8')],
  ['rdf', active('application/rdf+xml')],
  ['rss', active('application/rss+xml')],
  ['shtml', active('text/html; charset=utf-8')],
  ['svgz', active('image/svg+xml')],
  ['swf', active('application/x-shockwave-flash')],
  ['wasm', active('application/wasm')],
  ['xht', active('application/xhtml+xml')],
  ['xhtml', active('application/xhtml+xml')],
  ['xml', active('application/xml; charset=utf-8')],
  ['xsl', active('application/xslt+xml')],
  ['xslt', active('application/xslt+xml')],
]);

/** The type of a file, by the ending of its name. */
export function mediaTypeOf(path: string): MediaType {
  const ending = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase();
  return (ending !== undefined && MEDIA_TYPES.get(ending)) || UNKNOWN;
}

/** Whether a file is a picture that pages show. */
export function isImageFile(path: string): boolean {
  return mediaTypeOf(path).display === 'image';
}

/** The type a file of other people is sent with: what is not shown has none that a browser opens. */
export function foreignTypeOf(path: string): MediaType {
  const found = mediaTypeOf(path);
  return found.display === 'download' ? UNKNOWN : found;
}
