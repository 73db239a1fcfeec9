/** Fenced blocks as the page shows them: as code, or drawn. */
import type { Element, ElementContent, Root } from 'hast';
import { frameId } from '../../../schemas/addresses.ts';
import { diagramSize, MAX_DIAGRAMS_SIZE } from '../../documents/diagram-size.ts';
import { codeBlock } from './code-block.ts';
import { type Drawing, drawDiagram } from './draw-diagram.ts';
import { element } from './element.ts';

export interface RehypeCodeBlocksOptions {
  /** Names diagrams that have no name of their own and stand under no heading. */
  readonly title: string;
}

/** rehype plugin. */
export function rehypeCodeBlocks({ title }: RehypeCodeBlocksOptions) {
  return (tree: Root): void => replaceWithin(tree, { diagrams: 0, size: 0, heading: title });
}

interface Context {
  diagrams: number;
  /** Of all diagrams so far. */
  size: number;
  /** Text of the heading the block stands under. */
  heading: string;
}

function replaceWithin(parent: Root | Element, context: Context): void {
  for (const [index, child] of parent.children.entries()) {
    if (child.type !== 'element') continue;
    if (/^h[1-6]$/.test(child.tagName)) context.heading = textOf(child);
    const code = child.tagName === 'pre' ? onlyCode(child) : undefined;
    if (code) parent.children[index] = block(code, context);
    else replaceWithin(child, context);
  }
}

function onlyCode({ children }: Element): Element | undefined {
  const [code] = children;
  const isCode = children.length === 1 && code?.type === 'element' && code.tagName === 'code';
  return isCode ? code : undefined;
}

function block(code: Element, context: Context): Element {
  const source = textOf(code).replace(/\n$/, '');
  const language = languageOf(code);
  const [title, marked] = [textProperty(code, 'dataTitle'), textProperty(code, 'dataMarked')];
  if (language !== 'mermaid') return codeBlock(source, { language, title, marked });
  const number = ++context.diagrams;
  const name = title ?? context.heading;
  context.size += diagramSize(source);
  const drawing: Drawing =
    context.size > MAX_DIAGRAMS_SIZE
      ? { kind: 'failed', reason: 'the document has too many' }
      : drawDiagram(source, { name, idPrefix: frameId(`diagram-${number}`) });
  if (drawing.kind === 'drawn') return diagram(drawing.svg, `Diagram ${number}: ${name}`, title);
  const caption = `This diagram could not be drawn: ${drawing.reason}`;
  return codeBlock(source, { title: caption });
}

function diagram(svg: Element, label: string, title: string | undefined): Element {
  const scroll = element(
    'div',
    { className: ['diagram-scroll'], role: 'region', ariaLabel: label, tabIndex: 0 },
    [svg],
  );
  const caption =
    title === undefined ? [] : [element('figcaption', {}, [{ type: 'text', value: title }])];
  return element('figure', { className: ['diagram'] }, [scroll, ...caption]);
}

function textProperty({ properties }: Element, name: string): string | undefined {
  const value = properties[name];
  return typeof value === 'string' ? value : undefined;
}

function languageOf({ properties }: Element): string | undefined {
  const names = Array.isArray(properties.className) ? properties.className : [];
  const found = names.find((name) => String(name).startsWith('language-'));
  return found === undefined ? undefined : String(found).slice('language-'.length);
}

function textOf(node: Element | ElementContent): string {
  if (node.type === 'text') return node.value;
  return node.type === 'element' ? node.children.map(textOf).join('') : '';
}
