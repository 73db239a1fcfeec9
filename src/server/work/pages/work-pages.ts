/** The workspace for people: pages that are complete without a script, in the frame of the portal. */
import { Hono } from 'hono';
import { today } from '../../../workspace/today.ts';
import type { GateEnvironment } from '../../http/handler-environment.ts';
import { askerOf } from '../asker-of.ts';
import { momentOf, type WorkServices } from '../work-services.ts';

export function workPages(services: WorkServices): Hono<GateEnvironment> {
  const { store, publication, clock } = services;
  const pages = new Hono<GateEnvironment>();
  pages.get('/', async (c) => {
    const asker = await askerOf(c, services);
    const { timeZone } = await publication();
    const request = { at: momentOf(clock), timeZone, who: 'me', limit: 50 } as const;
    return c.json(await today(store, asker, request));
  });
  return pages;
}
