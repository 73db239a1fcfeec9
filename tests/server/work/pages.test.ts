/** The pages of the workspace, as somebody works with them who has no script. */
import { describe, expect, test } from 'vitest';
import { isFormType, WITHOUT_FORM } from '../../../src/server/work/pages/event-of-form.ts';
import { EVENTS } from '../../../src/workflow/run/events.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';
import { findForm, type Page, smallPages } from './pages-fixture.ts';

const COMMENT = { proofRequirement: { type: 'comment', label: 'Sent', required: true } };
const TASKS = [
  { offsetDays: -1, description: 'Ask the author', waiting: { for: 'the reply', followUpDays: 2 } },
  { offsetDays: 0, description: 'Publish', requiredLinkName: 'Video', dependsOn: ['task-0'] },
  { offsetDays: 1, description: 'Tell people', ...COMMENT },
];
const LINKS = { bundleLinkDefinitions: [{ name: 'Video' }] };
const TEMPLATE = compileSmall(TASKS, LINKS);
const ASKING = compileSmall(TASKS, {
  ...LINKS,
  inputs: [{ name: 'tool', label: 'Tool', type: 'text', required: true }],
  runTitle: 'Spotlight on {tool}',
});

function taskIds({ html }: Page): string[] {
  return [...html.matchAll(/task=([\w-]+)/g)].map(([, id = '']) => id);
}

