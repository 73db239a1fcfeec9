/** Which findings keep a portal from being published. */
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { FINDING_CODES } from '../../schemas/rule-codes.ts';
import { isBlocking } from '../../src/portal/compile-portal.ts';
import { doc, registryOf } from '../support/content.ts';

const registry = registryOf({ 'strict.md': doc('doc.strict'), 'plain.md': 'Text.\n' });

const blockingIn = (file: string, severity: Diagnostic['severity'] = 'error') =>
  FINDING_CODES.filter((code) =>
    isBlocking({ registry }, { code, severity, message: 'M.', file, data: {}, related: [] }),
  );

test('every error of a strict document or of no document does, and nothing less', () => {
  expect(blockingIn('strict.md')).toEqual(FINDING_CODES);
  expect(blockingIn('')).toEqual(FINDING_CODES);
  expect(blockingIn('strict.md', 'warning')).toEqual([]);
});

test('in a plain document only what makes identity or safety uncertain does', () => {
  expect(blockingIn('plain.md')).toEqual([
    'frontmatter/invalid-yaml',
    'frontmatter/misplaced-block',
    'frontmatter/refused-language',
    'frontmatter/unterminated',
    'identity/alias-conflict',
    'identity/duplicate-id',
    'identity/generated-id',
    'identity/gone',
    'identity/near-twin',
    'identity/prefix',
    'identity/retired',
    'source/not-utf8',
    'source/path-clash',
    'source/too-complex',
    'source/too-deep',
    'source/too-large',
    'source/unreadable',
    'source/unsafe-name',
    'source/unsafe-symlink',
  ]);
});
