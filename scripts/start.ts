/** `opsbook start`: builds what is stale, then serves the portal behind sign-in. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { buildPortal } from './build.ts';
import { isStale } from './build-inputs.ts';
import { CommandError } from './command-error.ts';
import { serve } from './serve.ts';
import { currentDay } from './today.ts';

interface StartOptions {
  readonly content: string;
  readonly dist: string;
}

export const startCommand = new Command('start')
  .description('build what is stale, then serve the portal')
  .option('--content <dir>', 'content folder', 'content')
  .option('--dist <dir>', 'the built output', process.env.OPSBOOK_DIST || 'dist')
  .action(async ({ content, dist }: StartOptions) => {
    if (await isStale(content, dist)) {
      process.stderr.write('Building the portal …\n');
      const exitCode = await buildPortal({ content, out: dist, today: currentDay() });
      if (exitCode !== 0 && !existsSync(dist)) {
        process.exitCode = exitCode;
        return;
      }
      if (exitCode !== 0) {
        process.stderr.write('The content has errors: serving the last good build.\n');
      }
    }
    await serve({ dist });
  });
