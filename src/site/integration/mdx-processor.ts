/**
 * Renders MDX documents for `@astrojs/mdx` from the tree the rules have checked, so that
 * nothing is parsed twice and no expression of a document ever becomes code: the module
 * holds HTML strings and calls of the components with literal attributes of theirs, nothing else.
 */
import { basename } from 'node:path';
import type mdx from '@astrojs/mdx';
import type { Element, Root, RootContent } from 'hast';
import { MDX_COMPONENTS } from '../../../schemas/mdx-components.ts';
import { renderMdxTree } from '../../portal/html/render-document.ts';
import { toHtml } from '../../portal/html/to-html.ts';
import { currentPortal } from './portal-slot.ts';

type MdxOptions = NonNullable<Parameters<typeof mdx>[0]>;
type Processor = NonNullable<MdxOptions['processor']>;

/** A processor for modules whose name is `<document id>.mdx`; their text is ignored. */
export function mdxFromPortal(): Processor {
  return {
    name: 'opsbook',
    options: {},
    createRenderer: () => Promise.reject(new Error('Markdown is rendered by the portal.')),
    async createMdxRenderer() {
      return {
        async process(_text, path) {
          const portal = currentPortal();
          const document = portal.registry.get(basename(path, '.mdx'));
          if (!document) throw new Error(`${path} is not a document of the portal.`);
          const tree = renderMdxTree(document, portal);
          return { code: moduleOf(partsOf(tree.children)), astroMetadata: NO_METADATA };
        },
      };
    },
  };
}

const NO_METADATA = {
  hydratedComponents: [],
  clientOnlyComponents: [],
  serverComponents: [],
  scripts: [],
  propagation: 'none',
  containsHead: false,
  pageOptions: {},
};

/** Finished HTML, or a component with what it holds. */
type Part =
  | string
  | {
      readonly name: string;
      readonly attributes: Readonly<Record<string, string>>;
      readonly parts: readonly Part[];
    };

interface JsxElement {
  readonly type: 'mdxJsxFlowElement' | 'mdxJsxTextElement';
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly value: unknown }[];
  readonly children: RootContent[];
}

/** Neighbouring HTML becomes one string; an element around a component becomes its two tags. */
function partsOf(nodes: readonly RootContent[]): Part[] {
  const parts: Part[] = [];
  const add = (part: Part) => {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts.splice(-1, 1, last + part);
    else parts.push(part);
  };
  for (const node of nodes) {
    const component = componentOf(node);
    if (component) {
      const { name, children } = component;
      add({ name, attributes: attributesOf(component), parts: partsOf(children) });
    } else if (node.type === 'element' && holdsJsx(node)) {
      const closing = `</${node.tagName}>`;
      add(htmlOf({ ...node, children: [] }).slice(0, -closing.length));
      for (const part of partsOf(node.children)) add(part);
      add(closing);
    } else add(htmlOf(node));
  }
  return parts;
}

/** The rules allow literal attributes only; what breaks them is shown as Markdown instead. */
function componentOf(node: { readonly type: string }): JsxElement | undefined {
  const isJsx = node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement';
  return isJsx ? (node as JsxElement) : undefined;
}

/**
 * The attributes that the component takes, whatever else is written: Astro would do things of its
 * own with `set:html`, `client:load` or `slot`.
 * @throws when there is no such component, which the rules refuse before.
 */
function attributesOf({ name, attributes }: JsxElement): Record<string, string> {
  const taken = MDX_COMPONENTS.get(name);
  if (!taken) throw new Error(`\`<${name}>\` is not a component of the portal.`);
  const literals = attributes.flatMap(({ name: attribute, value }) =>
    taken.has(attribute) && typeof value === 'string' ? [[attribute, value] as const] : [],
  );
  return Object.fromEntries(literals);
}

function holdsJsx({ children }: Element): boolean {
  return children.some(
    (child) => componentOf(child) !== undefined || (child.type === 'element' && holdsJsx(child)),
  );
}

function htmlOf(node: RootContent): string {
  return toHtml({ type: 'root', children: [node] } satisfies Root);
}

function moduleOf(parts: readonly Part[]): string {
  return [
    `import { Fragment as _Fragment, jsx as _jsx } from 'astro/jsx-runtime';`,
    'export const frontmatter = {};',
    'export default function MDXContent({ components }) {',
    `  return _jsx(_Fragment, { children: ${listOf(parts)} });`,
    '}',
  ].join('\n');
}

function listOf(parts: readonly Part[]): string {
  const calls = parts.map((part) => {
    if (typeof part === 'string') return `_jsx(_Fragment, { 'set:html': ${JSON.stringify(part)} })`;
    const attributes = JSON.stringify(part.attributes).slice(1, -1);
    const separator = attributes === '' ? '' : `${attributes}, `;
    return `_jsx(components.${part.name}, { ${separator}children: ${listOf(part.parts)} })`;
  });
  return `[${calls.join(', ')}]`;
}
