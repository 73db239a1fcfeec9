#!/usr/bin/env node
/** The command line: one command a file, and one place that turns failures into exit codes. */
import { Command, CommanderError } from 'commander';
import { buildCommand } from './build.ts';
import { CommandError } from './command-error.ts';
import { devCommand } from './dev.ts';
import { explainCommand } from './explain.ts';
import { lockCommand } from './lock.ts';
import { planCommand } from './plan.ts';
import { searchCommand } from './search.ts';
import { serveCommand } from './serve.ts';
import { startCommand } from './start.ts';
import { validateCommand } from './validate.ts';

const CANNOT_RUN = 2;

const program = new Command('opsbook')
  .description('Validates, compiles and serves operations knowledge written as Markdown.')
  .exitOverride();
const commands = [
  validateCommand,
  buildCommand,
  devCommand,
  startCommand,
  serveCommand,
  planCommand,
  searchCommand,
  lockCommand,
  explainCommand,
];
for (const command of commands)
  program.addCommand(command.exitOverride().copyInheritedSettings(program));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** Commander has printed its own message; ours is a sentence; anything else is a defect. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : CANNOT_RUN;
  if (error instanceof CommandError) process.stderr.write(`opsbook: ${error.message}\n`);
  else
    process.stderr.write(
      `opsbook: internal error\n${error instanceof Error ? error.stack : error}\n`,
    );
  return CANNOT_RUN;
}
