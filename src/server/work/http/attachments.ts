/** Files of a run for programs: sent, listed, fetched. */
import { z } from 'zod';
import {
  attachmentAnswer,
  attachmentQuery,
  attachmentsAnswer,
  downloadQuery,
  noQuery,
} from '../../../../schemas/work-api.ts';
import {
  attach,
  attachmentsOf,
  demandAttach,
  findAttachment,
} from '../../../workspace/attachments.ts';
import { BlobsUnavailable, UploadRefused } from '../../../workspace/blobs.ts';
import { Problem } from '../../../workspace/problem.ts';
import type { StoredAttachment } from '../../../workspace/store.ts';
import { receiveUpload } from '../attachments/receive-upload.ts';
import { serveAttachment } from '../attachments/serve-attachment.ts';
import { momentOf, type WorkServices } from '../work-services.ts';
import { type Endpoint, endpoint, runIdOf } from './endpoint.ts';
import { HttpProblem } from './problem-details.ts';
import { entityTagOf } from './runs.ts';

export function attachmentEndpoints(services: WorkServices): readonly Endpoint[] {
  const { store, blobs, clock, newId } = services;

  const send = endpoint(
    services,
    {
      id: 'attachFile',
      method: 'post',
      path: '/runs/{id}/attachments',
      summary: 'Attaches a file to a run, or to one of its tasks.',
      needs: 'attach',
      query: attachmentQuery,
      isUpload: true,
      isCommand: true,
      answer: {
        status: 201,
        schema: attachmentAnswer,
        headers: { Location: 'Address of the file.', ETag: 'Version of the run.' },
      },
      problems: ['not-found', 'refused', 'busy'],
    },
    async (c, { asker, query: { name, refId }, commandId }) => {
      const runId = runIdOf(c);
      const place = { runId, ...(refId !== undefined && { refId }) };
      await demandAttach(store, asker, place);
      const bytesLeft = MAX_ATTACHED_BYTES - (await store.attachedBytes());
      const file = await toldAsProblem(() => receiveUpload(blobs, c.req.raw, { name, bytesLeft }));
      const at = momentOf(clock);
      const attached = await attach(store, asker, {
        id: newId('f'),
        ...place,
        commandId,
        at,
        file,
      });
      const { version, attachment } = attached;
      c.header('Location', `${c.req.path}/${attachment.id}`);
      c.header('ETag', entityTagOf(attached));
      return c.json({ schemaVersion: 1, version, attachment: shown(attachment) }, 201);
    },
  );

  const list = endpoint(
    services,
    {
      id: 'listAttachments',
      method: 'get',
      path: '/runs/{id}/attachments',
      summary: 'Lists the files of a run.',
      needs: 'see',
      query: noQuery,
      answer: { status: 200, schema: attachmentsAnswer },
      problems: ['not-found'],
    },
    async (c, { asker }) => {
      const items = (await attachmentsOf(store, asker, runIdOf(c))).map(shown);
      return c.json({ schemaVersion: 1, items });
    },
  );

  const fetch = endpoint(
    services,
    {
      id: 'fetchAttachment',
      method: 'get',
      path: '/runs/{id}/attachments/{attachmentId}',
      summary: 'One file of a run, as a download; parts of it by `Range`.',
      needs: 'see',
      query: downloadQuery,
      answer: { status: 200, type: 'application/octet-stream', schema: z.any() },
      problems: ['not-found'],
    },
    async (c, { asker, query: { inline } }) => {
      const id = c.req.param('attachmentId') ?? '';
      const { sha256, name } = await findAttachment(store, asker, { runId: runIdOf(c), id });
      const blob = await toldAsProblem(() => blobs.open(sha256));
      if (!blob)
        throw new Problem('not-found', 'The bytes of this file are gone. Ask whoever sent it.');
      return serveAttachment(blob, c.req.raw, { name, isInline: inline === 'yes' });
    },
  );

  return [send, list, fetch];
}

function shown({ runId: _, ...attachment }: StoredAttachment) {
  return attachment;
}

async function toldAsProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BlobsUnavailable) throw new HttpProblem('unavailable', error.message);
    if (!(error instanceof UploadRefused)) throw error;
    if (error.code === 'too-long' || error.code === 'no-room') {
      throw new HttpProblem('too-large', error.message);
    }
    throw new Problem('invalid', error.message, { field: 'file' });
  }
}

/** All attachments together. */
export const MAX_ATTACHED_BYTES = 10 * 1024 ** 3;
