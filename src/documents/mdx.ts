/**
 * What MDX may contain here: Markdown and a fixed set of components with literal
 * attributes. Everything that would run code is a problem at its node.
 */
import type { Nodes, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { MDX_COMPONENTS } from '../../schemas/mdx-components.ts';
import type { DocumentProblem } from './problem.ts';

interface JsxNode {
  readonly type: 'mdxJsxFlowElement' | 'mdxJsxTextElement';
  readonly name: string | null;
  readonly attributes: readonly {
    readonly type: string;
    readonly name?: string;
    readonly value?: unknown;
  }[];
}

const KNOWN = new Set<string>(MDX_COMPONENTS);

export function findMdxProblems(root: Root, offset: number): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  visit(root as Nodes, (node) => {
    const reason = whyRefused(node);
    if (!reason) return;
    const start = (node.position?.start.offset ?? 0) + offset;
    const end = (node.position?.end.offset ?? start) + offset;
    problems.push({ code: 'content/invalid-mdx', at: { in: 'text', start, end }, reason });
  });
  return problems;
}

function whyRefused(node: { readonly type: string }): string | undefined {
  switch (node.type) {
    case 'mdxjsEsm':
      return '`import` and `export` are not allowed';
    case 'mdxFlowExpression':
    case 'mdxTextExpression':
      return 'Expressions in `{…}` are not allowed';
    case 'mdxJsxFlowElement':
    case 'mdxJsxTextElement':
      return whyElementRefused(node as JsxNode);
    default:
      return undefined;
  }
}

function whyElementRefused({ name, attributes }: JsxNode): string | undefined {
  if (name === null) return 'Fragments `<>…</>` are not allowed';
  if (!KNOWN.has(name)) {
    return `\`<${name}>\` is not one of the components ${MDX_COMPONENTS.map((known) => `\`${known}\``).join(', ')}`;
  }
  const computed = attributes.find(
    ({ type, value }) =>
      type !== 'mdxJsxAttribute' || (typeof value === 'object' && value !== null),
  );
  return computed && `\`<${name}>\` takes literal attributes only`;
}
