/**
 * The workspace as pages, below `/work`: complete without a script, each form answered by a redirect
 * or, when it is refused, by its page with the reason and all that was typed.
 */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { PAGES, runUrl } from '../../../../schemas/addresses.ts';
import { act, loadRun } from '../../../workspace/act.ts';
import { attach, demandAttach } from '../../../workspace/attachments.ts';
import { BlobsUnavailable, UploadRefused } from '../../../workspace/blobs.ts';
import { Problem } from '../../../workspace/problem.ts';
import { seenRun } from '../../../workspace/seen-run.ts';
import { findTemplate, startRun } from '../../../workspace/start-run.ts';
import type { StoredRun } from '../../../workspace/store.ts';
import { readForm } from '../../http/forms.ts';
import type { GateEnvironment } from '../../http/handler-environment.ts';
import { plainPage, showPage } from '../../http/plain-page.ts';
import { receiveUpload } from '../attachments/receive-upload.ts';
import { MAX_ATTACHED_BYTES } from '../http/attachments.ts';
import { PROBLEM_KINDS } from '../http/problem-details.ts';
import type { WorkServices } from '../work-services.ts';
import { type Attempt, keyOf } from './act-form.ts';
import { agoInWords } from './day-words.ts';
import { eventOfForm } from './event-of-form.ts';
import { eventInWords } from './event-words.ts';
import type { Frame, PageStatus } from './frame.ts';
import { type PageContext, pageContext } from './page-context.ts';
import { openProcedures } from './procedure.ts';
import { runPage } from './run-page.ts';
import { runsPage } from './runs-page.ts';
import { addSchedulePages } from './schedule-pages.ts';
import { sentenceFor } from './sentence.ts';
import { openShell } from './shell.ts';
import { startRequestOf } from './start-form.ts';
import { startPage } from './start-page.ts';
import { readWho, todayPage, todayUrl } from './today-page.ts';
import { actorInWords } from './who-words.ts';

