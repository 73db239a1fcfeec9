import { describe, expect, test } from 'vitest';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import {
  checkCompletion,
  type Evidence,
  isAddress,
} from '../../../src/workflow/run/check-completion.ts';
import fc from '../../support/generated.ts';
import {
  compileRuntimeTemplate,
  compileSmall,
  RUNTIME_TEMPLATES,
  readRuntimeTemplate,
} from '../runtime-template.ts';

const [oss, newsletter, taxReport] = RUNTIME_TEMPLATES.map((name) =>
  compileRuntimeTemplate(readRuntimeTemplate(name)),
);
const ADDRESS = 'https://example.org/1';

function taskOf(template: WorkflowTemplate | undefined, refId: string) {
  const task = template?.taskDefinitions.find((each) => each.refId === refId);
  if (!task) throw new Error(`No task ${refId}`);
  return task;
}

function small(task: object) {
  return taskOf(compileSmall([{ offsetDays: 0, ...task }]), 'task-0');
}

/** What is missing as `kind: name`; nothing when the task may be done. */
function missingOf(task: Parameters<typeof checkCompletion>[0], evidence: Evidence): string[] {
  const completion = checkCompletion(task, evidence);
  return completion.ok ? [] : completion.missing.map(({ kind, name }) => `${kind}: ${name}`);
}

describe('what is missing', () => {
  const everything = small({
    requiredLinkName: 'Video',
    requiresFile: true,
    requiredBundleLinks: ['Recording', 'Video'],
    proofRequirement: { type: 'comment', label: 'Sent', required: true },
  });

  test('is named: link, file, links of the run, proof, in this order', () => {
    expect(missingOf(everything, {})).toEqual([
      'link: Video',
      'file: file',
      'bundle-link: Recording',
      'bundle-link: Video',
      'proof: Sent',
    ]);
  });

  test('shrinks with what is given, and is nothing in the end', () => {
    const evidence = { link: ADDRESS, files: ['a.pdf'], comment: 'Sent to Ann.' };
    expect(missingOf(everything, evidence)).toEqual(['bundle-link: Recording']);
    const bundleLinks = { Recording: ADDRESS };
    expect(checkCompletion(everything, { ...evidence, bundleLinks })).toEqual({ ok: true });
  });

  test('is nothing for a task that asks for nothing', () => {
    expect(checkCompletion(small({}), {})).toEqual({ ok: true });
    expect(checkCompletion(small({ validation: 'See that it is done.' }), {})).toEqual({
      ok: true,
    });
  });

  test('does not include proof that is welcome but not required', () => {
    const proofRequirement = { type: 'url', label: 'Post', required: false };
    expect(missingOf(small({ proofRequirement }), {})).toEqual([]);
  });

  test('says in which form it is missing', () => {
    const completion = checkCompletion(everything, {});
    expect(completion.ok ? [] : completion.missing.map(({ type }) => type)).toEqual([
      'url',
      'file',
      'url',
      'url',
      'comment',
    ]);
  });

  test('is nothing for a task whose validation is not there at all', () => {
    const { validation: _validation, ...bare } = small({});
    expect(checkCompletion(bare, {})).toEqual({ ok: true });
  });

  test('includes the required answers of a form, which a closing note can stand for', () => {
    const form = [
      { name: 'hours', label: 'Hours', type: 'number', required: true },
      { name: 'note', label: 'Note', type: 'text' },
    ];
    const task = small({ form, validation: { skipClosure: { allowedStatuses: ['no book'] } } });
    expect(checkCompletion(task, {})).toEqual({
      ok: false,
      missing: [{ kind: 'answer', name: 'Hours', type: 'number', field: 'hours' }],
    });
    expect(checkCompletion(task, {}, { hours: ' ' }).ok).toBe(false);
    expect(checkCompletion(task, {}, { hours: 0 })).toEqual({ ok: true });
    expect(checkCompletion(task, { comment: 'No book' })).toEqual({ ok: true });
  });

  test('names the file as its proof does', () => {
    expect(missingOf(taskOf(newsletter, 'create-invoice'), {})[0]).toBe('file: The bill as a file');
  });
});

describe('a link', () => {
  const upload = taskOf(oss, 'download-upload-youtube');

  test('is one link, given with the task or with the run', () => {
    const recording = { name: 'Recording source', url: ADDRESS };
    expect(missingOf(upload, { bundleLinks: [recording] })).toEqual([
      'link: YouTube',
      'bundle-link: YouTube',
      'proof: YouTube',
    ]);
    expect(missingOf(upload, { link: ADDRESS, bundleLinks: [recording] })).toEqual([]);
    const youtube = { name: 'YouTube', url: ADDRESS };
    expect(missingOf(upload, { bundleLinks: [recording, youtube] })).toEqual([]);
    expect(missingOf(upload, { link: ' ', bundleLinks: [recording, youtube] })).toEqual([]);
  });

  test('whose name is a key of every object is still missing', () => {
    const task = small({ requiredBundleLinks: ['constructor'] });
    expect(missingOf(task, { bundleLinks: {} })).toEqual(['bundle-link: constructor']);
  });

  test('counts only if it is an address, wherever it is given', () => {
    const drawer = 'see drawer 4';
    const missing = [
      'link: YouTube',
      'bundle-link: Recording source',
      'bundle-link: YouTube',
      'proof: YouTube',
    ];
    const bundleLinks = { 'Recording source': drawer, YouTube: drawer };
    expect(missingOf(upload, { link: drawer, bundleLinks })).toEqual(missing);
    expect(missingOf(upload, { link: ADDRESS, bundleLinks })).toEqual([
      'bundle-link: Recording source',
    ]);
    const given = { 'Recording source': ADDRESS, YouTube: ADDRESS };
    expect(missingOf(upload, { link: drawer, bundleLinks: given })).toEqual([]);
  });

  test.each([
    ['https://example.org/watch?v=1', true],
    ['mailto:ann@example.org', true],
    ['tel:+491234', true],
    ['ann@example.org', false],
    ['javascript:alert(1)', false],
    ['https://', false],
    ['mailto:', false],
    ['https://example.org/a b', false],
    ['see the chat', false],
  ])('%s as proof that must be an address: %s', (link, isProof) => {
    expect(isAddress(link)).toBe(isProof);
    const task = small({ proofRequirement: { type: 'url', label: 'Post', required: true } });
    expect(missingOf(task, { link })).toEqual(isProof ? [] : ['proof: Post']);
  });
});

