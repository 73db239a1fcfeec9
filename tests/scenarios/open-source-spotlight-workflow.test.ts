import {
  type Evidence,
  planWorkflow,
  queueOf,
  type Run,
  type RunEvent,
  runSummary,
  transition,
} from 'opsbook/workflow';
import { describe, expect, test } from 'vitest';
import { diagnosticsOf } from '../support/content.ts';
import { publishedRegistry, publishedTemplates } from '../support/published.ts';
import { compileSmall } from '../workflow/runtime-template.ts';
import { DESKS, type Desk } from './desks.ts';

const [oss] = publishedTemplates();
if (!oss) throw new Error('Nothing is published.');
const template = oss;
const registry = publishedRegistry();

const PAT = { kind: 'person', id: 'pat', name: 'Pat' } as const;
const address = (name: string) => `https://example.org/${name}`;

/** What an operator would show for each task, in the order of the plan. */
const EVIDENCE: readonly (readonly [string, Evidence])[] = [
  [
    'reach-out-github-authors',
    { bundleLinks: { 'Tool GitHub': address('exampledb') }, comment: 'Wrote to two maintainers.' },
  ],
  ['reach-out-tool-author', { link: 'mailto:pat@example.org' }],
  ['find-time-calendly', { comment: 'Thursday at ten suits.' }],
  ['schedule-recording', { externalStatus: 'booked' }],
  [
    'record-demo',
    { bundleLinks: { 'Recording source': address('zoom') }, externalStatus: 'recorded' },
  ],
  ['download-upload-youtube', { link: address('video') }],
  ['editing-video', { externalStatus: 'reviewed' }],
  ['add-timecodes-youtube', { externalStatus: 'updated' }],
  [
    'ask-authors-review-codes',
    { bundleLinks: { 'Author review': address('review') }, comment: 'Approved by mail.' },
  ],
  ['schedule-youtube-video', { externalStatus: 'scheduled for 22 July 2026, 17:00' }],
  ['tell-author-publish-date', { comment: 'Told them the date.' }],
  [
    'add-to-oss-playlist',
    { bundleLinks: { 'OSS playlist': address('playlist') }, externalStatus: 'listed' },
  ],
  ['ask-guest-share-recording', { comment: 'Asked to share and to name others.' }],
  ['schedule-social-media', { link: address('post') }],
];

function complete(refId: string, evidence: Evidence = {}): RunEvent {
  return { at: '2026-07-20T10:00:00Z', by: PAT, type: 'complete', refId, evidence };
}

/** Completes the tasks before `refId`; all of them without one. */
async function workUpTo(desk: Desk, refId?: string): Promise<void> {
  const end = EVIDENCE.findIndex(([each]) => each === refId);
  for (const [each, evidence] of EVIDENCE.slice(0, end < 0 ? undefined : end)) {
    expect(await desk.send(complete(each, evidence)), each).toHaveProperty('run');
  }
}

async function itemOf(desk: Desk, refId: string, today: string) {
  return queueOf(await desk.run(), { today }).find(({ task }) => task.refId === refId);
}

