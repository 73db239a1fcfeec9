/** What the commands that ask the workspace have in common: the way there, and how they end. */
import { Command } from 'commander';
import type { z } from 'zod';
import type { problem } from '../../../schemas/work-api.ts';
import { describeProblem } from '../../terminal/print-work.ts';
import type { CommandContext } from '../../terminal/terminal.ts';
import { askWorkspace, type RoadOptions, type WorkRequest } from '../../terminal/work-road.ts';

export interface AskingOptions extends RoadOptions {
  readonly json?: true;
}

/** A command with the options that say whose work it is. */
export function askingCommand(name: string): Command {
  return new Command(name)
    .option('--as <email>', 'account to act as, in the database of this machine')
    .option('--url <address>', 'address of the portal, with a token in OPSBOOK_TOKEN')
    .option('--json', 'print what the API returns');
}

/** Asks and prints; a refusal is a sentence, what is missing, and an exit code. */
export async function askAndPrint<Answer>(
  context: CommandContext,
  { json, ...road }: AskingOptions,
  request: WorkRequest,
  describe: (answer: Answer) => readonly string[],
): Promise<void> {
  const { stdout, stderr } = context;
  const answer = await askWorkspace(context, road, request);
  const isDone = answer.status < 400;
  if (json) stdout.write(`${JSON.stringify(answer.json, null, 2)}\n`);
  else if (isDone) stdout.write(`${describe(answer.json as Answer).join('\n')}\n`);
  if (isDone) return;
  const lines = describeProblem(answer.json as z.output<typeof problem>);
  stderr.write(`opsbook: ${lines.join('\n')}\n`);
  context.exitCode = REFUSED.has(answer.status) ? 1 : 2;
}

/** By the role of who asks, by the rules of the run, or by what others did before. */
const REFUSED: ReadonlySet<number> = new Set([403, 409, 412, 422]);
