/** `opsbook work list`, `show` and `next`: what there is to do. */
import type { Command } from 'commander';
import { describeQueue, describeRun, describeRuns } from '../../terminal/print-work.ts';
import type { CommandContext } from '../../terminal/terminal.ts';
import { type AskingOptions, askAndPrint, askingCommand } from './asking.ts';

interface ListOptions extends AskingOptions {
  readonly status?: string;
  readonly type?: string;
  readonly query?: string;
  readonly limit?: string;
}

interface NextOptions extends AskingOptions {
  readonly role?: string;
  readonly all?: true;
  readonly on?: string;
  readonly limit?: string;
}

export function lookCommands(context: CommandContext): readonly Command[] {
  const list = askingCommand('list')
    .description('list runs, the newest first')
    .option('--status <status>', 'only `active`, `done` or `cancelled` ones')
    .option('--type <type>', 'only of this workflow')
    .option('--query <words>', 'only with these words')
    .option('--limit <count>', 'runs at most, up to 200')
    .action(({ status, type, query, limit, ...options }: ListOptions) => {
      const line = `GET /runs${queryOf({ status, type, q: query, limit })}`;
      return askAndPrint(context, options, { line }, describeRuns);
    });

  const show = askingCommand('show')
    .description('show a run and where its tasks stand')
    .argument('<run>', 'id of the run')
    .action((run: string, options: AskingOptions) =>
      askAndPrint(context, options, { line: `GET /runs/${encodeURIComponent(run)}` }, describeRun),
    );

  const next = askingCommand('next')
    .description('show what to do next, most urgent first')
    .option('--role <role>', 'tasks of a role of templates')
    .option('--all', 'tasks of everybody')
    .option('--on <date>', 'as of the beginning of this day')
    .option('--limit <count>', 'tasks at most, up to 200')
    .action(({ role, all, on, limit, ...options }: NextOptions) => {
      const who = role === undefined ? all && 'all' : `role:${role}`;
      const line = `GET /queue${queryOf({ who, on, limit })}`;
      return askAndPrint(context, options, { line }, describeQueue);
    });

  return [list, show, next];
}

function queryOf(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
