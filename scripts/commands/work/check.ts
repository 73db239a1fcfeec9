/** `opsbook work check`: whether people can work with what was put in place. */
import { Command } from 'commander';
import { WORK_API } from '../../../schemas/addresses.ts';
import { UserError } from '../../../src/diagnostics/user-error.ts';
import { count } from '../../../src/diagnostics/wording.ts';
import { checkWork, type WorkCheck } from '../../../src/server/work/check-work.ts';
import type { CommandContext } from '../../terminal/terminal.ts';
import { withConfig } from '../../terminal/with-config.ts';

export const checkCommand = (context: CommandContext) =>
  new Command('check')
    .description('tell whether people can work: workflows, database, runs or somebody to start one')
    .option('--url <address>', 'ask a running portal, with the token in OPSBOOK_TOKEN')
    .action(async ({ url }: { url?: string }) => {
      const { facts, problems } =
        url === undefined
          ? await withConfig(context, checkWork)
          : await checkPortal(url, context.env.OPSBOOK_TOKEN);
      for (const problem of problems) context.stderr.write(`${problem}\n`);
      if (facts.length > 0) context.stdout.write(`${facts.join(', ')}\n`);
      if (problems.length > 0) context.exitCode = 1;
    });

async function checkPortal(url: string, token: string | undefined): Promise<WorkCheck> {
  const origin = URL.parse(url)?.origin;
  if (origin === undefined || !/^https?:/.test(origin)) {
    throw new UserError(`\`${url}\` is no address. Write one such as https://ops.example.org.`);
  }
  if (token === undefined || token === '') {
    throw new UserError(
      'A portal tells this to a token with `work:read`. Put it in `OPSBOOK_TOKEN`.',
    );
  }
  const ask = async (path: string) => {
    const response = await fetch(origin + path, {
      headers: { Authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const answer: unknown = response.ok ? await response.json().catch(() => undefined) : undefined;
    return { status: response.status, answer };
  };
  try {
    const health = await ask('/healthz');
    const workflows = await ask(`${WORK_API}/workflows`);
    const runs = await ask(`${WORK_API}/runs?limit=1`);
    const refused = [workflows, runs].find(({ status }) => status !== 200)?.status;
    const problems = [
      ...(health.status === 200 ? [] : [`\`/healthz\` of ${origin} says ${health.status}.`]),
      ...(refused === undefined ? [] : [`The API of ${origin} says ${refused} to this token.`]),
    ];
    if (problems.length > 0) return { facts: [], problems };
    const startable = itemsOf(workflows.answer);
    if (startable === 0) {
      const problem = `${origin} has no workflow, so nothing can be started.`;
      return { facts: [], problems: [problem] };
    }
    const hasRuns = itemsOf(runs.answer) > 0;
    const facts = [count(startable, 'workflow'), hasRuns ? 'work is kept' : 'no run yet'];
    return { facts, problems: [] };
  } catch (error) {
    const { cause, message } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    return { facts: [], problems: [`${origin} cannot be reached: ${reason}.`] };
  }
}

function itemsOf(answer: unknown): number {
  const items = typeof answer === 'object' && answer !== null && 'items' in answer && answer.items;
  return Array.isArray(items) ? items.length : 0;
}

const PATIENCE_MS = 10_000;
