/** Files that events name: they are kept, and belong to the run. */
import { isAddress, type Run, type RunEvent } from '../workflow/index.ts';
import { Problem } from './problem.ts';
import type { Store } from './store.ts';

/** Form of the id of an attachment: `f` and 100 random bits. */
export const ATTACHMENT_ID = /^f[0-9a-z]{20}$/;

/** @throws Problem `invalid` for an attachment of which there are no bytes. */
export async function demandKept(
  store: Pick<Store, 'findAttachment'>,
  runId: string,
  event: RunEvent,
): Promise<void> {
  if (event.type !== 'attach' || typeof event.attachmentId !== 'string') return;
  if (await store.findAttachment(runId, event.attachmentId)) return;
  const says = `There is no file \`${event.attachmentId.slice(0, 60)}\` for this run. Send it to the run’s attachments.`;
  throw new Problem('invalid', says, { field: 'attachmentId' });
}

/**
 * What looks like an attachment has to be one of this run; a mere name shows nothing to whoever
 * asks for a file.
 *
 * @throws Problem `invalid` for the first that is not.
 */
export function demandFiles(run: Run, event: RunEvent): void {
  if (event.type !== 'complete' && event.type !== 'set-evidence') return;
  // What the event says is checked by its rules, later.
  const files: unknown = event.evidence?.files;
  if (!Array.isArray(files)) return;
  const task = run.tasks.find(({ refId }) => refId === event.refId);
  const asksForFile = task?.requiresFile || task?.proofRequirement?.type === 'file';
  const attached = new Set(
    [run, ...run.tasks].flatMap(({ attachments = [] }) =>
      attachments.map(({ attachmentId }) => attachmentId),
    ),
  );
  for (const file of files) {
    if (typeof file !== 'string' || file.trim() === '' || attached.has(file)) continue;
    const isName = !ATTACHMENT_ID.test(file) && (!asksForFile || isAddress(file));
    if (isName) continue;
    const says = `\`${file.slice(0, 60)}\` is no file that is attached to this run. Attach it first, or give its address.`;
    throw new Problem('invalid', says, { field: 'evidence.files' });
  }
}
