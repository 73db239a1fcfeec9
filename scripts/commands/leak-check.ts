/** `opsbook leak-check URL`: asks a running portal, from outside, for everything it must not show. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { findLeaks, type LeakReport } from '../../src/leak-check/find-leaks.ts';
import type { CommandContext, Terminal } from '../terminal/terminal.ts';

export const leakCheckCommand = (context: CommandContext) =>
  new Command('leak-check')
    .argument('<url>', 'the address people type')
    .option('--dist <dir>', 'the build that is served there', context.env.OPSBOOK_DIST || 'dist')
    .option('--json', 'as JSON')
    .action(async (url: string, { dist, json }: { dist: string; json?: true }) => {
      const origin = URL.parse(url)?.origin;
      if (origin === undefined || !/^https?:/.test(origin)) {
        throw new UserError(
          `\`${url}\` is not an address — give one such as https://example.org/.`,
        );
      }
      const report = await findLeaks(origin, resolve(context.cwd, dist));
      if (json) context.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      else print(report, context);
      if (report.leaks.length > 0) context.exitCode = 1;
    });

function print({ files, requests, leaks }: LeakReport, { stdout, stderr }: Terminal): void {
  for (const { request, problem } of leaks) stdout.write(`${request}: ${problem}\n`);
  const verdict = leaks.length === 0 ? 'nothing leaks' : `${leaks.length} leaks`;
  stderr.write(`${requests} requests for ${files} files: ${verdict}.\n`);
}