describe('a portal without work', () => {
  test('says that nothing is active, and starts a run with a date and one press (FR-1, FR-2)', async () => {
    const pages = await smallPages({ templates: [TEMPLATE] });
    const today = await pages.get('/work/');
    expect(today.text).toContain('No work is active.');
    expect(today.text).not.toContain('no workflow templates');
    expect(taskIds(today)).toEqual([]);
    const run = await pages.start({ anchor: '2026-07-02' });
    expect(run.address).toMatch(/^\/work\/runs\/r[0-9a-z]{20}\/\?done=start-run$/);
    expect(run.text).toContain('The run has begun.');
    expect(run.text).toContain('0 of 3 tasks done');
    expect((await pages.get('/work/')).text).not.toContain('No work is active.');
  });

  test('keeps what was typed when the date is missing', async () => {
    const pages = await smallPages({ templates: [ASKING] });
    const refused = await pages.start({ 'input.tool': 'ExampleDB' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Choose a date.');
    const form = findForm(refused, { action: '/work/start/small/' });
    expect(form.fields).toContainEqual(['input.tool', 'ExampleDB']);
    const run = await pages.send(refused, form, { anchor: '2026-07-02' });
    expect(run.text).toContain('Spotlight on ExampleDB');
  });

  test('without templates says who brings them, and no other text (FR-8)', async () => {
    const pages = await smallPages();
    const { text, forms } = await pages.get('/work/');
    expect(text).toContain('There are no workflow templates yet');
    expect(text).not.toContain('No work is active.');
    expect(forms).toEqual([]);
  });

  test('is framed by the build, or by the server where there is no frame', async () => {
    const framed = await (await smallPages()).get('/work/');
    expect(framed.text).toContain('Frame');
    expect(framed.text).not.toContain('No server');
    expect(framed.html).toContain('<title>Today · Small</title>');
    const plain = await (await smallPages({ hasFrame: false })).get('/work/');
    expect(plain.html).toContain('<title>Today · Small</title>');
    expect(plain.text).toContain('There are no workflow templates yet');
  });
});

describe('starting', () => {
  test('shows the dates as they will be, with remarks, and what the address says', async () => {
    const pages = await smallPages({ templates: [ASKING] });
    const page = await pages.get('/work/start/small/?anchor=2026-07-01&input.tool=DB&link.Video=x');
    expect(page.text).toContain('Spotlight on DB');
    expect(page.text).toContain('Tue 30 June Ask the author');
    expect(page.text).toContain('Due before 2026-07-01: “Ask the author”.');
    expect(findForm(page, { action: '/work/start/small/' }).fields).toContainEqual([
      'link.Video',
      'x',
    ]);
    const refused = await pages.send(page, { action: '/work/start/small/' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('“Video” cannot be “x”, which is not an address.');
  });

  test('an unknown workflow is no page', async () => {
    const page = await (await smallPages({ templates: [TEMPLATE] })).get('/work/start/nothing/');
    expect(page.status).toBe(404);
  });

  test('twice with the same form makes one run; a schedule’s run is led to', async () => {
    const automatic = compileSmall(TASKS, {
      ...LINKS,
      trigger: { type: 'automatic', schedule: '0 9 * * 1' },
    });
    const pages = await smallPages({ templates: [automatic] });
    const today = await pages.get('/work/');
    const form = { action: '/work/start/small/' };
    const first = await pages.send(today, form, { anchor: '2026-07-06' });
    const again = await pages.send(today, form, { anchor: '2026-07-06' });
    expect(again.address).toBe(first.address);
    const other = await pages.start({ anchor: '2026-07-06' });
    expect(other.status).toBe(409);
    expect(other.html).toContain(`href="${first.address.replace(/\?.*/, '')}"`);
  });
});

describe('Today', () => {
  test('has each task under the label of its state, with what is missing (FR-4, OS-R7)', async () => {
    const pages = await smallPages({ templates: [TEMPLATE] });
    await pages.start({ anchor: '2026-07-01' });
    const { text } = await pages.get('/work/');
    expect(text).toMatch(/Overdue 1 .*Overdue 1 day Ask the author .*due yesterday/);
    expect(text).toMatch(/Today 1 .*Publish .*due today .*Missing: Video \(an address\)\./);
    expect(text).toContain('After: “Ask the author” (overdue).');
    expect(text).toMatch(/Upcoming 1 .*Tell people .*due tomorrow/);
    expect(text).toContain('No follow-up is due. Nothing is at risk. Nothing is waiting.');
    expect(text).toContain('unassigned: everybody’s');
  });

  test('completes in place: at once, or with exactly what is missing (OP-1)', async () => {
    const pages = await smallPages({ templates: [TEMPLATE] });
    await pages.start({ anchor: '2026-07-01' });
    const today = await pages.get('/work/');
    const { isOpen } = findForm(today, { type: 'complete', refId: 'task-0' });
    expect(isOpen).toBeUndefined();
    const next = await pages.send(today, { type: 'complete', refId: 'task-0' });
    expect(next.address).toBe('/work/?done=complete');
    expect(next.text).toContain('The task is done.');
    const form = findForm(next, { type: 'complete', refId: 'task-1' });
    expect(form.isOpen).toBe(false);
    const typed = form.fields.map(([name]) => name).filter((name) => name.includes('.'));
    expect(typed).toEqual(['evidence.link']);
    const done = await pages.send(
      next,
      { type: 'complete', refId: 'task-1' },
      {
        'evidence.link': 'https://example.org/v',
      },
    );
    expect(taskIds(done)).not.toContain('task-1');
  });

  test('shows a refusal at its row, with what was typed (OS-T3)', async () => {
    const pages = await smallPages({ templates: [TEMPLATE] });
    await pages.start({ anchor: '2026-07-01' });
    await pages.send(await pages.get('/work/'), { type: 'complete', refId: 'task-0' });
    const publish = { type: 'complete', refId: 'task-1' };
    const today = await pages.get('/work/?who=all');
    const missing = await pages.send(today, publish);
    expect(missing.status).toBe(409);
    expect(missing.address).toBe('/work/?who=all');
    expect(missing.text).toContain('“Publish” is not done: “Video” (an address) is missing.');
    const wrong = await pages.send(missing, publish, { 'evidence.link': 'somewhere <b>' });
    expect(wrong.text).not.toContain('What you typed');
    const form = findForm(wrong, publish);
    expect(form.isOpen).toBe(true);
    expect(form.fields).toContainEqual(['evidence.link', 'somewhere <b>']);
    expect(wrong.html).toMatch(/<input [^>]*name="evidence\.link"[^>]* autofocus/);
    const done = await pages.send(wrong, publish, { 'evidence.link': 'ada@example.org' });
    expect(done.address).toBe('/work/?who=all&done=complete');
  });

  test('lets wait, and has it back on the day of the follow-up (OS-A6, OS-T2)', async () => {
    const pages = await smallPages({ templates: [TEMPLATE] });
    const run = await pages.start({ anchor: '2026-07-10' });
    const task = await pages.get(`${run.address.replace(/\?.*/, '')}?task=task-0`);
    const form = findForm(task, { type: 'wait' });
    expect(form.fields).toContainEqual(['waitingFor', 'the reply']);
    expect(form.fields).toContainEqual(['followUpAt', '2026-07-03']);
    const refused = await pages.send(task, { type: 'wait' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('waits without a comment. Say what was asked.');
    const waiting = await pages.send(refused, { type: 'wait' }, { comment: 'Wrote to Pat' });
    expect(waiting.text).toContain('Waiting for the reply, follow-up Fri 3 July');
    pages.setNow('2026-07-03T09:00:00.000Z');
    const today = await pages.get('/work/');
    expect(today.text).toMatch(/Follow-up due 1 .*Waiting for the reply: Wrote to Pat/);
    const sent = await pages.send(today, { type: 'follow-up-sent' });
    expect(sent.text).toMatch(/Waiting 1 .*follow-up Sun 5 July/);
  });

  test('is that of a role, where one is asked for', async () => {
    const template = compileSmall([{ offsetDays: 0, assignee: 'host' }, { offsetDays: 0 }], {
      roles: { host: 'Podcast host' },
    });
    const pages = await smallPages({ templates: [template] });
    await pages.start({ anchor: '2026-07-01' });
    const today = await pages.get('/work/?who=role:host');
    expect(taskIds(today)).toEqual(['task-0']);
    expect(today.text).toMatch(/Mine 2 due Everybody’s 2 due Podcast host 1 due/);
    await pages.work.services.store.setRoleHolder({ role: 'host', userId: 'bob', value: '' }, true);
    expect(taskIds(await pages.get('/work/'))).toEqual(['task-1']);
  });
});

describe('a run', () => {
  async function started(template = TEMPLATE, documents = {}) {
    const pages = await smallPages({ templates: [template], documents });
    const { address } = await pages.start({ anchor: '2026-07-02' });
    const run = address.replace(/\?.*/, '');
    const task = (refId: string) => pages.get(`${run}?task=${refId}`);
    return { pages, run, task };
  }

  test('shows its stage, its progress, the next act, and links not known yet (OS-R2, OS-A4, OS-A11)', async () => {
    const { pages, run } = await started();
    const page = await pages.get(run);
    expect(page.text).toMatch(/Next .*Ask the author/);
    expect(page.text).toMatch(/Links to collect Video Not known yet/);
    const set = await pages.send(
      page,
      { type: 'set-link', name: 'Video' },
      {
        url: 'https://example.org/v',
      },
    );
    expect(set.text).toContain('The link is saved.');
    expect(set.html).toContain('<a href="https://example.org/v" rel="noreferrer">');
  });

  test('keeps its history: who, when, what and with which proof (OS-T7, OP-10)', async () => {
    const { pages, task } = await started();
    const done = await pages.send(
      await task('task-0'),
      { type: 'complete' },
      {
        'evidence.comment': 'Wrote <Pat>',
      },
    );
    expect(done.text).toContain('You completed “Ask the author”. Wrote <Pat>');
    const back = await pages.send(done, { type: 'correct' }, { reason: 'Too early' });
    expect(back.text).toContain('You took back the last act on “Ask the author”. Too early');
    expect(back.text).toContain('Taken back later.');
    const seen = await pages.get(`as:bob ${back.address}`);
    expect(seen.text).toContain('ada@example.org completed “Ask the author”.');
  });

  test('is acted on by two: other tasks go through, the same one tells what happened (OP-8)', async () => {
    const { pages, task } = await started();
    const [ask, tell] = [await task('task-0'), await task('task-2')];
    await pages.send(await pages.get(`as:bob ${ask.address}`), { type: 'complete' });
    pages.setNow('2026-07-01T09:00:02.000Z');
    await pages.get(ask.address);
    const other = await pages.send(tell, { type: 'complete' }, { 'evidence.comment': 'Told' });
    expect(other.text).toContain('The task is done.');
    const same = await pages.send(ask, { type: 'comment' }, { text: 'Do not lose this' });
    expect(same.status).toBe(412);
    expect(same.text).toContain('bob@example.org completed “Ask the author”, 2 seconds ago');
    expect(same.text).toContain('Do not lose this');
    const late = await pages.send(ask, { type: 'wait' }, { comment: 'Nor this' });
    expect(late.text).toContain('What you typed: the reply');
    expect(late.text).toContain('Nor this');
  });

  test('puts off only with a reason, and keeps the first date in sight (OP-3)', async () => {
    const { pages, task } = await started();
    const page = await task('task-2');
    const refused = await pages.send(page, { type: 'put-off' }, { to: '2026-07-10' });
    expect(refused.status).toBe(409);
    const later = await pages.send(refused, { type: 'put-off' }, { reason: 'Holiday' });
    expect(later.text).toMatch(/due Fri 10 July, in 9 days\s+first due Fri 3 July/);
  });

  test('takes a task that no template foresaw (OP-2)', async () => {
    const { pages, run } = await started();
    const added = await pages.send(
      await pages.get(run),
      { type: 'add-task' },
      {
        description: 'Thank the author',
        date: '2026-07-01',
        personId: 'ada',
      },
    );
    expect(added.text).toContain('The task is added.');
    const today = await pages.get('/work/');
    expect(today.text).toMatch(/Today 2 .*Thank the author/);
    const done = await pages.send(today, { type: 'complete', refId: 'added-1' });
    expect(done.text).toContain('The task is done.');
  });

  test('says before one tries what keeps one from it', async () => {
    const { pages, task } = await started(
      compileSmall([
        { offsetDays: 0, description: 'Write' },
        { offsetDays: 0, description: 'Check', approval: { of: ['task-0'] }, notBy: ['task-0'] },
        { offsetDays: 0, description: 'Pay', humanGate: 'Money moves.' },
      ]),
    );
    expect((await task('task-2')).text).toContain('A person closes this: Money moves.');
    expect((await task('task-1')).text).toContain('Not for whoever closes “Write”.');
    await pages.send(await task('task-0'), { type: 'complete' });
    const own = await task('task-1');
    expect(own.text).toContain('Not for whoever closed “Write”: that was you.');
    expect(own.forms.some(({ fields }) => fields.some(([, value]) => value === 'verdict'))).toBe(
      false,
    );
    const other = await pages.get(`as:bob ${own.address}`);
    const failed = await pages.send(
      other,
      { type: 'verdict', button: ['verdict', 'fail'] },
      { comment: 'Typos' },
    );
    expect(failed.text).toContain('The verdict is given.');
    expect(failed.text).toContain('You failed “Check”. Typos');
    expect((await task('task-0')).text).toContain('“Check” failed it: Typos');
  });

  test('is approved, moved, renamed, prioritised and cancelled with a reason', async () => {
    const { pages, run } = await started(compileSmall(TASKS, { ...LINKS, requiresApproval: true }));
    const page = await pages.get(run);
    expect(page.text).toContain('The run is not approved yet.');
    const approved = await pages.send(page, { type: 'approve' });
    expect(approved.text).toMatch(/Approved today at 09:00 by you/);
    const moved = await pages.send(approved, { type: 're-anchor' }, { anchor: '2026-07-09' });
    expect(moved.text).toContain('for Thu 9 July, in 8 days , first planned for tomorrow');
    const named = await pages.send(moved, { type: 'rename' }, { title: 'Other' });
    expect(named.html).toContain('<title>Other · Small</title>');
    const urgent = await pages.send(named, { type: 'set-priority' }, { priority: 'critical' });
    expect(urgent.text).toContain('· critical');
    const cancelled = await pages.send(urgent, { type: 'cancel' }, { reason: 'No guest' });
    expect(cancelled.text).toMatch(/Cancelled today at 09:00 by you: No guest/);
    expect(taskIds(await pages.get('/work/'))).toEqual([]);
  });

  test('asks for the answers of a form, and shows them after', async () => {
    const form = [
      { name: 'risk', label: 'Risk', type: 'choice', choices: ['low', 'high'], required: true },
      { name: 'hours', label: 'Hours', type: 'number' },
    ];
    const { pages, task } = await started(compileSmall([{ offsetDays: 0, form }]));
    const refused = await pages.send(
      await task('task-0'),
      { type: 'complete' },
      {
        'form.hours': 'many',
      },
    );
    expect(refused.status).toBe(422);
    expect(findForm(refused, { type: 'complete' }).fields).toContainEqual(['form.hours', 'many']);
    const done = await pages.send(
      refused,
      { type: 'complete' },
      {
        'form.hours': '3',
        'form.risk': 'low',
      },
    );
    expect(done.text).toMatch(/Risk low Hours 3/);
  });

  test('that is not there, or forms that are not ours, are told', async () => {
    const { pages, task } = await started();
    expect((await pages.get('/work/runs/r00000000000000000000/')).status).toBe(404);
    expect((await pages.get('/work/elsewhere/')).status).toBe(404);
    const page = await task('task-0');
    const strange = await pages.send(page, { type: 'complete' }, { type: 'adopt' });
    expect(strange.status).toBe(422);
    expect(strange.text).toContain('This form is not known here.');
    const unsigned = await pages.send(page, { type: 'complete' }, { commandId: '' });
    expect(unsigned.text).toContain('This form was not sent whole.');
  });
});

describe('the procedure of a task', () => {
  const DOCUMENT = [
    '<h2 id="procedure">Procedure<a class="permalink" href="#procedure">#</a></h2><ol>',
    '<li id="step-1" data-step="sha256:01"><p>Open it.</p></li>',
    '<li id="step-2" data-step="sha256:02"><p>Write to <a href="/docs/other/#step-1">them</a>:</p>',
    '<pre class="code-block"><code>Dear {tool}, dear {{tool}}, {unknown} {{ sender_name }}</code></pre>',
    '<p aria-describedby="procedure note"><code>{tool}</code></p><svg><path marker-end="url(#a)"/></svg></li></ol>',
  ].join('');
  const ID = 'sop.small.ask';
  const template = compileSmall(
    [
      { offsetDays: 0, instructionDocId: ID, instructionStepId: '2' },
      { offsetDays: 0, instructionDocId: ID, instructionStepId: 'gone' },
      {
        offsetDays: 0,
        instructionDocId: 'sop.small.lost',
        instructionsUrl: 'https://example.org/how',
      },
      { offsetDays: 0, instructionsUrl: 'https://example.org/how' },
    ],
    { inputs: [{ name: 'tool', label: 'Tool', type: 'text' }] },
  );

  async function opened() {
    const pages = await smallPages({ templates: [template], documents: { [ID]: DOCUMENT } });
    const run = await pages.start({ anchor: '2026-07-01', 'input.tool': '<DB> & "Co"' });
    const task = (refId: string) => pages.get(`${run.address.replace(/\?.*/, '')}?task=${refId}`);
    return { pages, task };
  }

  test('is there whole, at its step, under ids of its own (OS-R5, OS-T5)', async () => {
    const { pages, task } = await opened();
    const { html, text } = await task('task-0');
    expect(html).toContain('id="procedure-step-2"');
    const today = await pages.get('/work/');
    expect(today.html).toMatch(/task=task-0#procedure-step-2">How it is done</);
    expect(html).toMatch(/<li id="procedure-step-2"[^>]*class="is-current" aria-current="step"/);
    expect(html).toContain('href="#procedure-step-2"');
    expect(html).toContain('href="#procedure-procedure"');
    expect(html).toContain('href="/docs/other/#step-1"');
    expect(html).toContain('aria-describedby="procedure-procedure procedure-note"');
    expect(html).toContain('url(#procedure-a)');
    expect(text).not.toContain('Beside');
  });

  test('has its texts filled in from the run, and nothing else', async () => {
    const { html } = await (await opened()).task('task-0');
    const filled = '&lt;DB&gt; &amp; "Co"';
    expect(html).toContain(`Dear ${filled}, dear ${filled}, {unknown} {{ sender_name }}`);
    expect(html).toContain('<code>{tool}</code>');
  });

  test('is ticked for everybody; a step that changed is to do again', async () => {
    const { pages, task } = await opened();
    const page = await task('task-0');
    expect(page.text).toContain('0 of 2 steps ticked');
    const ticked = await pages.send(page, { type: 'tick' });
    expect(ticked.text).toContain('1 of 2 steps ticked');
    expect(ticked.html).toMatch(/aria-checked="true" aria-label="Step 1 done"/);
    const seen = await pages.get(`as:bob ${ticked.address}`);
    const unticked = await pages.send(seen, { type: 'tick' });
    expect(unticked.text).toContain('0 of 2 steps ticked');
  });

  test('that is gone leaves a way to go on', async () => {
    const { task } = await opened();
    expect((await task('task-1')).text).toContain('The document has no step gone any more');
    const lost = await task('task-2');
    expect(lost.text).toContain('The document sop.small.lost is not in this portal any more');
    expect(lost.text).toContain('Instructions elsewhere, as a fallback: https://example.org/how');
    expect((await task('task-3')).text).toContain('Instructions elsewhere, as a fallback');
  });
});

describe('all runs', () => {
  test('are found by status, workflow and words, also when they are done (OP-7)', async () => {
    const pages = await smallPages({ templates: [TEMPLATE] });
    for (const [hour, title] of ['Alpha', 'Beta'].entries()) {
      pages.setNow(`2026-07-01T0${hour}:00:00.000Z`);
      const form = await pages.get('/work/start/small/');
      await pages.send(form, { action: '/work/start/small/' }, { anchor: '2026-07-02', title });
    }
    const { address } = await pages.send(
      await pages.get('/work/start/small/'),
      { action: '/work/start/small/' },
      { anchor: '2026-07-02', title: 'Gamma' },
    );
    await pages.send(await pages.get(address), { type: 'cancel' }, { reason: 'No guest' });
    const all = await pages.get('/work/runs/');
    expect(all.text).toContain('2 active, 0 done, 1 cancelled');
    const names = async (query: string) =>
      [...(await pages.get(`/work/runs/${query}`)).html.matchAll(/data-open>\s*([^<]*?)</g)].map(
        ([, name = '']) => name.trim(),
      );
    expect(await names('?q=no+guest')).toEqual(['Gamma']);
    expect(await names('?status=active&type=small')).toEqual(['Beta', 'Alpha']);
    expect(await names('?q=nothing')).toEqual([]);
  });
});

describe('a file', () => {
  const template = compileSmall([{ offsetDays: 0, description: 'Invoice', requiresFile: true }]);
  const offer = new File(['An offer of the venue.\n'], 'offer.txt', { type: 'text/plain' });

  test('is attached where it is missing, and is then what the task has to show', async () => {
    const pages = await smallPages({ templates: [template] });
    const run = await pages.start({ anchor: '2026-07-01' });
    const action = `${run.address.replace(/\?.*/, '')}files/?task=task-0`;
    const attached = await pages.upload(await pages.get('/work/'), { action }, offer);
    expect(attached.address).toContain('task=task-0&done=attach');
    expect(attached.text).toContain('You attached offer.txt to “Invoice”.');
    const done = await pages.send(attached, { type: 'complete' });
    expect(done.text).toContain('The task is done.');
    expect(done.html).toMatch(
      /<a href="\/api\/work\/runs\/r\w{20}\/attachments\/f\w{20}">offer\.txt</,
    );
  });

  test('that is not taken comes back with the reason', async () => {
    const pages = await smallPages({ templates: [template] });
    const run = await pages.start({ anchor: '2026-07-01' });
    const path = run.address.replace(/\?.*/, '');
    const refused = await pages.upload(run, { action: `${path}files/` }, new File([], 'empty.txt'));
    expect(refused.status).toBe(422);
    expect(findForm(refused, { action: `${path}files/` }).isOpen).toBe(true);
    expect(await pages.work.services.store.attachmentsOf(path.split('/')[3] ?? '')).toEqual([]);
  });
});

test('whoever only reads sees everything and is offered nothing', async () => {
  const pages = await smallPages({ templates: [TEMPLATE] });
  const { address } = await pages.start({ anchor: '2026-07-02' });
  pages.setRole('reader');
  const today = await pages.get('/work/');
  expect(taskIds(today)).toContain('task-0');
  const page = await pages.get(`${address.replace(/\?.*/, '')}?task=task-0`);
  expect(page.text).toContain('Your role in the workspace lets you see this');
  const posts = [today, page].flatMap(({ forms }) =>
    forms.filter(({ method }) => method === 'post'),
  );
  expect(posts).toEqual([]);
  pages.setRole('none');
  expect((await pages.get('/work/')).status).toBe(403);
});

test('a day is that of whoever looks', async () => {
  const pages = await smallPages({ templates: [TEMPLATE], timeZone: 'Pacific/Kiritimati' });
  pages.setNow('2026-07-01T11:00:00.000Z');
  await pages.start({ anchor: '2026-07-02' });
  const { text } = await pages.get('/work/');
  expect(text).toContain('Thu 2 July 2026 in Pacific/Kiritimati');
  expect(text).toMatch(/Overdue 1 .*Ask the author .*due yesterday/);
});

test('people begin with Today where there are workflows', async () => {
  const pages = await smallPages({ templates: [TEMPLATE] });
  expect(await pages.work.firstPage()).toBe('/work/');
  expect(await (await smallPages()).work.firstPage()).toBe('/');
});

test('each event of a run has a form, or is named as one that has none', () => {
  const types = Object.keys(EVENTS);
  expect(types.filter((type) => !isFormType(type)).sort()).toEqual([...WITHOUT_FORM].sort());
});

test('PR-27 No task is a dead end: also one that is blocked can be put off and said something of', async () => {
  const pages = await smallPages({ templates: [TEMPLATE] });
  const run = await pages.start({ anchor: '2026-07-02' });
  const ids = new Set(taskIds(run));
  expect([...ids].sort()).toEqual(['task-0', 'task-1', 'task-2']);
  for (const id of ids) {
    const { forms } = await pages.get(`${run.address.replace(/\?.*/, '')}?task=${id}`);
    const types = forms.flatMap(({ fields }) =>
      fields.flatMap(([name, value]) => (name === 'type' ? value : [])),
    );
    expect(types, id).toEqual(expect.arrayContaining(['put-off', 'comment']));
  }
});
