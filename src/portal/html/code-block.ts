/** Code as the page shows it: in colour, under its title, with some lines marked. */
import type { Element, ElementContent } from 'hast';
import { element } from './element.ts';
import { highlightCode } from './highlight-code.ts';

export interface CodeBlockOptions {
  readonly language?: string | undefined;
  /** Shown above the code. */
  readonly title?: string | undefined;
  /** Lines to mark, as in `2,4-6`. */
  readonly marked?: string | undefined;
}

/** `source` without the line break that ends it. */
export function codeBlock(
  source: string,
  { language, title, marked = '' }: CodeBlockOptions,
): Element {
  const lines = highlightCode(source, language);
  const markedLines = readMarkedLines(marked, lines.length);
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
  if (title === undefined) return element('div', { className: ['code-block'] }, [pre]);
  const caption = element('figcaption', {}, [{ type: 'text', value: title }]);
  return element('figure', { className: ['code-block'] }, [caption, pre]);
}

/** `2,4-6` → 2, 4, 5, 6; parts that say nothing are passed over. */
function readMarkedLines(marked: string, lines: number): ReadonlySet<number> {
  const found = new Set<number>();
  for (const part of marked.split(',')) {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (from === undefined) continue;
    for (let line = Number(from); line <= Math.min(Number(to), lines); line++) found.add(line);
  }
  return found;
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
