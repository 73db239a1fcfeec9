/** `opsbook work start`, `done`, `wait` and `event`: what happens to runs. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../../../src/diagnostics/user-error.ts';
import { collectNamed, type NamedValue } from '../../terminal/named-values.ts';
import { describeActed, describeRun } from '../../terminal/print-work.ts';
import type { CommandContext, Terminal } from '../../terminal/terminal.ts';
import { type AskingOptions, askAndPrint, askingCommand } from './asking.ts';

interface ChangeOptions extends AskingOptions {
  readonly key?: string;
}

interface StartOptions extends ChangeOptions {
  readonly anchor: string;
  readonly title?: string;
  readonly input?: readonly NamedValue[];
  readonly link?: readonly NamedValue[];
  readonly for?: readonly NamedValue[];
}

interface DoneOptions extends ChangeOptions {
  readonly link?: string;
  readonly comment?: string;
  readonly file?: readonly string[];
  readonly status?: string;
  readonly form?: readonly NamedValue[];
}

interface WaitOptions extends ChangeOptions {
  readonly for: string;
  readonly until: string;
  readonly comment: string;
}

export function changeCommands(context: CommandContext): readonly Command[] {
  const start = changing('start')
    .description('start a run of a workflow')
    .argument('<type>', 'type of the workflow')
    .requiredOption('--anchor <date>', 'date every due date is counted from')
    .option('--title <title>', 'title of the run')
    .option(
      '--input <name=value>',
      'an answer to what the workflow asks for (repeatable)',
      collectNamed,
    )
    .option('--link <name=url>', 'a link the run already has (repeatable)', collectNamed)
    .option('--for <dimension=value>', 'what the run is for (repeatable)', collectNamed)
    .action((type: string, options: StartOptions) => {
      const { anchor, title, input, link, for: values } = options;
      const json = {
        type,
        anchor,
        ...(title !== undefined && { title }),
        ...(input && { inputs: Object.fromEntries(input) }),
        ...(link && { links: Object.fromEntries(link) }),
        ...(values && { for: Object.fromEntries(values) }),
      };
      const request = { line: 'POST /runs', json, headers: keyOf(options) };
      return askAndPrint(context, options, request, describeRun);
    });

  const done = changing('done')
    .description('complete a task')
    .argument('<run>', 'id of the run')
    .argument('<task>', 'the task')
    .option('--link <url>', 'address that the task produced')
    .option('--comment <text>', 'what there is to say')
    .option('--file <name...>', 'id of an attachment, address or name of a file')
    .option('--status <text>', 'what another system says')
    .option('--form <field=value>', 'an answer to what the task asks (repeatable)', collectNamed)
    .action((run: string, refId: string, options: DoneOptions) => {
      const { link, comment, file, status, form } = options;
      const evidence = {
        ...(link !== undefined && { link }),
        ...(comment !== undefined && { comment }),
        ...(file && { files: file }),
        ...(status !== undefined && { externalStatus: status }),
      };
      return happen(run, options, {
        type: 'complete',
        refId,
        ...(Object.keys(evidence).length > 0 && { evidence }),
        ...(form && { form: Object.fromEntries(form) }),
      });
    });

  const wait = changing('wait')
    .description('let a task wait for somebody, until a day')
    .argument('<run>', 'id of the run')
    .argument('<task>', 'the task')
    .requiredOption('--for <whom>', 'whom or what it waits for')
    .requiredOption('--until <date>', 'day to ask again')
    .requiredOption('--comment <text>', 'what was asked')
    .action((run: string, refId: string, options: WaitOptions) => {
      const { for: waitingFor, until: followUpAt, comment } = options;
      return happen(run, options, { type: 'wait', refId, waitingFor, followUpAt, comment });
    });

  const event = changing('event')
    .description('let any event happen to a run')
    .argument('<run>', 'id of the run')
    .argument('<json>', 'the event as JSON, or a file with it; `-` reads standard input')
    .action((run: string, json: string, options: ChangeOptions) =>
      happen(run, options, readEvent(json, context)),
    );

  function happen(run: string, options: ChangeOptions, json: unknown): Promise<void> {
    const line = `POST /runs/${encodeURIComponent(run)}/events`;
    return askAndPrint(context, options, { line, json, headers: keyOf(options) }, describeActed);
  }

  return [start, done, wait, event];
}

function changing(name: string): Command {
  return askingCommand(name).option('--key <key>', 'sent twice with the same key it happens once');
}

function keyOf({ key }: ChangeOptions): Record<string, string> {
  return key === undefined ? {} : { 'Idempotency-Key': key };
}

function readEvent(given: string, { cwd, readInput }: Terminal): unknown {
  try {
    if (given === '-') return JSON.parse(readInput());
    if (given.trimStart().startsWith('{')) return JSON.parse(given);
    return JSON.parse(readFileSync(resolve(cwd, given), 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot read an event from \`${given.slice(0, 60)}\`: ${reason}`);
  }
}
