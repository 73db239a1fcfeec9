/**
 * A program that works on runs until it is killed, several commands at once: it writes each
 * command's id to standard output once the workspace has answered it.
 */
import { writeSync } from 'node:fs';
import { argv } from 'node:process';
import { openDatabase } from '../../src/server/database/open-database.ts';
import { smallWorkspace } from '../server/work/work-fixture.ts';
import { compileSmall } from '../workflow/runtime-template.ts';

export const TEMPLATE = compileSmall([
  { offsetDays: 0, description: 'Ask' },
  { offsetDays: 1, description: 'Tell' },
]);

export interface WriterOrder {
  readonly place: Parameters<typeof openDatabase>[0];
  /** Begins every command id. */
  readonly name: string;
  readonly writers: number;
}

if (import.meta.main) await write(JSON.parse(argv[2] ?? ''));

async function write({ place, name, writers }: WriterOrder): Promise<void> {
  const { start, act } = await smallWorkspace([TEMPLATE], await openDatabase(place));
  const acknowledge = (commandId: string) => writeSync(1, `${commandId}\n`);
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      let runId = '';
      for (let n = 0; ; n++) {
        const commandId = `${name}-${writer}-${n}`;
        if (n % 12 === 0) {
          const request = { type: TEMPLATE.type, anchor: '2026-07-02', title: commandId };
          runId = (await start(request, { commandId })).id;
        } else if (n % 12 === 5)
          await act(runId, { type: 'complete', refId: 'task-0' }, { commandId });
        else await act(runId, { type: 'comment', text: commandId }, { commandId });
        acknowledge(commandId);
      }
    }),
  );
}
