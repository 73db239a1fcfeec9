/** `opsbook start`: builds what is stale, then serves the portal behind sign-in. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { buildPortal } from './build.ts';
import { isStale } from './build-inputs.ts';
import { serve } from './serve.ts';
import { BUILD_RECORD, repairOutput } from './swap-output.ts';
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
    repairOutput(dist);
    if (isStale(content, dist)) {
      process.stderr.write('Building the portal …\n');
      const exitCode = await buildPortal({ content, out: dist, today: currentDay() });
      if (exitCode !== 0 && !existsSync(join(dist, BUILD_RECORD))) {
        process.exitCode = exitCode;
        return;
      }
      if (exitCode !== 0) process.stderr.write('Serving the last good build instead.\n');
    }
    await serve({ dist });
  });