describe.each(DESKS)('with %s', (_name, openDesk) => {
  const open = () =>
    openDesk(template, {
      anchor: '2026-07-22',
      title: 'ExampleDB with Pat',
      inputs: { tool: 'ExampleDB', author: 'Pat' },
    });

  test('OS-T1 Operator creates an OSS workflow from a selected tool', async () => {
    const run = await (await open()).run();
    expect(run).toMatchObject({
      title: 'ExampleDB with Pat',
      templateType: 'oss',
      tags: ['Open-Source Spotlight'],
      stage: 'preparation',
    });
    expect(run.tasks).toHaveLength(14);
    expect(run.tasks.at(0)?.date).toBe('2026-07-01');
    expect(run.tasks.at(-1)?.date).toBe('2026-07-24');
    expect(run.phases).toHaveLength(6);
    expect(run.references.length).toBeGreaterThan(0);
    expect(run.bundleLinks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Guest email', 'Tool GitHub', 'YouTube']),
    );
    const queue = queueOf(run, { today: '2026-06-30' });
    expect(queue.flatMap(({ risks }) => risks)).toEqual([]);
    expect(queue[0]?.task.refId).toBe('reach-out-github-authors');
  });

  test('OS-T2 Outreach becomes waiting work', async () => {
    const desk = await open();
    await desk.send({
      at: '2026-07-02',
      by: PAT,
      type: 'wait',
      refId: 'reach-out-tool-author',
      waitingFor: 'Pat / ExampleDB author',
      followUpAt: '2026-07-02',
      comment: 'Invitation sent.',
    });
    expect((await itemOf(desk, 'reach-out-tool-author', '2026-07-01'))?.state).toBe('waiting');
    const due = await itemOf(desk, 'reach-out-tool-author', '2026-07-02');
    expect(due?.state).toBe('follow-up-due');
    expect(due?.task).toMatchObject({
      status: 'waiting',
      waiting: { waitingFor: 'Pat / ExampleDB author', comment: 'Invitation sent.' },
    });
  });

  test('OS-T3 Required YouTube proof blocks publication tasks', async () => {
    const desk = await open();
    await workUpTo(desk, 'download-upload-youtube');
    expect(await desk.send(complete('download-upload-youtube'))).toMatchObject({
      refused: expect.stringContaining('`YouTube` (an address)'),
      missing: expect.arrayContaining([{ kind: 'link', name: 'YouTube', type: 'url' }]),
    });
    const published = complete('schedule-youtube-video', { externalStatus: 'published' });
    expect(await desk.send(published)).toHaveProperty('refused');
    for (const refId of ['download-upload-youtube', 'schedule-youtube-video']) {
      const item = await itemOf(desk, refId, '2026-07-22');
      expect(item?.missing).toContainEqual({ kind: 'link', name: 'YouTube', type: 'url' });
      expect(item?.risks.map(({ reason }) => reason)).toContain('missing-evidence');
    }
  });

  test('OS-M10 The link of the draft does not close the publication milestone', async () => {
    const desk = await open();
    await workUpTo(desk, 'schedule-youtube-video');
    expect(await desk.send(complete('schedule-youtube-video'))).toMatchObject({
      missing: [expect.objectContaining({ kind: 'proof' })],
    });
    expect((await desk.run()).stage).toBe('preparation');
  });

  test('OS-T4 Author review follow-up is not lost', async () => {
    const desk = await open();
    await workUpTo(desk, 'ask-authors-review-codes');
    await desk.send({
      at: '2026-07-12',
      by: PAT,
      type: 'wait',
      refId: 'ask-authors-review-codes',
      waitingFor: 'review of the cut, links to the project',
      followUpAt: '2026-07-14',
      comment: 'Sent cut and time codes.',
    });
    const item = await itemOf(desk, 'ask-authors-review-codes', '2026-07-14');
    expect(item?.state).toBe('follow-up-due');
    expect(item?.task.waiting?.waitingFor).toBe('review of the cut, links to the project');
    expect(item?.missing).toContainEqual({
      kind: 'bundle-link',
      name: 'Author review',
      type: 'url',
    });
    expect((await itemOf(desk, 'ask-authors-review-codes', '2027-01-01'))?.state).toBe(
      'follow-up-due',
    );
  });

  test('OS-T5 SOPs and templates open in context', async () => {
    const pages = new Map(registry.documents.map((document) => [document.id, document]));
    for (const { refId, instruction, instructionsUrl } of (await (await open()).run()).tasks) {
      const page = pages.get(instruction?.docId ?? '');
      expect(page !== undefined || instructionsUrl !== undefined, refId).toBe(true);
      if (!instruction) continue;
      const step = instruction.stepId === undefined ? '' : `#step-${instruction.stepId}`;
      expect(instruction.url).toBe(`${page?.url}${step}`);
      const target = page?.steps.find(({ anchor }) => `#${anchor}` === step);
      expect(target?.hash).toBe(instruction.stepHash);
    }
  });

  test('OS-T6 OS-A7 Publication advances the workflow without hiding follow-up work', async () => {
    const desk = await open();
    await workUpTo(desk, 'add-to-oss-playlist');
    expect(await desk.run()).toMatchObject({ stage: 'after-event', status: 'active' });
    expect(
      queueOf(await desk.run(), { today: '2026-07-22' }).map(({ task }) => task.refId),
    ).toEqual(['add-to-oss-playlist', 'ask-guest-share-recording', 'schedule-social-media']);
  });

  test('OS-T7 Social follow-up closes only with proof', async () => {
    const desk = await open();
    await workUpTo(desk, 'ask-guest-share-recording');
    expect(await desk.send(complete('schedule-social-media'))).toHaveProperty('refused');
    await desk.send({
      at: '2026-07-23',
      by: PAT,
      type: 'wait',
      refId: 'ask-guest-share-recording',
      waitingFor: 'share',
      followUpAt: '2026-07-24',
      comment: 'Asked.',
    });
    const social = await desk.send(complete('schedule-social-media', { link: address('post') }));
    expect(social).toMatchObject({
      run: { stage: 'after-event', status: 'active' },
      effects: expect.arrayContaining([{ type: 'done-held', open: ['ask-guest-share-recording'] }]),
    });
    await desk.send(complete('ask-guest-share-recording', { comment: 'Shared on two networks.' }));
    const run = await desk.run();
    expect(run).toMatchObject({ stage: 'done', status: 'done' });
    expect(run.bundleLinks.every(({ url }) => url !== '')).toBe(true);
    expect(run.history?.at(-1)).toMatchObject({
      event: { at: '2026-07-20T10:00:00Z', evidence: { comment: 'Shared on two networks.' } },
    });
  });

  test('OS-T8 Stable doc references validate', async () => {
    const run = await (await open()).run();
    const ids = new Set(registry.documents.map(({ id }) => id));
    const mentioned = run.tasks.flatMap(({ instructionDocId }) => instructionDocId ?? []);
    expect([...template.sourceDocIds, ...mentioned].filter((id) => !ids.has(id))).toEqual([]);
    const published = `template:
  type: small
  anchor: { label: Day }
  trigger: { type: manual }
  sourceDocIds: [sop.a]
  phases: [{ id: all, name: All, stage: preparation }]
  tasks: [{ refId: one, description: One, offsetDays: 0, phase: all, stageOnComplete: done, instructionDocId: ID }]
`;
    const findings = (id: string) =>
      diagnosticsOf({
        'a.md': '---\nid: sop.a\ntitle: A\ndoc_type: reference\naliases: [sop.old]\n---\n\nText.\n',
        't.md': `---\nid: t\ntitle: T\ndoc_type: task-template\n${published.replace('ID', id)}---\n\nText.\n`,
      }).filter(({ severity }) => severity === 'error');
    expect(findings('sop.a')).toEqual([]);
    expect(findings('sop.old')).toEqual([]);
    expect(findings('sop.gone').map(({ file }) => file)).toEqual(['t.md']);
  });
});

