/** Fenced blocks as the page shows them: code with colours, title and marked lines, or a diagram. */
import type { Element, ElementContent, Root } from 'hast';
import { readMarkedLines } from './code-facts.ts';
import { drawDiagram } from './draw-diagram.ts';
import { highlightCode } from './highlight-code.ts';

/** Changes the tree in place; `title` names diagrams that have no name of their own. */
export function dressCodeBlocks(tree: Root, title: string): void {
  const context: Context = { diagrams: 0, heading: title };
  dress(tree, context);
}

interface Context {
  diagrams: number;
  /** Text of the heading the block stands under. */
  heading: string;
}

function dress(parent: Root | Element, context: Context): void {
  for (const [index, child] of parent.children.entries()) {
    if (child.type !== 'element') continue;
    if (/^h[1-6]$/.test(child.tagName)) context.heading = textOf(child);
    const code = child.tagName === 'pre' ? onlyCode(child) : undefined;
    if (code) parent.children[index] = block(code, context);
    else dress(child, context);
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
  const { dataTitle: title, dataMarked: marked } = code.properties;
  if (language !== 'mermaid') return codeBlock(source, language, title, marked);
  const number = ++context.diagrams;
  const name = typeof title === 'string' ? title : context.heading;
  const drawing = drawDiagram(source, { name, idPrefix: `diagram-${number}` });
  if (drawing.kind === 'drawn') return diagram(drawing.svg, `Diagram ${number}: ${name}`, title);
  const caption = `This diagram could not be drawn: ${drawing.reason}`;
  return codeBlock(source, undefined, caption, undefined);
}

function codeBlock(
  source: string,
  language: string | undefined,
  title: unknown,
  marked: unknown,
): Element {
  const lines = highlightCode(source, language);
  const markedLines = readMarkedLines(typeof marked === 'string' ? marked : '', lines.length);
  const children = lines.flatMap((line, index): ElementContent[] => {
    const end: ElementContent[] = index < lines.length - 1 ? [{ type: 'text', value: '\n' }] : [];
    if (!markedLines.has(index + 1)) return [...line, ...end];
    return [element('mark', { className: ['code-line'] }, line), ...end];
  });
  const code = element(
    'code',
    language === undefined ? {} : { className: [`language-${language}`] },
    joinText(children),
  );
  // Focusable, so that long lines can be scrolled by keyboard.
  const pre = element('pre', { tabIndex: 0 }, [code]);
  if (typeof title !== 'string') return element('div', { className: ['code-block'] }, [pre]);
  const caption = element('figcaption', {}, [{ type: 'text', value: title }]);
  return element('figure', { className: ['code-block'] }, [caption, pre]);
}

function diagram(svg: Element, label: string, title: unknown): Element {
  const scroll = element(
    'div',
    { className: ['diagram-scroll'], role: 'region', ariaLabel: label, tabIndex: 0 },
    [svg],
  );
  const caption =
    typeof title === 'string' ? [element('figcaption', {}, [{ type: 'text', value: title }])] : [];
  return element('figure', { className: ['diagram'] }, [scroll, ...caption]);
}

function languageOf({ properties }: Element): string | undefined {
  const names = Array.isArray(properties.className) ? properties.className : [];
  const found = names.find((name) => String(name).startsWith('language-'));
  return found === undefined ? undefined : String(found).slice('language-'.length);
}

/** Neighbouring texts as one, so that plain code is one node. */
function joinText(nodes: readonly ElementContent[]): ElementContent[] {
  const joined: ElementContent[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.type === 'text' && last?.type === 'text') {
      joined[joined.length - 1] = { type: 'text', value: last.value + node.value };
    } else joined.push(node);
  }
  return joined;
}

function element(
  tagName: string,
  properties: Element['properties'],
  children: ElementContent[],
): Element {
  return { type: 'element', tagName, properties, children };
}

function textOf(node: Element | ElementContent): string {
  if (node.type === 'text') return node.value;
  return node.type === 'element' ? node.children.map(textOf).join('') : '';
}
