/** What uploads have left is taken away, and a place that cannot be used is told. */
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { AuditEvent } from '../../../src/server/audit.ts';
import { openDiskBlobs } from '../../../src/server/work/blobs/disk-blobs.ts';
import { keepFiles } from '../../../src/server/work/file-housekeeping.ts';
import { temporaryFolder } from '../../support/content.ts';

const NOW = Date.parse('2026-07-02T09:00:00Z');

test('an upload that was cut off days ago is gone after a start', async () => {
  const folder = join(temporaryFolder(), 'files');
  const incoming = join(folder, 'incoming');
  mkdirSync(incoming, { recursive: true });
  for (const [name, days] of [
    ['old', 2],
    ['new', 0],
  ] as const) {
    writeFileSync(join(incoming, name), 'half');
    utimesSync(join(incoming, name), NOW / 1000, NOW / 1000 - days * 86_400);
  }
  const kept = keepFiles(openDiskBlobs(folder), () => NOW);
  await vi.waitFor(() => expect(readdirSync(incoming)).toEqual(['new']));
  kept.stop();
});

test('a place that cannot be used is told, and the portal goes on', async () => {
  const folder = temporaryFolder({ taken: 'a file' });
  const told: AuditEvent[] = [];
  const audit = (event: AuditEvent) => void told.push(event);
  const kept = keepFiles(openDiskBlobs(join(folder, 'taken')), () => NOW, audit);
  await vi.waitFor(() => expect(told).toHaveLength(1));
  expect(told[0]).toMatchObject({ detail: expect.stringMatching(/^Attachments cannot be kept/) });
  kept.stop();
});
