import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { clientAddress } from '../../../src/server/http/client-address.ts';
import type { GateEnvironment } from '../../../src/server/http/handler-environment.ts';

describe('clientAddress', () => {
  const addressOf = async (remoteAddress: string, forwarded: string | undefined) => {
    const app = new Hono<GateEnvironment>();
    app.get('*', (c) => c.text(clientAddress(c, ['10.0.0.1'])));
    const headers = forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded };
    // Only the part of the binding that is read.
    const bindings = { incoming: { socket: { remoteAddress } } } as GateEnvironment['Bindings'];
    return (await app.request('/', { headers }, bindings)).text();
  };

  test.each([
    ['192.0.2.7', undefined, '192.0.2.7'],
    ['192.0.2.7', '203.0.113.9', '192.0.2.7'],
    ['::ffff:192.0.2.7', undefined, '192.0.2.7'],
    ['10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['::ffff:10.0.0.1', 'made-up, 203.0.113.9', '203.0.113.9'],
    ['10.0.0.1', undefined, '10.0.0.1'],
    ['10.0.0.1', '', '10.0.0.1'],
  ])('from %s forwarding %s is %s', async (socket, forwarded, address) => {
    expect(await addressOf(socket, forwarded)).toBe(address);
  });
});
