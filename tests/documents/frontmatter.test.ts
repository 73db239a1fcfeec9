import { expect, test } from 'vitest';
import { readFrontmatter } from '../../src/documents/frontmatter.ts';
import fc from '../support/generated.ts';

test.each([
  ['---\na: 1\n---\nBody', { a: 1 }, 'Body'],
  ['---\r\na: 1\r\n---\r\nBody', { a: 1 }, 'Body'],
  ['---\na: 1\n---', { a: 1 }, ''],
  ['---\n---\nBody', {}, 'Body'],
  ['--- yaml\na: 1\n---\nBody', { a: 1 }, 'Body'],
  ['---\na: "x\\ny"\nb: |\n  ---more\n---\nBody', { a: 'x\ny', b: '---more\n' }, 'Body'],
  ['Body\n---\na: 1\n---', {}, 'Body\n---\na: 1\n---'],
  ['----\na: 1\n----', {}, '----\na: 1\n----'],
  ['', {}, ''],
])('%j', (text, data, body) => {
  const frontmatter = readFrontmatter(text);
  expect(frontmatter.problem).toBeUndefined();
  expect(frontmatter.data).toEqual(data);
  expect(text.slice(frontmatter.bodyStart)).toBe(body);
});

test.each([
  ['---\na: 1\n', 'frontmatter/unterminated'],
  ['---\na: 1\n---more\n', 'frontmatter/unterminated'],
  ['---js\nmodule.exports = { a: 1 }\n---\n', 'frontmatter/refused-language'],
  ['--- javascript\nthrow new Error()\n---\n', 'frontmatter/refused-language'],
  ['---toml\na = 1\n---\n', 'frontmatter/refused-language'],
  ['---\na: 1\na: 2\n---\n', 'frontmatter/invalid-yaml'],
  ['---\n\ta: 1\n---\n', 'frontmatter/invalid-yaml'],
  ['---\n- a\n---\n', 'frontmatter/invalid-yaml'],
  ['---\na: [1\n---\n', 'frontmatter/invalid-yaml'],
])('%j is refused', (text, code) => {
  expect(readFrontmatter(text).problem?.code).toBe(code);
});

test('JavaScript frontmatter is never evaluated', () => {
  const probe = '---js\n{ a: (globalThis.wasEvaluated = true) }\n---\n';
  readFrontmatter(probe);
  expect(globalThis).not.toHaveProperty('wasEvaluated');
});

test('alias expansion is bounded', () => {
  const levels = Array.from({ length: 12 }, (_, level) => {
    const items = Array(10).fill(level === 0 ? '"x"' : `*a${level - 1}`);
    return `a${level}: &a${level} [${items.join(', ')}]`;
  });
  const frontmatter = readFrontmatter(`---\n${levels.join('\n')}\n---\n`);
  expect(frontmatter.problem?.code).toBe('frontmatter/invalid-yaml');
});

test('a key named __proto__ changes no prototype', () => {
  const { data } = readFrontmatter('---\n__proto__: { polluted: true }\n---\n');
  expect({}).not.toHaveProperty('polluted');
  expect(Object.keys(data)).toEqual(['__proto__']);
});

test('keys and values are located, and the nearest parent where there is nothing', () => {
  const text = '---\na:\n  - x\n  - { b: 1 }\nc: "y"\n---\n';
  const frontmatter = readFrontmatter(text);
  const at = (path: (string | number)[], part?: 'key') => {
    const { start, end } = frontmatter.locate(path, part);
    return text.slice(start, end);
  };
  expect(at(['c'])).toBe('"y"');
  expect(at(['c'], 'key')).toBe('c');
  expect(at(['a', 0])).toBe('x');
  expect(at(['a', 1, 'b'])).toBe('1');
  expect(at(['a', 1, 'b'], 'key')).toBe('b');
  expect(at(['a', 1, 'gone'], 'key')).toBe('{ b: 1 }');
  expect(at([])).toBe('---');
});

test('any text is read without an error, and every place lies inside it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (yaml, body) => {
      const text = `---\n${yaml}\n---\n${body}`;
      const { bodyStart, problem } = readFrontmatter(text);
      expect(bodyStart).toBeLessThanOrEqual(text.length);
      if (problem?.at.in === 'text') {
        expect(problem.at.start).toBeGreaterThanOrEqual(0);
        expect(problem.at.start).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});
