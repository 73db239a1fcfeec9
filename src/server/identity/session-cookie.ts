/** Cookies between a browser and the library: all it sees of a request, and what it sends back. */
import type { BetterAuth } from './better-auth.ts';

/** The cookies of a request, without anything else the request says. */
export function onlyCookies(headers: Headers): Headers {
  return new Headers({ cookie: headers.get('cookie') ?? '' });
}

/** The `Set-Cookie` values of the library's response that concern the session. */
export function sessionCookies({ context }: BetterAuth, response: Headers): string[] {
  const prefix = `${context.authCookies.sessionToken.name}=`;
  return response.getSetCookie().filter((cookie) => cookie.startsWith(prefix));
}
