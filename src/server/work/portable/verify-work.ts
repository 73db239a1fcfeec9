/** Holds what is kept against itself: states against histories, rows against states, files against hashes. */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Blobs } from '../../../workspace/blobs.ts';
import { checkState } from '../../../workspace/replay.ts';
import type { Database } from '../../database/connection.ts';
import { eachRun } from '../store/each-run.ts';
import { taskColumns } from '../store/run-tasks.ts';

/** A sentence for each run that is not what its events say, and for each event of no run. */
export async function verifyRuns(db: Database, onRun: () => void = () => {}): Promise<string[]> {
  const problems: string[] = [];
  const known = new Set(
    (await db.selectFrom('template_version').select('hash').execute()).map(({ hash }) => hash),
  );
  for await (const { id, version, run, events } of eachRun(db)) {
    onRun();
    const say = (problem: string) => problems.push(`Run \`${id}\`: ${problem}`);
    const problem = checkState(events, run);
    if (problem !== undefined) say(problem);
    if (events.length !== version + 1) say(`It has ${events.length} events at version ${version}.`);
    if (!known.has(run.contentHash)) say('The version of its workflow is not kept.');
    const rows = await db.selectFrom('run_task').selectAll().where('runId', '=', id).execute();
    if (!isSameSet(rows, taskColumns(id, run))) {
      say('The rows of its open tasks do not follow from its state.');
    }
  }
  return problems;
}

/** A sentence for each attachment whose bytes are gone or others. */
export async function verifyFiles(db: Database, blobs: Blobs): Promise<string[]> {
  const attachments = await db
    .selectFrom('attachment')
    .select(['id', 'runId', 'name', 'sha256'])
    .orderBy('id')
    .execute();
  const problems: string[] = [];
  for (const { id, runId, name, sha256 } of attachments) {
    const blob = await blobs.open(sha256);
    const of = `File \`${name}\` (${id}) of run \`${runId}\``;
    if (blob === undefined) {
      problems.push(`${of} is not where files are kept.`);
      continue;
    }
    const hash = createHash('sha256');
    for await (const chunk of await blob.read()) hash.update(chunk);
    if (hash.digest('hex') !== sha256) problems.push(`${of} has other bytes than were sent.`);
  }
  return problems;
}

function isSameSet(a: readonly object[], b: readonly object[]): boolean {
  const lines = (rows: readonly object[]) =>
    rows
      .map((row) => canonicalize(row))
      .sort()
      .join('\n');
  return lines(a) === lines(b);
}
