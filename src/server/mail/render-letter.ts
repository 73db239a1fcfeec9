/** A letter as plain text and as simple HTML, signed with the name and the address of the portal. */
import { html, raw } from 'hono/html';
import type { Letter } from './letter.ts';

export interface Sender {
  /** Name of the portal. */
  readonly title: string;
  /** Where it is opened. */
  readonly origin: string;
  readonly readsReplies: boolean;
}

export interface RenderedLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export function renderLetter(letter: Letter, sender: Sender): RenderedLetter {
  const title = oneLine(sender.title);
  const subject = `${title}: ${oneLine(letter.subject)}`;
  const signature = [
    `Sent by ${title}, ${sender.origin}`,
    ...(sender.readsReplies ? [] : ['Nobody reads replies to this address.']),
  ];
  const text = [...letter.parts.map(partAsText), ['-- ', ...signature].join('\n')].join('\n\n');
  return { subject, text: `${text}\n`, html: pageOf(subject, letter, signature) };
}

type Part = Letter['parts'][number];

function partAsText(part: Part): string {
  if ('text' in part) return part.text;
  if ('link' in part) return `${part.link.label}:\n${part.link.address}`;
  return part.facts.map(([name, value]) => `${name}: ${oneLine(value)}`).join('\n');
}

function partAsHtml(part: Part) {
  if ('text' in part) return html`<p>${part.text}</p>\n`;
  if ('facts' in part) {
    return html`<table role="presentation">${part.facts.map(
      ([name, value]) => html`<tr><td class="name">${name}</td><td>${value}</td></tr>`,
    )}</table>\n`;
  }
  const { label, address } = part.link;
  return html`<p><a class="button" href="${address}">${label}</a></p>
<p class="soft">If the button does nothing, open this address:<br>
<span class="address">${address}</span></p>\n`;
}

function pageOf(subject: string, { parts }: Letter, signature: readonly string[]): string {
  return `${html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${subject}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<div class="letter">
${parts.map(partAsHtml)}</div>
<p class="signature">${signature.map((line, index) => (index === 0 ? line : html`<br>${line}`))}</p>
</body>
</html>
`}`;
}

/** What a header or a table can hold: nothing that ends a line or hides. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** The colours of `src/server/http/sign-in.css`; programs that know no `light-dark` have the light ones. */
const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; padding: 24px 16px; background: #f5f7f6; color: #18211f;
  font: 16px/1.5 system-ui, sans-serif; }
.letter { max-width: 32rem; margin: 0 auto; padding: 16px 24px; background: #ffffff;
  border-top: 4px solid #13655a; border-radius: 8px; }
.button { display: inline-block; padding: 10px 20px; background: #13655a; color: #ffffff;
  border-radius: 6px; font-weight: 600; text-decoration: none; }
td { padding: 2px 16px 2px 0; vertical-align: top; overflow-wrap: anywhere; }
.name, .soft, .signature { color: #56635f; }
.name { white-space: nowrap; }
.soft, .signature { font-size: 14px; }
.address { overflow-wrap: anywhere; }
.signature { max-width: 32rem; margin: 16px auto 0; padding: 0 24px; }
@media (prefers-color-scheme: dark) {
  body { background: #151c1a; color: #e4ebe8; }
  .letter { background: #18201e; border-color: #7ed3c2; }
  .button { background: #7ed3c2; color: #0b1f1b; }
  .name, .soft, .signature { color: #a0aeaa; }
}
`;
