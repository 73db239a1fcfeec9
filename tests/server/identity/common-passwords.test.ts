import { expect, test } from 'vitest';
import { isCommonPassword } from '../../../src/server/identity/common-passwords.ts';

test.each([
  'qwerty123456',
  'FinalFantasy',
  'passwordpassword',
  'PasswordPassword',
  'Sunshine2024!',
  '!!!!dragon!!',
  'aaaaaaaaaaaa',
  'abababababab',
])('%s is a first guess', (password) => {
  expect(isCommonPassword(password)).toBe(true);
});

test.each([
  'three blind mice run',
  'an entirely new password',
  'fk3d-9xqm-t7wz-hn4c',
  'dragon-sunshine-monkey',
  `${'é'.repeat(255)}!`,
])('%s is not', (password) => {
  expect(isCommonPassword(password)).toBe(false);
});
