/** Every way Markdown can point at something, reduced to one shape with a place. */
import type { Nodes } from 'mdast';

/** How a link is written; decides how its target is read and what may be wrong with it. */
export type LinkForm =
  | 'inline'
  | 'wiki'
  | 'html'
  | 'image'
  | 'html-image'
  | 'definition'
  | 'reference';

export interface Link {
  readonly form: LinkForm;
  /** Address as written: a URL, a path or `doc:id#anchor`, which wiki links become. */
  readonly target: string;
  /** Identifier of a definition; otherwise the text shown. */
  readonly label: string;
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
}

export function isImage(link: Pick<Link, 'form'>): boolean {
  return link.form === 'image' || link.form === 'html-image';
}

/** The link a node is, if it is one; wiki links carry `data.wiki`. */
export function readLink(node: Nodes, offset: number): Link | undefined {
  const start = (node.position?.start.offset ?? 0) + offset;
  const end = (node.position?.end.offset ?? 0) + offset;
  switch (node.type) {
    case 'link': {
      const form = node.data?.wiki ? 'wiki' : 'inline';
      return { form, target: node.url, label: '', start, end };
    }
    case 'image':
      return { form: 'image', target: node.url, label: node.alt ?? '', start, end };
    case 'definition':
      return { form: 'definition', target: node.url, label: node.identifier, start, end };
    case 'linkReference':
    case 'imageReference':
      return { form: 'reference', target: node.identifier, label: '', start, end };
    default:
      return undefined;
  }
}
