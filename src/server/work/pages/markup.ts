/** HTML of a part of a page; `html` of Hono escapes every text that it is given. */
import type { html } from 'hono/html';

export type Markup = ReturnType<typeof html>;
