/** The HTML of a document's body, from the tree that was parsed for the rules. */
import type { Root as HastRoot } from 'hast';
import type { Root } from 'mdast';
import type { Options } from 'mdast-util-to-hast';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import { type PluggableList, unified } from 'unified';
import { ALLOWED_HTML } from '../../documents/allowed-html.ts';
import type { Document } from '../../registry/registry.ts';
import { element } from './element.ts';
import { type LinkContext, linkResolver } from './link-resolver.ts';
import { rehypeCodeBlocks } from './rehype-code-blocks.ts';
import { rehypeFigures } from './rehype-figures.ts';
import { rehypeLinks } from './rehype-links.ts';
import { rehypeReadingAids } from './rehype-reading-aids.ts';
import { remarkAlerts } from './remark-alerts.ts';
import { remarkCodeMeta } from './remark-code-meta.ts';
import { remarkToHast } from './remark-to-hast.ts';
import { repeatedTitle } from './repeated-title.ts';
import { toHtml } from './to-html.ts';

/** HTML of the body, without the first heading when it repeats the title. */
export function renderDocument(document: Document, context: LinkContext): string {
  const { body, source } = document;
  if (body.isPlainText) return plainText(source.text.slice(body.offset));
  return toHtml(render(document, context, body.hasRawHtml ? 'raw-html' : 'markdown'));
}

/** Body of a valid MDX document as hast, its components left in place as `mdxJsx…` nodes. */
export function renderMdxTree(document: Document, context: LinkContext): HastRoot {
  return render(document, context, 'components');
}

/** What a body holds beside Markdown. */
type Form = 'markdown' | 'raw-html' | 'components';

const HAST_OPTIONS: Readonly<Record<Form, Options>> = {
  markdown: {},
  'raw-html': { allowDangerousHtml: true },
  components: { passThrough: ['mdxJsxFlowElement', 'mdxJsxTextElement'] },
};

/** Most bodies hold no raw HTML, and are spared a parser of it. */
const RAW_HTML: PluggableList = [rehypeRaw, [rehypeSanitize, ALLOWED_HTML]];

function render(document: Document, context: LinkContext, form: Form): HastRoot {
  return unified()
    .use(remarkAlerts)
    .use(remarkCodeMeta)
    .use(remarkToHast, HAST_OPTIONS[form])
    .use(form === 'raw-html' ? RAW_HTML : [])
    .use(rehypeLinks, { resolve: linkResolver(context, document) })
    .use(rehypeCodeBlocks, { title: document.title })
    .use(rehypeFigures)
    .use(rehypeReadingAids)
    .runSync(withoutTitle(document));
}

function withoutTitle(document: Document): Root {
  const { root } = document.body;
  const title = repeatedTitle(document);
  if (!title) return root;
  return { ...root, children: root.children.filter((node) => node !== title.node) };
}

function plainText(value: string): string {
  return toHtml({ type: 'root', children: [element('pre', {}, [{ type: 'text', value }])] });
}
