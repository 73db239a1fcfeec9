/** `opsbook build`: the verdict, then the data and pages of a portal in one folder. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { readInputs } from '../../src/build/build-inputs.ts';
import { buildPortal } from '../../src/build/build-portal.ts';
import { count } from '../../src/diagnostics/wording.ts';
import { takeContentFolder } from '../terminal/content-folder.ts';
import { todayOption } from '../terminal/day-option.ts';
import { openContent } from '../terminal/open-content.ts';
import { printBlocking } from '../terminal/print-pretty.ts';
import type { CommandContext } from '../terminal/terminal.ts';

interface BuildOptions {
  readonly content: string;
  readonly out: string;
  readonly today: string;
  readonly data?: true;
}

export const buildCommand = (context: CommandContext) =>
  takeContentFolder(new Command('build'), context)
    .option('--out <dir>', 'output folder', 'dist')
    .option('--data', 'only the data below api/')
    .addOption(todayOption(context))
    .action(async (_folder: string | undefined, { content, out, today, data }: BuildOptions) => {
      const started = performance.now();
      const say = (line: string) => {
        if (context.stderr.isTTY) context.stderr.write(`${line}\n`);
      };
      const project = openContent(content, context, { doing: 'Checking' });
      const { documents, blocking } = await buildPortal(readInputs(project), {
        out: resolve(context.cwd, out),
        today,
        dataOnly: data ?? false,
        onNotice: (sentence) => context.stderr.write(`${sentence}\n`),
        onStart: (number) => context.progress.show(`Building ${count(number, 'document')}`),
      });
      if (blocking.length > 0) {
        printBlocking(documents, blocking, project, context);
        context.exitCode = 1;
        return;
      }
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const serve = out === 'dist' ? 'opsbook serve' : `opsbook serve --dist ${out}`;
      const next = data ? '' : ` Next: \`${serve}\`.`;
      say(`Built ${count(documents, 'document')} into ${out} in ${seconds} s.${next}`);
    });