/** `dist` is the folder of the build. */
export function workPages(services: WorkServices, dist: string): Hono<GateEnvironment> {
  const { store, blobs, publication, newId } = services;
  const shell = openShell(dist);
  const procedures = openProcedures(dist);
  const pages = new Hono<GateEnvironment>();

  const frame: Frame = async (c, { title, main, status = 200 }) => {
    const { title: site } = await publication();
    const framed = await shell({ title, site, main });
    return framed === undefined
      ? showPage(c, plainPage(title, main), status)
      : c.html(framed, status);
  };

  pages.onError((error, c) => {
    if (!(error instanceof Problem)) throw error;
    return frame(c, problemPage(error));
  });

  pages.get('/', async (c) => {
    const context = await pageContext(c, services);
    const who = readWho(c.req.query('who'));
    const main = await todayPage(store, context, { who, done: c.req.query('done') });
    return frame(c, { title: 'Today', main });
  });

  pages.post('/', async (c) => {
    const context = await pageContext(c, services);
    const who = readWho(c.req.query('who'));
    const form = await readForm(c);
    const runId = form.get('run') ?? '';
    const attempt = await attemptOf(context, runId, form);
    if (attempt === undefined) return c.redirect(todayUrl(who, form.get('type') ?? ''), 303);
    const main = await todayPage(store, context, { who, attempt });
    return frame(c, { title: 'Error: Today', main, status: statusOf(attempt.problem) });
  });

  pages.get('/start/:type/', async (c) => {
    const context = await pageContext(c, services);
    const template = findTemplate(context.published, c.req.param('type'));
    const typed = new URL(c.req.url).searchParams;
    const main = startPage(template, { typed }, context);
    return frame(c, { title: `Start ${template.name}`, main });
  });

  pages.post('/start/:type/', async (c) => {
    const context = await pageContext(c, services);
    const template = findTemplate(context.published, c.req.param('type'));
    const typed = await readForm(c);
    const page = (problem?: Problem) => ({
      title: `${problem ? 'Error: ' : ''}Start ${template.name}`,
      main: startPage(template, { typed, ...(problem && { problem }) }, context),
      ...(problem && { status: statusOf(problem) }),
    });
    if (typed.get('show') === 'dates') return frame(c, page());
    try {
      const started = await startRun(store, context.published, context.asker, {
        id: newId('r'),
        commandId: commandIdOf(typed),
        request: startRequestOf(template, typed),
        at: context.at,
      });
      return c.redirect(`${runUrl(started.id)}?done=start-run`, 303);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return frame(c, page(error));
    }
  });

  pages.get('/runs/', async (c) => {
    const context = await pageContext(c, services);
    const main = await runsPage(store, context, new URL(c.req.url).searchParams);
    return frame(c, { title: 'Runs', main });
  });

  pages.get('/runs/:id/', async (c) => {
    const context = await pageContext(c, services);
    const stored = await loadRun(store, c.req.param('id'));
    const { task: refId, done } = c.req.query();
    return frame(c, await runPage({ store, procedures }, stored, context, { refId, done }));
  });

  pages.post('/runs/:id/', async (c) => {
    const context = await pageContext(c, services);
    const runId = c.req.param('id');
    const refId = c.req.query('task');
    const form = await readForm(c);
    const attempt = await attemptOf(context, runId, form);
    if (attempt === undefined) {
      return c.redirect(afterAct(runId, refId, form.get('type') ?? ''), 303);
    }
    const stored = await loadRun(store, runId);
    const page = await runPage({ store, procedures }, stored, context, { refId, attempt });
    const title = `Error: ${page.title}`;
    return frame(c, { ...page, title, status: statusOf(attempt.problem) });
  });

  pages.post('/runs/:id/files/', async (c) => {
    const context = await pageContext(c, services);
    const runId = c.req.param('id');
    const refId = c.req.query('task');
    const place = { runId, ...(refId !== undefined && { refId }) };
    await demandAttach(store, context.asker, place);
    try {
      const bytesLeft = MAX_ATTACHED_BYTES - (await store.attachedBytes());
      const file = await receiveUpload(blobs, c.req.raw, { bytesLeft });
      const commandId = commandIdOf(new URLSearchParams([...file.fields]));
      const { at, asker } = context;
      await attach(store, asker, { id: newId('f'), ...place, commandId, at, file });
      return c.redirect(afterAct(runId, refId, 'attach'), 303);
    } catch (error) {
      const problem = refusedUpload(error);
      const values = new URLSearchParams({ form: keyOf({ type: 'attach', ...place }, runId) });
      const attempt = { values, problem, sentence: sentenceFor(problem.message) };
      const stored = await loadRun(store, runId);
      const page = await runPage({ store, procedures }, stored, context, { refId, attempt });
      return frame(c, { ...page, title: `Error: ${page.title}`, status: statusOf(problem) });
    }
  });

  addSchedulePages(pages, services, frame);

  pages.notFound((c) =>
    frame(c, problemPage(new Problem('not-found', 'There is no page at this address.'))),
  );

  return pages;

  /** The problem that the act met; undefined when it is done. */
  async function attemptOf(
    context: PageContext,
    runId: string,
    values: URLSearchParams,
  ): Promise<Attempt | undefined> {
    const version = /^\d{1,15}$/.exec(values.get('version') ?? '')?.[0];
    try {
      await act(store, context.asker, {
        runId,
        commandId: commandIdOf(values),
        event: eventOfForm(values),
        at: context.at,
        ...(version !== undefined && { expectedVersion: Number(version) }),
      });
      return undefined;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const stored = await store.load(runId);
      if (stored === undefined) throw problem;
      const run = seenRun(context.asker, stored.run);
      const happened =
        problem.code === 'stale' ? await happenedSince(context, { ...stored, run }, values) : '';
      const sentence = sentenceFor(problem.message, run.tasks);
      return { values, problem, sentence: happened === '' ? sentence : happened };
    }
  }

  /** Who did what to the same task since the page was made. */
  async function happenedSince(
    context: PageContext,
    { id, run }: StoredRun,
    asked: URLSearchParams,
  ): Promise<string> {
    const since = await store.history(id, Number(asked.get('version')), MAX_BEHIND);
    const about = since.filter(
      ({ event }) => 'refId' in event && event.refId === asked.get('refId'),
    );
    const told = (about.length > 0 ? about : since).slice(-MAX_TOLD).map(({ event }) => {
      const what = eventInWords(event, run, context);
      return `${actorInWords(event.by, context)} ${what}, ${agoInWords(event.at, context.at)}`;
    });
    return told.length === 0
      ? ''
      : `In the meantime: ${told.join('; ')}. Look at it again; what you typed is still here.`;
  }
}

/** The page of the run again, which tells what was done. */
function afterAct(runId: string, refId: string | undefined, done: string): string {
  const query = new URLSearchParams({ ...(refId !== undefined && { task: refId }), done });
  return `${runUrl(runId)}?${query}`;
}

/** A file that was not taken is a problem like others, and keeps its sentence. */
function refusedUpload(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof BlobsUnavailable) return new Problem('busy', error.message);
  if (error instanceof UploadRefused) {
    return new Problem('invalid', error.message, { field: 'file' });
  }
  throw error;
}

/** A form without one is not ours, but nothing is lost by taking it once. */
function commandIdOf(form: URLSearchParams): string {
  const id = form.get('commandId') ?? '';
  if (/^[\w-]{1,128}$/.test(id)) return id;
  throw new Problem('invalid', 'This form was not sent whole. Load the page again.', {
    field: 'commandId',
  });
}

function problemPage({ code, message }: Problem) {
  const [status, title] = PROBLEM_KINDS[code];
  const main = html`<div class="work"><header class="work-header"><h1>${title}</h1></header>
<p class="work-problem" role="alert">${sentenceFor(message)}</p>
<p><a href="${PAGES.work}">Go to Today</a></p></div>`;
  return { title, main, status };
}

/** What was typed cannot be taken, as pages say it; the rest as for programs. */
function statusOf({ code }: Problem): PageStatus {
  return code === 'invalid' ? 422 : PROBLEM_KINDS[code][0];
}

const MAX_TOLD = 3;
const MAX_BEHIND = 200;
