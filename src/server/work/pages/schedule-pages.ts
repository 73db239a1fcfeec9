/** The page of schedules and its forms: a range to look at and to make, and notes to put aside. */
import { setImmediate } from 'node:timers/promises';
import type { Hono } from 'hono';
import { WORK } from '../../../../schemas/addresses.ts';
import { catchUpRuns } from '../../../workspace/catch-up.ts';
import { Problem } from '../../../workspace/problem.ts';
import { dismissNote, viewSchedules } from '../../../workspace/schedules.ts';
import { readForm } from '../../http/forms.ts';
import type { GateEnvironment, RequestContext } from '../../http/handler-environment.ts';
import type { WorkServices } from '../work-services.ts';
import type { Frame } from './frame.ts';
import { type PageContext, pageContext } from './page-context.ts';
import { type SchedulesState, schedulesPage } from './schedules-page.ts';

export function addSchedulePages(
  pages: Hono<GateEnvironment>,
  services: WorkServices,
  frame: Frame,
): void {
  const { store, newId } = services;

  async function show(c: RequestContext, context: PageContext, state: SchedulesState = {}) {
    const { published, asker, at } = context;
    const schedules = await viewSchedules(store, published, asker, at);
    return frame(c, {
      title: state.problem ? 'Error: Schedules' : 'Schedules',
      main: schedulesPage(schedules, context, state),
      ...(state.problem && { status: 422 }),
    });
  }

  pages.get('/schedules/', async (c) => show(c, await pageContext(c, services)));

  pages.post('/schedules/', async (c) => {
    const context = await pageContext(c, services);
    const { published, asker, at } = context;
    const typed = await readForm(c);
    if (typed.get('type') === 'dismiss-note') {
      await dismissNote(store, asker, typed.get('note') ?? '');
      return c.redirect(WORK.schedules, 303);
    }
    try {
      const caughtUp = await catchUpRuns(store, published, asker, {
        from: typed.get('from') ?? '',
        to: typed.get('to') ?? '',
        dryRun: typed.get('type') !== 'catch-up',
        at,
        newId,
        pause: setImmediate,
      });
      // Not a redirect: what was made is told, and sending the form again makes nothing.
      return await show(c, context, { typed, caughtUp });
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.code !== 'invalid') throw problem;
      return show(c, context, { typed, problem });
    }
  });
}
