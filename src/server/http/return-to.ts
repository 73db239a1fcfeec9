/** Where signing in leads back to: a page of this origin, whatever an address or a form says. */

/**
 * The path, query and fragment `wanted` if it stays on this origin and is worth returning to, else
 * `/`.
 */
export function safeReturnTo(wanted: string | null | undefined): string {
  if (!wanted || wanted.length > MAX_LENGTH || !/^\/[^\\\p{Cc}]*$/u.test(wanted)) return '/';
  const url = URL.parse(wanted, PLACEHOLDER_ORIGIN);
  if (url?.origin !== PLACEHOLDER_ORIGIN) return '/';
  // Dot segments can leave two slashes in front (`/.//elsewhere`): another host to a browser.
  if (url.pathname.startsWith('//')) return '/';
  if (/^\/(?:sign-in|sign-out|(?:lost-|new-)?password|second-factor)(?:\/|$)/.test(url.pathname))
    return '/';
  return url.pathname + url.search + url.hash;
}

/** Where somebody goes on who has signed in; `returnTo` is already safe. */
export async function landingOf(
  returnTo: string,
  firstPage: () => Promise<string>,
): Promise<string> {
  return returnTo === '/' ? await firstPage() : returnTo;
}

/** The address of `page` that leads back to what `requestUrl` asked for. */
export function withReturnTo(page: string, requestUrl: string): string {
  const { pathname, search } = new URL(requestUrl);
  const returnTo = safeReturnTo(pathname + search);
  return returnTo === '/' ? page : `${page}?${new URLSearchParams({ returnTo })}`;
}

const MAX_LENGTH = 2000;

/** Stands for our origin where only sameness matters. */
const PLACEHOLDER_ORIGIN = 'http://portal.invalid';
