/**
 * What MDX may contain here: Markdown and a fixed set of components with literal
 * attributes of theirs. Everything that would run code is a problem at its node.
 */
import type { Nodes, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { MDX_COMPONENTS } from '../../schemas/mdx-components.ts';
import { nearest } from '../diagnostics/suggest.ts';
import { didYouMean, listing } from '../diagnostics/wording.ts';
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

export function findMdxProblems(root: Root, offset: number): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  visit(root as Nodes, (node) => {
    const refusal = whyRefused(node);
    if (!refusal) return;
    const start = (node.position?.start.offset ?? 0) + offset;
    const end = (node.position?.end.offset ?? start) + offset;
    problems.push({ code: 'content/invalid-mdx', at: { in: 'text', start, end }, ...refusal });
  });
  return problems;
}

interface Refusal {
  readonly reason: string;
  /** What to do; without it, Markdown is the way. */
  readonly action?: string;
}

function whyRefused(node: { readonly type: string }): Refusal | undefined {
  switch (node.type) {
    case 'mdxjsEsm':
      return { reason: '`import` and `export` are not allowed' };
    case 'mdxFlowExpression':
    case 'mdxTextExpression':
      return { reason: 'Expressions in `{…}` are not allowed' };
    case 'mdxJsxFlowElement':
    case 'mdxJsxTextElement':
      return whyElementRefused(node as JsxNode);
    default:
      return undefined;
  }
}

function whyElementRefused({ name, attributes }: JsxNode): Refusal | undefined {
  if (name === null) return { reason: 'Fragments `<>…</>` are not allowed' };
  const taken = MDX_COMPONENTS.get(name);
  if (!taken) {
    const known = [...MDX_COMPONENTS.keys()].map((each) => `\`${each}\``).join(', ');
    return { reason: `\`<${name}>\` is not one of the components ${known}` };
  }
  const computed = attributes.some(
    ({ type, value }) =>
      type !== 'mdxJsxAttribute' || (typeof value === 'object' && value !== null),
  );
  if (computed) return { reason: `\`<${name}>\` takes literal attributes only` };
  const names = attributes.flatMap((attribute) => attribute.name ?? []);
  const foreign = names.find((each) => !taken.has(each));
  if (foreign !== undefined) return whyAttributeRefused(name, foreign, [...taken.keys()]);
  const empty = attributes.find(({ value }) => value === null)?.name;
  return empty === undefined
    ? undefined
    : {
        reason: `\`${empty}\` of \`<${name}>\` has no value`,
        action: `write \`${empty}="…"\``,
      };
}

function whyAttributeRefused(name: string, attribute: string, taken: readonly string[]): Refusal {
  const known =
    taken.length === 0
      ? 'none'
      : listing(
          taken.map((each) => `\`${each}\``),
          'and',
        );
  return {
    reason: `\`<${name}>\` does not take \`${attribute}\`; its attributes: ${known}`,
    action: `remove it.${didYouMean(nearest(attribute, taken))}`,
  };
}
