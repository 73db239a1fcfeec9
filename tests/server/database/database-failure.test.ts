import { describe, expect, test } from 'vitest';
import { databaseFailure, isBusy } from '../../../src/server/database/database-failure.ts';

const failed = (message: string, more: object = {}) => Object.assign(new Error(message), more);

describe('databaseFailure', () => {
  test.each<[object | string, string]>([
    [{ code: 'ERR_SQLITE_ERROR', errcode: 5 }, 'is locked by another program'],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 13 }, 'is full'],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 1032 }, 'cannot be written'],
    [{ code: 'ECONNREFUSED' }, 'cannot be reached'],
    [{ code: 'EHOSTUNREACH' }, 'cannot be reached'],
    [{ code: 'ENOTFOUND' }, 'cannot be reached'],
    [{ code: 'ENOENT', syscall: 'connect' }, 'cannot be reached'],
    ['timeout exceeded when trying to connect', 'cannot be reached'],
    ['Connection terminated due to connection timeout', 'cannot be reached'],
    ['Connection terminated unexpectedly', 'has ended the connection'],
    ['Query read timeout', 'has ended the connection'],
    [{ code: '57P01' }, 'has ended the connection'],
    [{ code: '57P03' }, 'has ended the connection'],
    [{ code: '08006' }, 'has ended the connection'],
    [{ code: '28P01' }, 'does not let this user in'],
    [{ code: '28000' }, 'does not let this user in'],
    [{ code: '3D000' }, 'is not there'],
    [{ code: '42501' }, 'does not let this user work with its tables'],
    [{ code: '53100' }, 'is full'],
    [{ code: '53300' }, 'has no connection left'],
    [{ code: '25006' }, 'is read only'],
    [{ code: '40P01' }, 'is busy with other changes'],
    [{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'cannot prove who it is'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'cannot prove who it is'],
    ['The server does not support SSL connections', 'does not encrypt connections'],
  ])('%j %s', (error, state) => {
    const thrown = typeof error === 'string' ? failed(error) : failed('x', error);
    expect(databaseFailure(thrown)?.state).toBe(state);
    expect(databaseFailure(thrown)?.advice).toMatch(/\.$/);
  });

  test('says nothing about the mistakes of a statement, or about anything else', () => {
    for (const error of [
      failed('x', { code: 'ERR_SQLITE_ERROR', errcode: 19 }),
      failed('x', { code: '23505' }),
      failed('x', { code: '42P01' }),
      failed('x', { code: 'ENOENT', syscall: 'open' }),
      failed('Not found'),
      'a text',
    ]) {
      expect(databaseFailure(error)).toBeUndefined();
    }
  });

  test('knows where waiting a moment can help', () => {
    for (const code of ['40001', '40P01', '55P03', '53300']) {
      expect([code, isBusy(failed('x', { code }))]).toEqual([code, true]);
    }
    for (const code of ['53100', '28P01', '57P01']) {
      expect([code, isBusy(failed('x', { code }))]).toEqual([code, false]);
    }
  });
});
