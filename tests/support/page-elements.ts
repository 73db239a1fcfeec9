/** What a page or a drawing is made of, as a browser reads it. */
import { parse } from 'parse5';

export interface PageElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

interface Node {
  readonly nodeName: string;
  readonly attrs?: readonly { readonly name: string; readonly value: string }[];
  readonly childNodes?: readonly Node[];
}

/** Every node in reading order; texts have no attributes. */
export function elementsOf(html: string): PageElement[] {
  const visit = (node: Node): PageElement[] => [
    {
      name: node.nodeName,
      attributes: new Map(node.attrs?.map(({ name, value }) => [name, value])),
    },
    ...(node.childNodes ?? []).flatMap(visit),
  ];
  return visit(parse(html) as Node);
}

/** Names of the elements that a policy without `unsafe-inline` would leave without effect. */
export function inlineParts(elements: readonly PageElement[]): string[] {
  return elements
    .filter(
      ({ name, attributes }) =>
        name === 'style' ||
        (name === 'script' && !attributes.has('src')) ||
        [...attributes.keys()].some((key) => key === 'style' || key.startsWith('on')),
    )
    .map(({ name }) => name);
}
