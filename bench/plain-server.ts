/** The measure for `server.ts`: the same files from Hono's own static server, ungated. */
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

const app = new Hono();
app.use('*', serveStatic({ root: process.env.OPSBOOK_DIST ?? 'dist' }));
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}/`);
});
