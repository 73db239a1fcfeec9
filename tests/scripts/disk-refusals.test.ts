/** What the disk refuses is a sentence, wherever it was met. */
import { expect, test } from 'vitest';
import { exitCodeOf } from '../../scripts/terminal/run-command.ts';

const said = (error: unknown) => {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  return [exitCodeOf(error, { stderr: { write } }), text];
};
const refused = (code: string, more = {}) =>
  Object.assign(new Error(code), { code, syscall: 'mkdir', path: 'x/.dist.opsbook', ...more });

test.each([
  ['EACCES', 'this account may not'],
  ['EROFS', 'its disk can only be read'],
  ['ENOSPC', 'the disk is full'],
])('%s says where and what to do', (code, reason) => {
  expect(said(refused(code))).toEqual([
    2,
    `opsbook: \`x/.dist.opsbook\` cannot be used: ${reason} (mkdir) — change that, or work in another folder.\n`,
  ]);
});

test('what names no file is a defect still', () => {
  expect(said(refused('EACCES', { path: undefined }))[1]).toMatch(/internal error/);
  expect(said(new Error('x'))[1]).toMatch(/internal error/);
});
