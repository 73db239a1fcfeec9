/** `opsbook start`: builds what is stale, then serves the portal behind sign-in. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { readInputs } from '../../src/build/build-inputs.ts';
import { buildPortal } from '../../src/build/build-portal.ts';
import { isStale } from '../../src/build/build-record.ts';
import { BUILD_RECORD, repairOutput } from '../../src/build/output-folder.ts';
import { count } from '../../src/diagnostics/wording.ts';
import { takeContentFolder } from '../terminal/content-folder.ts';
import { currentDay } from '../terminal/day-option.ts';
import { openContent } from '../terminal/open-content.ts';
import { printBlocking } from '../terminal/print-pretty.ts';
import type { CommandContext } from '../terminal/terminal.ts';
import { serve } from './serve.ts';

interface StartOptions {
  readonly content: string;
  readonly dist: string;
}

export const startCommand = (context: CommandContext) =>
  takeContentFolder(new Command('start'), context)
    .option('--dist <dir>', 'the built output', context.env.OPSBOOK_DIST || 'dist')
    .action(async (_folder: string | undefined, { content, dist }: StartOptions) => {
      const { stderr, cwd, env } = context;
      const out = resolve(cwd, dist);
      const onNotice = (sentence: string) => void stderr.write(`${sentence}\n`);
      repairOutput(out, onNotice);
      const project = openContent(content, context, { doing: 'Checking' });
      const inputs = readInputs(project);
      if (isStale(inputs, out)) {
        stderr.write('Building the portal …\n');
        const { documents, blocking } = await buildPortal(inputs, {
          out,
          today: currentDay(env),
          onNotice,
          onStart: (number) => context.progress.show(`Building ${count(number, 'document')}`),
        });
        if (blocking.length > 0) {
          printBlocking(documents, blocking, project, context);
          if (!existsSync(join(out, BUILD_RECORD))) {
            context.exitCode = 1;
            return;
          }
          stderr.write('Serving the last good build instead.\n');
        }
      }
      await serve({ dist }, context);
    });
