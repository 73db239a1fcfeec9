/**
 * How the documents hang together, as two pictures with their places computed: workflows and the
 * documents their tasks open, and domains with the links between them. Bounded, whatever the
 * size of the portal; the table beside them names what the pictures leave out.
 */
import { documentUrl } from '../../../schemas/addresses.ts';
import { compareText } from '../../diagnostics/report.ts';
import type { Portal } from '../../portal/compile-portal.ts';
import type { Document } from '../../registry/registry.ts';
import type { NavLink } from './navigation.ts';
import type { Domain, Sections } from './sections.ts';

export interface Spot extends NavLink {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly from: Spot;
  readonly to: Spot;
  /** How many links it stands for. */
  readonly weight: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly spots: readonly Spot[];
  readonly lines: readonly Line[];
  /** How many documents are not in it. */
  readonly left: number;
}

const MAX_DOCUMENTS = 90;
const WIDTH = 920;
const ROW = 26;
/** Where the workflows are, and where the documents; words stand outside of them. */
const [LEFT, RIGHT] = [250, 500];

/** Workflows on the left, the documents that their tasks open on the right. */
export function workflowPicture({ registry, templates }: Portal): Picture {
  const uses = templates.map(({ document, template }) => ({
    document,
    opened: [
      ...Map.groupBy(
        template.taskDefinitions.flatMap(({ instruction }) => instruction?.docId ?? []),
        (id) => id,
      ),
    ].flatMap(([id, { length }]) => {
      const target = registry.get(id);
      return target ? [{ target, weight: length }] : [];
    }),
  }));
  const opened = [...new Set(uses.flatMap((use) => use.opened.map(({ target }) => target)))];
  const right = new Map(
    opened
      .slice(0, MAX_DOCUMENTS)
      .map((document, index) => [document, spot(document, RIGHT, ROW * (index + 1))]),
  );
  const lines = uses.flatMap((use) => {
    const ends = use.opened.flatMap(({ target, weight }) => {
      const to = right.get(target);
      return to ? [{ to, weight }] : [];
    });
    if (ends.length === 0) return [];
    const middle = ends.reduce((sum, { to }) => sum + to.y, 0) / ends.length;
    const from = spot(use.document, LEFT, Math.round(middle));
    return ends.map(({ to, weight }) => ({ from, to, weight }));
  });
  const left = [...new Set(lines.map(({ from }) => from))];
  return {
    width: WIDTH,
    height: ROW * (right.size + 1),
    spots: [...keepApart(left), ...right.values()],
    lines,
    left: opened.length - right.size,
  };
}

function spot(document: Document, x: number, y: number): Spot & { y: number } {
  return { label: document.title, url: documentUrl(document), x, y };
}

/** Moves the workflows down where two would share a row; lines hold the same objects. */
function keepApart(spots: readonly (Spot & { y: number })[]): readonly Spot[] {
  const sorted = spots.toSorted((a, b) => a.y - b.y);
  for (const [index, each] of sorted.entries()) {
    const above = sorted[index - 1];
    if (above && each.y < above.y + ROW) each.y = above.y + ROW;
  }
  return sorted;
}

const MAX_DOMAINS = 24;
const RADIUS = 190;

/** Domains in a circle, with the links of their documents between them. */
export function domainPicture({ registry }: Portal, { domains }: Sections): Picture {
  const shown = domains.filter(({ name }) => name !== '').slice(0, MAX_DOMAINS);
  const spots = new Map(
    shown.map((domain, index) => [domain.name, place(domain, index, shown.length)]),
  );
  const weights = new Map<string, number>();
  for (const document of registry.documents) {
    for (const source of registry.backlinks(document.id)) {
      if (source.domain === document.domain) continue;
      const key = [source.domain, document.domain].sort(compareText).join('\0');
      weights.set(key, (weights.get(key) ?? 0) + 1);
    }
  }
  const lines = [...weights].flatMap(([key, weight]) => {
    const [from, to] = key.split('\0').map((name) => spots.get(name));
    return from && to ? [{ from, to, weight }] : [];
  });
  return { width: WIDTH, height: 2 * RADIUS + 80, spots: [...spots.values()], lines, left: 0 };
}

function place({ label, url, count }: Domain, index: number, total: number): Spot {
  const angle = (2 * Math.PI * index) / total - Math.PI / 2;
  return {
    label: `${label} (${count})`,
    url,
    x: Math.round(WIDTH / 2 + RADIUS * Math.cos(angle)),
    y: Math.round(RADIUS + 40 + RADIUS * Math.sin(angle)),
  };
}

export interface Connections {
  readonly document: Document;
  readonly linkedFrom: number;
  readonly linksTo: number;
  readonly tasks: number;
}

/** The documents most led to, by tasks and links. */
export function connections({ registry }: Portal, max: number): Connections[] {
  return registry.documents
    .map((document) => ({
      document,
      linkedFrom: registry.backlinks(document.id).length,
      linksTo: registry.links(document).filter(({ target }) => target.kind === 'document').length,
      tasks: registry.taskUses(document.id).length,
    }))
    .sort(
      (a, b) =>
        b.linkedFrom + b.tasks - (a.linkedFrom + a.tasks) ||
        compareText(a.document.title, b.document.title),
    )
    .slice(0, max);
}
