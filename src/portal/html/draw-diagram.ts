/**
 * Mermaid as SVG, drawn at build time by beautiful-mermaid. What it draws is then made fit for a
 * page: colours come from the theme's stylesheet, ids are the page's own, nothing is fetched, and
 * the picture has a name and its connections in words for those who do not see it.
 */
import type { Element, ElementContent, Root } from 'hast';
import { fromParse5 } from 'hast-util-from-parse5';
import { parseFragment } from 'parse5';
import { SKIP, visit } from 'unist-util-visit';
import { diagramSize, MAX_DIAGRAM_SIZE } from '../../documents/diagram-size.ts';
import { loadModule } from '../../source/load-module.ts';

export type Drawing =
  | { readonly kind: 'drawn'; readonly svg: Element }
  | { readonly kind: 'failed'; readonly reason: string };

export interface DrawingNames {
  /** What the picture is called. */
  readonly name: string;
  /** Begins every id of the drawing; unique on the page. */
  readonly idPrefix: string;
}

export function drawDiagram(source: string, names: DrawingNames): Drawing {
  if (diagramSize(source) > MAX_DIAGRAM_SIZE) return { kind: 'failed', reason: 'it is too large' };
  const { renderMermaidSVG } = loadModule<typeof import('beautiful-mermaid')>('beautiful-mermaid');
  let text: string;
  try {
    text = renderMermaidSVG(declareFirst(source), { padding: 16 });
  } catch (error) {
    return { kind: 'failed', reason: (error as Error).message };
  }
  const fragment = fromParse5(parseFragment(text)) as Root;
  const svg = fragment.children.find((node) => node.type === 'element');
  if (svg?.type !== 'element' || svg.tagName !== 'svg') {
    return { kind: 'failed', reason: 'it is empty' };
  }
  const words = connectionsOf(svg);
  clean(svg, names.idPrefix);
  nameDrawing(svg, names, words);
  return { kind: 'drawn', svg };
}

const DECLARATION = /(?<![\w-])([\w-]+)(?:\[[^\]\n]+\]\)?|\(\(?\[?[^)\n]+\)+|\{\{?[^}\n]+\}+)/g;
const WITHOUT_NODES = /^\s*(?:%%|(?:subgraph|style|classDef|class|linkStyle|click)\b).*$/gm;

/**
 * A node may be mentioned before it is given its words; the renderer keeps the first mention, so
 * what is declared late is declared again at the top.
 */
function declareFirst(source: string): string {
  const header = /^\s*(?:graph|flowchart)\b.*$/m.exec(source);
  if (!header) return source;
  const end = header.index + header[0].length;
  const nodes = source.slice(end).replaceAll(WITHOUT_NODES, (line) => ' '.repeat(line.length));
  const seen = new Set<string>();
  const late = [...nodes.matchAll(DECLARATION)].flatMap(([declaration, id = ''], index, all) => {
    if (seen.has(id)) return [];
    seen.add(id);
    const before = nodes.slice(0, all[index]?.index);
    return new RegExp(`(?<![\\w-])${id}(?![\\w-])`).test(before) ? [`\n${declaration}`] : [];
  });
  return source.slice(0, end) + late.join('') + source.slice(end);
}

/** The widest drawing, in pixels, that is still legible when it is made to fit the column. */
const MAX_SHRUNK_WIDTH = 960;

/** What drawings are made of, but for their own `title` and `style`; none of it leads anywhere. */
const SHAPES = new Set(
  'svg defs marker g desc path rect line polyline polygon circle ellipse text tspan'.split(' '),
);

/**
 * Attributes that say how the drawing was made, or style it past the stylesheet; and those that
 * would act or lead elsewhere, should a label ever break out of its place.
 */
const DROPPED = /^(?:style|xmlns|data[A-Z].*|fontFamily|on.*|href|src|xLink.*)$/i;

