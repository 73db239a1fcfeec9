/** Which footnotes a page shows, and the fragments they have there. */
import type { FootnoteDefinition, FootnoteReference, Nodes, Root } from 'mdast';
import { normalizeUri } from 'micromark-util-sanitize-uri';
import { SKIP, visit } from 'unist-util-visit';

export interface Footnotes {
  /** Fragments as mdast-util-to-hast makes them. */
  readonly anchors: readonly string[];
  /** Definitions that nothing refers to: they show nothing on the page. */
  readonly unused: ReadonlySet<Nodes>;
}

const NONE: Footnotes = { anchors: [], unused: new Set() };

export function readFootnotes(root: Root, source: string): Footnotes {
  if (!source.includes('[^')) return NONE;
  const definitions = new Map<string, FootnoteDefinition>();
  const unused = new Set<Nodes>();
  visit(root, 'footnoteDefinition', (node) => {
    const id = node.identifier.toUpperCase();
    if (!definitions.has(id)) definitions.set(id, node);
    unused.add(node);
  });
  const uses = new Map<string, number>();
  const pending: Nodes[] = [root];
  for (let part = pending.shift(); part; part = pending.shift()) {
    for (const { identifier } of referencesIn(part)) {
      const id = identifier.toUpperCase();
      const definition = definitions.get(id);
      if (definition && unused.delete(definition)) pending.push(definition);
      uses.set(id, (uses.get(id) ?? 0) + 1);
    }
  }
  const anchors = [...uses].flatMap(([id, count]) => {
    const safe = normalizeUri(id.toLowerCase());
    const back = Array.from({ length: count }, (_, index) => (index === 0 ? '' : `-${index + 1}`));
    return [
      ...(definitions.has(id) ? [`user-content-fn-${safe}`] : []),
      ...back.map((suffix) => `user-content-fnref-${safe}${suffix}`),
    ];
  });
  const isShown = [...uses.keys()].some((id) => definitions.has(id));
  return { anchors: isShown ? [...anchors, 'footnote-label'] : anchors, unused };
}

function referencesIn(part: Nodes): FootnoteReference[] {
  const references: FootnoteReference[] = [];
  visit(part, (node) => {
    if (node.type === 'footnoteReference') references.push(node);
    return node.type === 'footnoteDefinition' && node !== part ? SKIP : undefined;
  });
  return references;
}
