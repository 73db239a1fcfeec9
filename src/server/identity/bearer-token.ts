/** Requests that show a token (RFC 6750 §2.1). */

/** The secret that a request shows. It is judged by that alone: its cookies are never read. */
export function bearerOf(headers: Headers): string | undefined {
  return /^bearer +(\S+)$/i.exec(headers.get('Authorization') ?? '')?.[1];
}
