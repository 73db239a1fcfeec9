import { describe, expect, test } from 'vitest';
import {
  escapeForMarkdown,
  fillIn,
  placeholdersOf,
} from '../../../src/workflow/plan/placeholders.ts';
import fc from '../../support/generated.ts';

describe('a placeholder', () => {
  test('is replaced by its value, as often as it stands there', () => {
    expect(fillIn('{tool} by {author}: {tool}', { tool: 'GraphQL', author: 'Ada' })).toBe(
      'GraphQL by Ada: GraphQL',
    );
    expect(fillIn('{hours} h for {demo.link}', { hours: 0, 'demo.link': 'x' })).toBe('0 h for x');
  });

  test.each([
    ['a value that is not known yet', '{tool} by {author}'],
    ['a name that is no slug', 'if (x) { return } {Tool} {a b} {}'],
    ['two braces', '{{tool}} and {{{tool}}}'],
    ['a name that every object has', '{constructor}'],
  ])('stays as written: %s', (_, text) => {
    expect(fillIn(text, {})).toBe(text);
    expect(fillIn(text, { tool: ' ', author: '' })).toBe(text);
  });

  test('two braces stay although the name has a value', () => {
    expect(fillIn('{{tool}} {tool}', { tool: 'Vim' })).toBe('{{tool}} Vim');
  });

  test('in a value is text', () => {
    expect(fillIn('{tool} {author}', { tool: '{author}', author: 'Ada $& $1' })).toBe(
      '{author} Ada $& $1',
    );
  });

  test('makes one line of its value', () => {
    expect(fillIn('On {tool}.', { tool: ' a\r\n\tb\u0007c ' })).toBe('On a bc.');
  });

  test('names are listed in order, each once', () => {
    expect(placeholdersOf('{b} {a} {b} {{c}} {t-1.f}')).toEqual(['b', 'a', 't-1.f']);
  });
});

describe('in Markdown', () => {
  test('a value is no markup', () => {
    expect(fillIn('**{tool}**', { tool: '# [x](y) <b>' }, escapeForMarkdown)).toBe(
      '**\\# \\[x\\]\\(y\\) \\<b\\>**',
    );
  });

  test('an address is a link, and the target of one', () => {
    expect(fillIn('[film]({v})', { v: 'https://a.example/b_c_(d)' }, escapeForMarkdown)).toBe(
      '[film](<https://a.example/b_c_(d)>)',
    );
    expect(escapeForMarkdown('https://a.example/ <b>')).not.toContain(' <b>');
  });
});

test('a text without placeholders is never changed', () => {
  const values = fc.dictionary(fc.stringMatching(/^[a-z0-9]{1,4}$/), fc.string());
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('{', '}', 'a', '-', '.', ' ') }),
      values,
      (text, all) => {
        fc.pre(placeholdersOf(text).length === 0);
        expect(fillIn(text, all)).toBe(text);
      },
    ),
  );
});
