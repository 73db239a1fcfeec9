/** `> [!NOTE]` and its siblings, as GitHub writes them, become labelled asides. */
import type { Blockquote, Root } from 'mdast';
import { walkTree } from '../../documents/walk-tree.ts';

const LABELS = {
  NOTE: 'Note',
  TIP: 'Tip',
  IMPORTANT: 'Important',
  WARNING: 'Warning',
  CAUTION: 'Caution',
} as const;
const MARKER = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\r?\n|$)/;

/** remark plugin; keeps the first line's marker out of the text. */
export function remarkAlerts() {
  return (root: Root): void =>
    walkTree(root, (node) => {
      if (node.type === 'blockquote') toCallout(node);
    });
}

function toCallout(quote: Blockquote): void {
  const [paragraph] = quote.children;
  const text = paragraph?.type === 'paragraph' ? paragraph.children[0] : undefined;
  if (paragraph?.type !== 'paragraph' || text?.type !== 'text') return;
  const kind = MARKER.exec(text.value)?.[1] as keyof typeof LABELS | undefined;
  if (!kind) return;
  text.value = text.value.replace(MARKER, '');
  const rest = text.value === '' ? paragraph.children.slice(1) : paragraph.children;
  if (rest[0]?.type === 'break') rest.shift();
  quote.data = {
    hName: 'aside',
    hProperties: { className: ['callout', `callout-${kind.toLowerCase()}`] },
  };
  quote.children = [
    {
      type: 'paragraph',
      data: { hProperties: { className: ['callout-title'] } },
      children: [{ type: 'text', value: LABELS[kind] }],
    },
    ...(rest.length > 0 ? [{ ...paragraph, children: rest }] : []),
    ...quote.children.slice(1),
  ];
}
