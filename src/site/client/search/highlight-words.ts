/** Marks the words of the search that led here, without changing the page; Escape unmarks. */
import { createAnalyzer } from '../../../search/analyze.ts';

export function highlightWords(query: string): void {
  const main = document.querySelector('main');
  if (!main || !('highlights' in CSS)) return;
  const analyzer = createAnalyzer(document.documentElement.lang);
  const wanted = new Set(analyzer.terms(query));
  const ranges: Range[] = [];
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    for (const { 0: word, index } of (node.nodeValue ?? '').matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
      if (!analyzer.terms(word).some((term) => wanted.has(term))) continue;
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      ranges.push(range);
    }
  }
  CSS.highlights.set('search-words', new Highlight(...ranges));
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') CSS.highlights.delete('search-words');
  });
}