describe('with the library, whatever the content says', () => {
  const asked = compileSmall(
    [
      { refId: 'outreach', offsetDays: -21, waiting: { for: 'an answer', followUpDays: 3 } },
      {
        refId: 'publish',
        offsetDays: 0,
        requiredLinkName: 'YouTube',
        proofRequirement: { type: 'external-status', label: 'Scheduled', required: true },
        stageOnComplete: 'after-event',
      },
      { refId: 'promote', offsetDays: 2, requiresFile: true, stageOnComplete: 'done' },
    ],
    { bundleLinkDefinitions: [{ name: 'YouTube' }], roles: {} },
  );
  const open = (): Run => ({
    ...planWorkflow(asked, { anchor: '2026-07-22', title: '{tool} with {author}, {anchor}' }),
    titlePattern: '{tool} with {author}, {anchor}',
    inputDefinitions: [
      { name: 'tool', label: 'Tool', type: 'text', required: true },
      { name: 'author', label: 'Author', type: 'text', required: true },
    ],
  });
  const at = '2026-07-02T08:00:00Z';
  const wait: RunEvent = {
    at,
    by: PAT,
    type: 'wait',
    refId: 'outreach',
    waitingFor: 'Pat',
    followUpAt: '2026-07-05',
    comment: 'Wrote again.',
  };
  const happen = (run: Run, ...events: readonly RunEvent[]) =>
    events.reduce((state, event) => {
      const outcome = transition(state, event);
      if ('refused' in outcome) throw new Error(outcome.refused);
      return outcome.run;
    }, run);
  const states = (run: Run, today: string) =>
    queueOf(run, { today }).map(({ task, state }) => `${task.refId} ${state}`);

  test('OS-R1 A run is for a tool, an author and a date, visible in its title and fields', () => {
    const run = happen(
      open(),
      { at, type: 'set-input', name: 'tool', value: 'ExampleDB' },
      { at, type: 'set-input', name: 'author', value: 'Pat' },
    );
    expect(run).toMatchObject({
      title: 'ExampleDB with Pat, 2026-07-22',
      inputs: { tool: 'ExampleDB', author: 'Pat' },
      anchorDate: '2026-07-22',
    });
  });

  test('OS-R2 The next due action is known without opening a document', () => {
    expect(runSummary(open(), { today: '2026-06-30' }).nextDue).toEqual({
      refId: 'outreach',
      date: '2026-07-01',
    });
  });

  test('OS-R3 A blocker is kept as waiting: for whom, until when, what was asked', () => {
    expect(happen(open(), wait).tasks[0]).toMatchObject({
      status: 'waiting',
      waiting: { waitingFor: 'Pat', followUpAt: '2026-07-05', comment: 'Wrote again.' },
    });
    for (const missing of [{ waitingFor: ' ' }, { comment: '' }, { followUpAt: '1999-07-05' }]) {
      expect(transition(open(), { ...wait, ...missing })).toHaveProperty('refused');
    }
  });

  test('OS-R4 The run collects its links', () => {
    const run = planWorkflow(template, { anchor: '2026-07-22' });
    const names = run.bundleLinks.map(({ name }) => name);
    const event = (name: string): RunEvent => ({ at, type: 'set-link', name, url: address('x') });
    expect(happen(run, ...names.map(event)).bundleLinks.every(({ url }) => url !== '')).toBe(true);
    expect(names.length).toBeGreaterThan(5);
  });

  test('OS-R5 A task names its document and step, or an address as a fallback', () => {
    for (const task of planWorkflow(template, { anchor: '2026-07-22' }).tasks) {
      expect(task.instruction?.url ?? task.instructionsUrl, task.refId).toBeTruthy();
    }
  });

  test('OS-R6 Completion only with the required proof, and stages move as defined', () => {
    const publish = (evidence: Evidence): RunEvent => ({
      at,
      by: PAT,
      type: 'complete',
      refId: 'publish',
      evidence,
    });
    for (const evidence of [{}, { link: address('v') }, { externalStatus: 'scheduled' }]) {
      expect(transition(open(), publish(evidence))).toMatchObject({ code: 'incomplete' });
    }
    expect(transition(open(), publish({ link: 'see drawer 4' }))).toMatchObject({
      code: 'invalid',
    });
    const published = happen(open(), publish({ link: address('v'), externalStatus: 'scheduled' }));
    expect(published.stage).toBe('after-event');
    const promote = { at, by: PAT, type: 'complete', refId: 'promote' } as const;
    expect(transition(published, promote)).toMatchObject({ code: 'incomplete' });
    const done = happen(
      published,
      { ...promote, evidence: { files: ['card.png'] } },
      { ...promote, refId: 'outreach' },
    );
    expect(done).toMatchObject({ stage: 'done', status: 'done' });
  });

  test('OS-R7 Due, overdue, waiting, follow-up due and missing evidence are told apart', () => {
    const waiting = happen(open(), wait, {
      at,
      refId: 'outreach',
      type: 'put-off',
      to: '2026-07-22',
      reason: 'Holidays.',
    });
    expect(states(waiting, '2026-07-04')).toEqual([
      'publish upcoming',
      'promote upcoming',
      'outreach waiting',
    ]);
    expect(states(waiting, '2026-07-05')[0]).toBe('outreach follow-up-due');
    expect(states(open(), '2026-07-22')).toEqual([
      'outreach overdue',
      'publish today',
      'promote upcoming',
    ]);
    expect(runSummary(open(), { today: '2026-07-22' }).risks).toMatchObject([
      { refId: 'publish', risk: { reason: 'missing-evidence' } },
    ]);
  });
});

test('every task of the plan has evidence here', () => {
  expect(EVIDENCE.map(([refId]) => refId)).toEqual(
    template.taskDefinitions.map(({ refId }) => refId),
  );
});
