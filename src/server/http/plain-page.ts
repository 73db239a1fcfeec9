/** A page in the look of the server itself: it needs no build, and takes what one says of its owner. */
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { BrandJson } from '../../../schemas/portal-json.ts';
import { deliveryOf } from '../files/delivery.ts';
import { type Look, PLAIN_LOOK } from '../files/look.ts';
import type { RequestContext } from './handler-environment.ts';

type Markup = ReturnType<typeof html>;

/** What a page says, which is the same in every look. */
export interface PlainPage {
  readonly title: string;
  readonly content: Markup;
}

export function plainPage(title: string, content: Markup): PlainPage {
  return { title, content };
}

/** Responds with a page in the look of the portal. */
export async function showPage(
  c: RequestContext,
  page: PlainPage,
  status: ContentfulStatusCode = 200,
  headers: Record<string, string> = {},
): Promise<Response> {
  const look = (await c.get('look')?.()) ?? PLAIN_LOOK;
  return c.html(pageInLook(page, look), status, headers);
}

/** HTML of the page. */
export function pageInLook({ title, content }: PlainPage, look: Look): string {
  const { title: site, icon, colours } = look;
  const iconUrl = icon ? `/${icon.file}` : '/favicon.ico';
  const iconType = icon ? deliveryOf(iconUrl).contentType.replace(/;.*/, '') : 'image/svg+xml';
  return `${html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${site === undefined ? title : `${title} · ${site}`}</title>
<link rel="icon" href="${iconUrl}" type="${iconType}">
<link rel="stylesheet" href="/sign-in.css">
${colours === undefined ? '' : html`<link rel="stylesheet" href="/${colours}">\n`}</head>
<body>
${header(look)}<main>
${content}
</main>
${footer(look)}</body>
</html>
`}`;
}

function header({ title = '', logo, logoDark, logoSaysTitle }: Look): Markup | string {
  if (title === '' && logo === undefined) return '';
  const name = logoSaysTitle ? '' : html`<span>${title}</span>`;
  return html`<header class="brand">${logo ? picture(logo, logoDark, logoSaysTitle ? title : '') : ''}${name}</header>
`;
}

function picture({ file, width, height }: Picture, dark: Picture | undefined, alt: string): Markup {
  const source = dark && html`<source srcset="/${dark.file}" media="(prefers-color-scheme: dark)">`;
  const size = width && height ? html` width="${width}" height="${height}"` : '';
  return html`<picture>${source ?? ''}<img class="logo" src="/${file}" alt="${alt}"${size}></picture>`;
}

type Picture = NonNullable<BrandJson['logo']>;

function footer({ footerLinks = [] }: Look): Markup | string {
  if (footerLinks.length === 0) return '';
  const links = footerLinks.map(({ label, url }) => html`<a href="${url}">${label}</a>\n`);
  return html`<footer><nav aria-label="Footer">
${links}</nav></footer>
`;
}