describe('proof', () => {
  test.each<[string, Evidence, Evidence]>([
    ['file', { files: ['invoice.pdf'] }, { files: ['', ' '] }],
    ['artifact', { approvedArtifacts: ['cut-2'] }, { approvedArtifacts: [] }],
    ['comment', { comment: 'Told them.' }, { comment: '\n\t ' }],
    ['external-status', { externalStatus: 'scheduled' }, { externalStatus: ' ' }],
    ['url', { bundleLinks: { It: ADDRESS } }, { comment: ADDRESS }],
  ])('of type %s has that form', (type, given, blank) => {
    const task = small({ proofRequirement: { type, label: 'It', required: true } });
    expect(missingOf(task, given)).toEqual([]);
    expect(missingOf(task, blank)).toEqual(['proof: It']);
  });

  test('is never blank, whatever the kind of blank', () => {
    const blank = fc.stringMatching(/^[\s\u00a0\u2003\ufeff]*$/);
    const task = taskOf(oss, 'tell-author-publish-date');
    fc.assert(
      fc.property(blank, (comment) => {
        const evidence = { comment, externalStatus: comment, link: comment, files: [comment] };
        expect(checkCompletion(task, evidence)).toMatchObject({ ok: false });
      }),
    );
  });
});

describe('a closing note', () => {
  const blocks = taskOf(newsletter, 'create-sponsorship-document');
  const note = 'issue goes out unsponsored';

  test('stands for everything when it says nothing else', () => {
    expect(missingOf(blocks, {})).not.toEqual([]);
    expect(missingOf(blocks, { comment: note })).toEqual([]);
    expect(missingOf(blocks, { comment: `Asked twice.\n  ${note.toUpperCase()} ` })).toEqual([]);
  });

  test('has to be the note, not text with the note in it', () => {
    expect(missingOf(blocks, { comment: `${note}? I hope not` })).not.toEqual([]);
  });

  test('as a status needs the comment that is asked for', () => {
    expect(missingOf(blocks, { externalStatus: note })).not.toEqual([]);
    expect(missingOf(blocks, { externalStatus: note, comment: 'By mail.' })).toEqual([]);
  });

  test('stands for exactly what it suppresses', () => {
    const performance = taskOf(newsletter, 'add-newsletter-performance');
    expect(missingOf(performance, { comment: note })).toEqual([
      'bundle-link: Mailchimp newsletter',
    ]);
    expect(missingOf(taskOf(newsletter, 'send-performance-to-sponsor'), { comment: note })).toEqual(
      [],
    );
  });

  test('can stand for a required link', () => {
    const task = taskOf(taxReport, 'open-bookkeeping-report');
    const { validation } = task;
    if (typeof validation === 'string') throw new Error('The fixture changed.');
    const [status] = Object.keys((validation.skipClosure as { suppresses: object }).suppresses);
    expect(missingOf(task, {})).toContain(`link: ${task.requiredLinkName}`);
    expect(missingOf(task, { externalStatus: status ?? '', comment: '2026-06' })).toEqual([]);
  });

  test.each([
    { allowedStatuses: [''] },
    { allowedStatuses: 'none' },
    { allowedStatuses: ['no'], requires: ['signature'] },
    null,
    [],
  ])('that is authored as %j closes nothing', (skipClosure) => {
    const proofRequirement = { type: 'url', label: 'Post', required: true };
    const task = small({ proofRequirement, validation: { skipClosure } });
    expect(missingOf(task, { externalStatus: 'no', comment: '' })).toEqual(['proof: Post']);
  });
});

test('more evidence never makes more missing', () => {
  const texts = fc.constantFrom(undefined, '', ' ', 'done', ADDRESS);
  const evidences = fc.record({
    comment: texts,
    externalStatus: texts,
    link: texts,
    files: fc.constantFrom([], [' '], ['a.pdf']),
    approvedArtifacts: fc.constantFrom([], ['a']),
  });
  const tasks = [oss, newsletter, taxReport].flatMap((each) => each?.taskDefinitions ?? []);
  fc.assert(
    fc.property(fc.constantFrom(...tasks), evidences, (task, given) => {
      // JSON drops what is undefined, as every engine does.
      const evidence: Evidence = JSON.parse(JSON.stringify(given));
      const before = missingOf(task, {});
      const after = missingOf(task, evidence);
      expect(before).toEqual(expect.arrayContaining(after));
      expect(missingOf(task, evidence)).toEqual(after);
    }),
  );
});
