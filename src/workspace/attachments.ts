/**
 * Files of runs: who sees the run gets them, and knowing of one elsewhere is no right to it. Their
 * bytes are kept elsewhere, by what they are.
 */
import { type Acted, act, commandReused, loadRun } from './act.ts';
import { type Asker, demand } from './asker.ts';
import type { BlobIdentity } from './blobs.ts';
import { ATTACHMENT_ID } from './evidence-files.ts';
import { Problem } from './problem.ts';
import type { Store, StoredAttachment } from './store.ts';

/** A run, or one task of it. */
export interface Place {
  readonly runId: string;
  readonly refId?: string;
}

export interface Attach extends Place {
  /** Id the attachment gets. */
  readonly id: string;
  readonly commandId: string;
  /** Present moment, RFC 3339 in UTC. */
  readonly at: string;
  /** What was received, and is kept. */
  readonly file: BlobIdentity & { readonly name: string; readonly type: string };
}

/**
 * Whether a file may be attached, to be asked before its bytes are read.
 *
 * @throws Problem `forbidden`, `not-found`.
 */
export async function demandAttach(store: Store, asker: Asker, place: Place): Promise<void> {
  const { runId, refId } = place;
  demand(asker, 'attach');
  const { run } = await loadRun(store, runId);
  if (refId === undefined) return;
  const task = run.tasks.find((each) => each.refId === refId);
  if (!task) {
    throw new Problem('not-found', `There is no task \`${refId.slice(0, 60)}\` in this run.`, {
      field: 'refId',
    });
  }
  demand(asker, 'attach', task.personId);
}

/** @throws Problem as `act` does. */
export async function attach(
  store: Store,
  asker: Asker,
  request: Attach,
): Promise<Acted & { readonly attachment: StoredAttachment }> {
  const { id, runId, refId, commandId, at, file } = request;
  const first = await store.findCommand({ actor: asker.actor, commandId });
  const attachment =
    first?.event.type === 'attach' && first.runId === runId
      ? await store.findAttachment(runId, first.event.attachmentId)
      : undefined;
  if (first && attachment?.sha256 !== file.sha256) throw commandReused(commandId);
  const { sha256, name, type, size } = file;
  const place = { runId, ...(refId !== undefined && { refId }) };
  const kept = attachment ?? { id, ...place, sha256, name, type, size, at, by: asker.actor };
  // Before the event: what the log names has to be there.
  if (!attachment) await store.addAttachment(kept);
  const event = {
    type: 'attach',
    ...(refId !== undefined && { refId }),
    attachmentId: kept.id,
    name,
  };
  return { ...(await act(store, asker, { runId, commandId, event, at })), attachment: kept };
}

/** Attachments of a run that its asker may see. @throws Problem `not-found`, `forbidden`. */
export async function attachmentsOf(
  store: Store,
  asker: Asker,
  runId: string,
): Promise<readonly StoredAttachment[]> {
  demand(asker, 'see');
  const { id } = await loadRun(store, runId);
  return store.attachmentsOf(id);
}

/** @throws Problem `not-found`, also for one of another run; `forbidden`. */
export async function findAttachment(
  store: Store,
  asker: Asker,
  { runId, id }: { readonly runId: string; readonly id: string },
): Promise<StoredAttachment> {
  demand(asker, 'see');
  await loadRun(store, runId);
  const attachment = ATTACHMENT_ID.test(id) ? await store.findAttachment(runId, id) : undefined;
  if (attachment) return attachment;
  throw new Problem('not-found', `There is no file \`${id.slice(0, 60)}\` in this run.`);
}
