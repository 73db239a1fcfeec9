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

/**
 * `2,4-6` → 2, 4, 5, 6; parts that say nothing are passed over. However many parts name a line, it
 * is looked at once.
 */
function readMarkedLines(marked: string, lines: number): ReadonlySet<number> {
  const lastFrom = new Map<number, number>();
  for (const part of marked.split(',')) {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (from === undefined) continue;
    lastFrom.set(Number(from), Math.max(Number(to), lastFrom.get(Number(from)) ?? 0));
  }
  const found = new Set<number>();
  let last = 0;
  for (const [from, to] of [...lastFrom].sort(([a], [b]) => a - b)) {
    for (let line = Math.max(from, last + 1); line <= Math.min(to, lines); line++) found.add(line);
    last = Math.max(last, to);
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
