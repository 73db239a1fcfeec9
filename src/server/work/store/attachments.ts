/** The names of files and whose they are; their bytes are kept elsewhere. */
import type { Store, StoredAttachment } from '../../../workspace/store.ts';
import type { Database } from '../../database/connection.ts';
import type { AttachmentTable } from '../../database/tables.ts';

export function openAttachments(
  db: Database,
): Pick<Store, 'addAttachment' | 'findAttachment' | 'attachmentsOf' | 'attachedBytes'> {
  return {
    async addAttachment({ refId = null, by, ...attachment }) {
      await db
        .insertInto('attachment')
        .values({ ...attachment, refId, actor: JSON.stringify(by) })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },

    async findAttachment(runId, id) {
      const row = await db
        .selectFrom('attachment')
        .selectAll()
        .where('id', '=', id)
        .where('runId', '=', runId)
        .executeTakeFirst();
      return row && readAttachment(row);
    },

    async attachmentsOf(runId) {
      const rows = await db
        .selectFrom('attachment')
        .selectAll()
        .where('runId', '=', runId)
        .orderBy('at')
        .orderBy('id')
        .execute();
      return rows.map(readAttachment);
    },

    async attachedBytes() {
      const { bytes } = await db
        .selectFrom('attachment')
        .select(({ fn }) => fn.sum<number | null>('size').as('bytes'))
        .executeTakeFirstOrThrow();
      return Number(bytes ?? 0);
    },
  };
}

function readAttachment({ refId, actor, ...row }: AttachmentTable): StoredAttachment {
  return { ...row, ...(refId !== null && { refId }), by: JSON.parse(actor) };
}
