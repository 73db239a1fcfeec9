/** The first heading of a document when it only repeats the title. */
import type { Heading } from '../../documents/body.ts';
import type { Document } from '../../registry/registry.ts';

/** The heading that the page's own title takes the place of. */
export function repeatedTitle({ body, title }: Document): Heading | undefined {
  const [first] = body.headings;
  if (first?.depth !== 1 || first.text !== title) return undefined;
  return body.root.children.includes(first.node) ? first : undefined;
}
