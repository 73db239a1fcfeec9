import { describe, expect, test } from 'vitest';
import { createAnalyzer } from '../../src/search/analyze.ts';
import { excerptOf } from '../../src/search/excerpt.ts';
import fc from '../support/generated.ts';

describe('excerpts', () => {
  const analyzer = createAnalyzer('en');
  const plain = (text: string, query: string) =>
    excerptOf(text, query, analyzer, 60)
      .parts.map(({ text: part, isMatch }) => (isMatch ? `[${part}]` : part))
      .join('');

  test('show the words where most of them stand together', () => {
    const text = `An invoice. ${'Nothing of the kind here. '.repeat(9)}Then send the invoices to the office at once.`;
    expect(plain(text, 'send invoice')).toMatch(/\[send\] the \[invoices\]/);
  });

  test('a book is read at its beginning alone, and said to go on', () => {
    const book = `An invoice. ${'Nothing of the kind. '.repeat(5000)}Send the invoice.`;
    const { parts, endsInside } = excerptOf(book, 'send invoice', analyzer, 60);
    expect(parts.filter(({ isMatch }) => isMatch).map(({ text }) => text)).toEqual(['invoice']);
    expect(endsInside).toBe(true);
  });

  test('keep the words apart, and the text as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('send', 'the', 'invoice,', 'now.')), (words) => {
        const { parts } = excerptOf(words.join(' '), 'invoice send', analyzer, 10_000);
        expect(parts.map(({ text }) => text).join('')).toBe(words.join(' '));
      }),
    );
  });
});