/** An author's `fill:url(…)` would be loaded from where it says. */
function isHarmless(value: string): boolean {
  if (/^url\(#[^)\s"'\\]+\)$/.test(value)) return true;
  const functions = [...value.matchAll(/([\w-]*)\s*\(/g)].map(([, name = '']) =>
    name.toLowerCase(),
  );
  return !value.includes('\\') && functions.every((name) => FUNCTIONS.has(name));
}
const FUNCTIONS = new Set(
  'var rgb rgba hsl hsla color-mix calc translate rotate scale matrix'.split(' '),
);

function clean(svg: Element, idPrefix: string): void {
  visit(svg, 'element', (element, index, parent) => {
    if (!SHAPES.has(element.tagName)) {
      if (parent && index !== undefined) parent.children.splice(index, 1);
      return [SKIP, index ?? 0];
    }
    const kept = Object.entries(element.properties).filter(
      ([name, value]) => !DROPPED.test(name) && isHarmless(String(value)),
    );
    element.properties = Object.fromEntries(
      kept.map(([name, value]) => [name, cleanValue(name, value, idPrefix)]),
    );
    keepLegible(element);
    return undefined;
  });
  trimBlanks(svg);
  const { viewBox } = svg.properties;
  const [, , width = 0, height = 0] = String(viewBox).split(/\s+/).map(Number);
  svg.properties = {
    ...svg.properties,
    className: width > MAX_SHRUNK_WIDTH ? ['drawing'] : ['drawing', 'drawing-fits'],
    width: Math.round(width),
    height: Math.round(height),
  };
}

function cleanValue<T>(name: string, value: T, idPrefix: string): T | string {
  if (name === 'id') return `${idPrefix}-${value}`;
  // The arrow at a line's beginning is drawn backwards already.
  if (value === 'auto-start-reverse') return 'auto';
  if (typeof value !== 'string') return value;
  return value
    .replaceAll(/url\(#([^)]+)\)/g, `url(#${idPrefix}-$1)`)
    .replaceAll(/-?\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10));
}

/** An author's own fill has an ink of its own, whatever the theme's ink is. */
function keepLegible({ tagName, children }: Element): void {
  if (tagName !== 'g') return;
  const parts = children.filter((child): child is Element => child.type === 'element');
  const fill = parts.map(({ properties }) => properties.fill).find(isPaint);
  if (fill === undefined) return;
  for (const part of parts) {
    if (part.tagName !== 'text') continue;
    part.properties.fill = luminance(fill) > 0.18 ? '#000' : '#fff';
  }
}

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

function isPaint(fill: unknown): fill is string {
  return typeof fill === 'string' && HEX.test(fill);
}

/** Relative luminance (WCAG 2.2); black on more than 0.18 has the higher contrast. */
function luminance(hex: string): number {
  const digits = hex.length === 4 ? hex.replaceAll(/[0-9a-f]/gi, '$&$&') : hex;
  const channel = (start: number) => {
    const value = Number.parseInt(digits.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function trimBlanks(parent: Element): void {
  parent.children = parent.children.filter(
    (child) => child.type !== 'text' || child.value.trim() !== '',
  );
  for (const child of parent.children) if (child.type === 'element') trimBlanks(child);
}

/** `A → B (label)`, one for each connection. */
function connectionsOf(svg: Element): string[] {
  const labels = new Map<unknown, unknown>();
  const connections: string[] = [];
  visit(svg, 'element', ({ properties: { dataId, dataLabel } }) => {
    if (dataId !== undefined) labels.set(dataId, dataLabel ?? dataId);
  });
  visit(svg, 'element', ({ tagName, properties }) => {
    const { dataFrom, dataTo, dataLabel } = properties;
    if (tagName === 'g' || dataFrom === undefined || dataTo === undefined) return;
    const name = (id: unknown) => String(labels.get(id) ?? id);
    const label = dataLabel === undefined ? '' : ` (${dataLabel})`;
    connections.push(`${name(dataFrom)} → ${name(dataTo)}${label}`);
  });
  return connections;
}

function nameDrawing(
  svg: Element,
  { name, idPrefix }: DrawingNames,
  words: readonly string[],
): void {
  const parts: ElementContent[] = [named('title', `${idPrefix}-title`, name)];
  if (words.length > 0) parts.push(named('desc', `${idPrefix}-words`, `${words.join('; ')}.`));
  svg.children.unshift(...parts);
  svg.properties.role = 'img';
  svg.properties.ariaLabelledBy = [`${idPrefix}-title`];
  if (words.length > 0) svg.properties.ariaDescribedBy = [`${idPrefix}-words`];
}

function named(tagName: string, id: string, value: string): Element {
  return { type: 'element', tagName, properties: { id }, children: [{ type: 'text', value }] };
}
