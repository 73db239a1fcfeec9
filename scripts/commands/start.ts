/** `opsbook start`: builds what is stale, then serves the portal behind sign-in. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { isStale } from '../../src/build/build-record.ts';
import { BUILD_RECORD, repairOutput } from '../../src/build/output-folder.ts';
import { currentDay } from '../terminal/day-option.ts';
import { buildPortal } from './build.ts';
import { serve } from './serve.ts';

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
