/** `opsbook dev`: the portal while one writes, with its findings in the terminal and on the page. */
import { Command, InvalidArgumentError } from 'commander';
import { startDevServer } from '../../src/build/dev-server.ts';
import { createReport } from '../../src/diagnostics/report.ts';
import { deliveryHeaders, deliveryOf } from '../../src/server/files/delivery.ts';
import { securityPolicyOf } from '../../src/server/http/headers.ts';
import { takeContentFolder } from '../terminal/content-folder.ts';
import { currentDay } from '../terminal/day-option.ts';
import { openContent } from '../terminal/open-content.ts';
import { printPretty } from '../terminal/print-pretty.ts';
import type { CommandContext } from '../terminal/terminal.ts';

interface DevOptions {
  readonly content: string;
  readonly port: number;
}

export const devCommand = (context: CommandContext) =>
  takeContentFolder(new Command('dev'), context)
    .option('--port <number>', 'port; another when it is taken', portNumber, 4321)
    .action(async (_folder: string | undefined, { content, port }: DevOptions) => {
      const { stdout, stderr, env } = context;
      let isStarted = false;
      const address = await startDevServer({
        port,
        headersOf(url) {
          const delivery = deliveryOf(url);
          return {
            ...deliveryHeaders(delivery),
            'Content-Security-Policy': securityPolicyOf(delivery.contentType),
          };
        },
        open: () => openContent(content, context, { doing: 'Checking' }),
        today: () => currentDay(env),
        onCompiled({ registry, diagnostics }, project) {
          const documents = registry.documents.length;
          const report = createReport(project.content, documents, diagnostics);
          printPretty(report, project, stderr, context);
          if (!isStarted) context.progress.show('Starting the portal');
        },
        onProblem: (message) => stderr.write(`${message}\n`),
      });
      isStarted = true;
      stdout.write(`${address}\n`);
    });

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('Write a number from 0 to 65535.');
}
