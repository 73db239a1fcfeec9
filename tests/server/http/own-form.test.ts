import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import type { GateEnvironment } from '../../../src/server/http/handler-environment.ts';
import { requireOwnForm } from '../../../src/server/http/own-form.ts';

describe('requireOwnForm', () => {
  const own = 'http://127.0.0.1:4321';
  const app = new Hono<GateEnvironment>();
  app.use(requireOwnForm(own)).all('*', (c) => c.text('through'));

  test.each<[number, Record<string, string>]>([
    [200, { Origin: own, 'Sec-Fetch-Site': 'same-origin' }],
    [200, { Origin: own }],
    [200, { Origin: 'http://localhost:4321', 'Sec-Fetch-Site': 'same-origin' }],
    [200, { 'Sec-Fetch-Site': 'same-origin' }],
    [403, {}],
    [403, { Origin: 'null' }],
    [403, { Origin: '' }],
    [403, { Origin: 'http://127.0.0.1' }],
    [403, { Origin: 'http://127.0.0.1:4321.elsewhere.example' }],
    [403, { Origin: 'https://127.0.0.1:4321' }],
    [403, { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'same-origin' }],
    [403, { Origin: own, 'Sec-Fetch-Site': 'cross-site' }],
    [403, { Origin: own, 'Sec-Fetch-Site': 'same-site' }],
    [403, { 'Sec-Fetch-Site': 'none' }],
    [403, { Referer: `${own}/sign-in` }],
  ])('answers %i to a POST with %j', async (status, headers) => {
    expect((await app.request('/sign-in', { method: 'POST', headers })).status).toBe(status);
  });

  test.each([
    ['GET', 200],
    ['HEAD', 200],
    ['POST', 403],
    ['PUT', 403],
    ['PATCH', 403],
    ['DELETE', 403],
    ['OPTIONS', 403],
  ])('lets a %s of another site get %i', async (method, status) => {
    const headers = { Origin: 'https://elsewhere.example' };
    expect((await app.request('/api/work/runs', { method, headers })).status).toBe(status);
    // No browser sends a token on its own.
    const shown = { ...headers, Authorization: 'Bearer opsbook_x' };
    expect((await app.request('/api/work/runs', { method, headers: shown })).status).toBe(200);
  });

  test('believes only the configured name beyond this machine', async () => {
    const remote = new Hono<GateEnvironment>();
    remote.use(requireOwnForm('https://a.example')).all('*', (c) => c.text('through'));
    const post = (Origin: string) => remote.request('/', { method: 'POST', headers: { Origin } });
    expect((await post('https://a.example')).status).toBe(200);
    expect((await post('http://localhost')).status).toBe(403);
    expect((await post('http://a.example')).status).toBe(403);
  });
});
