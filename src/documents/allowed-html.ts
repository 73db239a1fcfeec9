/**
 * The raw HTML a page keeps: GitHub's list of harmless HTML, plus the ids and classes that
 * the toolchain itself adds. Pages are sanitised with it and findings are made from it.
 */
import { find, html } from 'property-information';
import { defaultSchema, type Options as SanitizeSchema } from 'rehype-sanitize';
import { frameId } from '../../schemas/addresses.ts';
import type { HtmlElement } from './html-element.ts';

const attributes = defaultSchema.attributes ?? {};

/**
 * Not `name`: `<img name="querySelectorAll">` would take the place of what scripts call. Not what
 * says where a form is sent to.
 */
const ANYWHERE = (attributes['*'] ?? []).filter(
  (name) => !['id', 'name', 'action', 'method', 'encType', 'acceptCharset'].includes(String(name)),
);

/** Any id but one of the page itself. */
const AN_AUTHORS = new RegExp(`^(?!${frameId('')})`);

export const ALLOWED_HTML: SanitizeSchema = {
  ...defaultSchema,
  // Ids stay as written, for links to them are checked; those of the page itself have a form of
  // their own.
  clobber: [],
  tagNames: [...(defaultSchema.tagNames ?? []), 'aside'],
  attributes: {
    ...attributes,
    // Browsers jump to it as to an id.
    a: [...(attributes.a ?? []), ['name', AN_AUTHORS]],
    // Addresses that nobody resolves or checks.
    source: [],
    aside: [['className', 'callout', /^callout-[a-z]+$/]],
    p: [['className', 'callout-title']],
    code: [...(attributes.code ?? []), 'dataTitle', 'dataMarked'],
    li: [...(attributes.li ?? []), 'dataStep'],
    '*': [...ANYWHERE, ['id', AN_AUTHORS]],
  },
  protocols: {
    ...defaultSchema.protocols,
    href: ['http', 'https', 'mailto', 'tel', 'doc'],
    src: ['http', 'https'],
  },
};

/** What a page loses of a tag. */
export type Losses =
  | { readonly kind: 'none' }
  | { readonly kind: 'tag'; readonly withContent: boolean }
  | { readonly kind: 'attributes'; readonly names: readonly string[] };

const TAGS = new Set(ALLOWED_HTML.tagNames);
const WITH_CONTENT = new Set(ALLOWED_HTML.strip);

export function lossesOf(tagName: string, written: HtmlElement['attributes']): Losses {
  if (!TAGS.has(tagName)) return { kind: 'tag', withContent: WITH_CONTENT.has(tagName) };
  const names = written.filter((each) => !isKept(tagName, each)).map(({ name }) => name);
  return names.length === 0 ? { kind: 'none' } : { kind: 'attributes', names };
}

/** Addresses are judged as links, with their schemes. */
function isKept(tagName: string, { name, value }: HtmlElement['attributes'][number]): boolean {
  const { property } = find(html, name);
  const rules = [
    ...(ALLOWED_HTML.attributes?.[tagName] ?? []),
    ...(ALLOWED_HTML.attributes?.['*'] ?? []),
  ];
  return rules.some((rule) => {
    if (typeof rule === 'string') return rule === property;
    const [allowed, ...values] = rule;
    if (allowed !== property) return false;
    return (
      values.length === 0 ||
      value.split(/\s+/).every((word) => values.some((each) => matches(each, word)))
    );
  });
}

function matches(
  allowed: string | number | boolean | RegExp | null | undefined,
  word: string,
): boolean {
  return allowed instanceof RegExp
    ? allowed.test(word)
    : allowed === true || String(allowed) === word;
}
