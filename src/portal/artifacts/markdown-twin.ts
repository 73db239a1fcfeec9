/**
 * A document as Markdown for programs that read text: who owns it and where its page is on top,
 * every link leading to another twin, components and workflows in words.
 */
import type { Paragraph, Root, RootContent } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { documentUrl, hashOf, twinUrl } from '../../../schemas/addresses.ts';
import { DOC_TYPE_METADATA } from '../../../schemas/doc-types.ts';
import { parseBody } from '../../documents/body.ts';
import { encodeDestination, findDestination } from '../../documents/link-destination.ts';
import type { Document, ResolvedLink } from '../../registry/registry.ts';
import { reviewOf } from '../../registry/review.ts';
import type { CompiledTemplate } from '../../workflow/compile/compile-templates.ts';
import type { AssetAddresses, LinkContext } from '../html/link-resolver.ts';
import { isRenderedAsMdx } from '../html/mdx-documents.ts';
import { repeatedTitle } from '../html/repeated-title.ts';
import { referenceUrl } from '../reference-url.ts';
import { workflowInMarkdown } from './workflow-in-markdown.ts';

export interface TwinContext extends LinkContext {
  /** The workflow that the document defines, if it does. */
  readonly compiled?: CompiledTemplate | undefined;
}

export function markdownTwin(document: Document, context: TwinContext): string {
  const text = withResolvedLinks(document, context);
  const parts = [
    header(document),
    ...(repeatedTitle(document) ? [] : [`# ${document.title}`]),
    (isRenderedAsMdx(document) ? withoutComponents(text) : text).trim(),
    ...(context.compiled
      ? [
          workflowInMarkdown(context.compiled.template, (reference) =>
            referenceUrl(context.registry, document, reference),
          ),
        ]
      : []),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** JSON strings are YAML strings (YAML 1.2, 1.3), so nothing in them can break out. */
function header(document: Document): string {
  const { owner, status, summary, tags, systems } = document.frontmatter;
  const review = reviewOf(document);
  const values: readonly (readonly [string, string | readonly string[] | undefined])[] = [
    ['id', document.id],
    ['title', document.title],
    ['type', DOC_TYPE_METADATA[document.docType].label],
    ['url', documentUrl(document)],
    ['summary', summary],
    ['owner', owner],
    ['status', status],
    ['reviewed', review?.reviewed],
    ['next_review', review?.next],
    ['systems', systems],
    ['tags', tags],
  ];
  const lines = values.flatMap(([key, value]) =>
    value === undefined || value.length === 0 ? [] : [`${key}: ${JSON.stringify(value)}`],
  );
  return ['---', ...lines, '---'].join('\n');
}

function withResolvedLinks(document: Document, { registry, assets }: LinkContext): string {
  const { text } = document.source;
  const { offset } = document.body;
  let rest = offset;
  let result = '';
  const edits = registry
    .links(document)
    .flatMap((resolved) => editOf(text, resolved, assets) ?? [])
    .sort((a, b) => a.start - b.start);
  for (const edit of edits) {
    if (edit.start < rest) continue;
    result += text.slice(rest, edit.start) + edit.text;
    rest = edit.end;
  }
  return result + text.slice(rest);
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function editOf(
  text: string,
  { link, target }: ResolvedLink,
  assets: AssetAddresses,
): Edit | undefined {
  if (target.kind !== 'document' && target.kind !== 'asset') return undefined;
  const path = target.kind === 'asset' ? assets.urlOf(target.asset) : twinUrl(target.document);
  if (path === undefined) return undefined;
  const fragment = target.kind === 'document' ? hashOf(target.fragment) : '';
  if (link.form === 'wiki') {
    if (target.kind !== 'document') return undefined;
    const written = text.slice(link.start, link.end);
    const [, label = target.document.title] = /\|([^\]]*)\]\]$/.exec(written) ?? [];
    const { start, end } = link;
    return { start, end, text: `[${escapeLabel(label)}](${path}${fragment})` };
  }
  const destination = findDestination(text, link);
  if (!destination) return undefined;
  const { start, end, style } = destination;
  return { start, end, text: encodeDestination(path, fragment, style) };
}

/** Brackets would end the label, a bar the cell of a table. */
function escapeLabel(label: string): string {
  return label.trim().replaceAll(/[[\]|]/g, '\\$&');
}

type Attributes = readonly { readonly name: string; readonly value: unknown }[];

/** Components as what they hold, under their title. */
function withoutComponents(text: string): string {
  const { root } = parseBody(text, 0, 'mdx');
  const plain: Root = { type: 'root', children: unwrap(root.children) };
  return remark().use(remarkGfm).data('settings', { bullet: '-' }).stringify(plain);
}

function unwrap(nodes: readonly RootContent[]): RootContent[] {
  return nodes.flatMap((node): RootContent[] => {
    if (!('children' in node)) return [node];
    const children = unwrap(node.children as RootContent[]);
    if (!node.type.startsWith('mdxJsx')) return [{ ...node, children } as RootContent];
    const { attributes } = node as unknown as { readonly attributes: Attributes };
    const words = attributes.filter(({ name }) => /^(?:title|label|caption|src)$/.test(name));
    const isInline = (node.type as string) === 'mdxJsxTextElement';
    if (isInline) return children;
    return [...words.map(({ value }) => strong(String(value))), ...children];
  });
}

function strong(value: string): Paragraph {
  return { type: 'paragraph', children: [{ type: 'strong', children: [{ type: 'text', value }] }] };
}
