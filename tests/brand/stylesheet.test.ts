/** A stylesheet of an owner loads nothing, however that is spelled. */
import { expect, test } from 'vitest';
import { stylesheetProblem } from '../../src/brand/stylesheet.ts';

const problemOf = (css: string) => stylesheetProblem(Buffer.from(css, 'latin1'));

test.each([
  'a { color: red }\n\n@media print { .bar { display: none } }\n',
  '/* url(x) @import "y" */ a::after { content: "url(x)"; width: calc(1px + 2px) }',
  '@layer mine { .url { --image: 1 } }',
  '',
])('%j is published', (css) => {
  expect(problemOf(css)).toBeUndefined();
});

test.each([
  [
    'a { background: url(https://example.org/x.png) }',
    '`url(https://example.org/x.png)` in line 1',
  ],
  ['a {}\nb { background: URL("x.png") }', '`URL(` in line 2'],
  ['a {}\r\n\r\nb { background: u\\72 l(x.png) }', '`u\\72 l(x.png)` in line 3'],
  ['@import "other.css";', '`@import` in line 1'],
  ['@\\69mport url(x);', '`@\\69mport` in line 1'],
  ['a { background: image-set("x.png" 1x) }', '`image-set(` in line 1'],
  [
    '@font-face { src: url(data:font/woff2;base64,AA) }',
    '`url(data:font/woff2;base64,AA)` in line 1',
  ],
])('%j is refused', (css, place) => {
  expect(problemOf(css)).toBe(`has ${place} — remove it: a stylesheet loads nothing else`);
});

test('what is no CSS, or no UTF-8, says so', () => {
  expect(problemOf('a {\n  content: "open\n}')).toMatch(/^is no CSS in line 2 — correct it: /);
  expect(problemOf('a { content: "\xff" }')).toBe('is not UTF-8 — save it as that');
});
