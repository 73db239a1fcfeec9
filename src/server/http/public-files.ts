/**
 * What a stranger gets without a form: the same few bytes for everybody, and of a build only the
 * files of its look.
 */
import { readFileSync } from 'node:fs';
import type { Next } from 'hono';
import type { RequestContext } from './handler-environment.ts';

export const publicFiles = {
  /** For supervisors, which start the process anew: that helps only when it does not answer. */
  livez: (c: RequestContext) => c.text('ok\n'),
  robots: (c: RequestContext) => c.text('User-agent: *\nDisallow: /\n'),
  async favicon(c: RequestContext) {
    const look = await c.get('look')?.();
    const own = look?.files.get(`/${look.icon?.file}`);
    if (own === undefined)
      return c.body(ICON, 200, { 'Content-Type': 'image/svg+xml; charset=utf-8' });
    // This address stays when the icon changes, so nobody keeps what is there.
    return c.body(own.bytes, 200, { 'Content-Type': own.headers['Content-Type'] ?? '' });
  },
  /** All other names are for the gate to judge, whether there is such a file or not. */
  async look(c: RequestContext, next: Next) {
    const file = (await c.get('look')?.())?.files.get(c.req.path);
    return file === undefined ? next() : c.body(file.bytes, 200, { ...file.headers });
  },
  stylesheet: (c: RequestContext) =>
    c.body(STYLESHEET, 200, { 'Content-Type': 'text/css; charset=utf-8' }),
  passkeyScript: (c: RequestContext) =>
    c.body(PASSKEY_SCRIPT, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
};

const PASSKEY_SCRIPT = readFileSync(new URL('./passkey.js', import.meta.url), 'utf8');
const STYLESHEET = readFileSync(new URL('./sign-in.css', import.meta.url), 'utf8');

/** A closed book, drawn here because the build's own icon is not for strangers. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">' +
  '<rect width="32" height="32" rx="7" fill="#175e54"/><path fill="#fff" d="' +
  'M10 7h11a2 2 0 0 1 2 2v16H11a3 3 0 0 1-3-3V9a2 2 0 0 1 2-2Zm1 13a2 2 0 0 0 0 4h10v-4Z"/></svg>';
