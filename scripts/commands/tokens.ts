/** `opsbook tokens`: what lets a program or an agent in. Works beside a running server, which obeys at once. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../../src/diagnostics/user-error.ts';
import {
  TOKEN_KINDS,
  TOKEN_SCOPES,
  type Token,
  type TokenKind,
  type TokenScope,
} from '../../src/server/identity/tokens.ts';
import { administer } from '../terminal/administer.ts';
import type { CommandContext } from '../terminal/terminal.ts';

interface CreateOptions {
  readonly name: string;
  readonly scope: readonly TokenScope[];
  readonly kind: TokenKind;
  readonly expires: number;
}

const DEFAULT_LIFETIME = '90d';

export function tokensCommand(context: CommandContext): Command {
  const { stdout, stderr } = context;
  const tokens = new Command('tokens');

  tokens
    .command('create')
    .description('make a token and show it, once')
    .requiredOption('--name <name>', 'what uses it, such as `work-engine`', parseName)
    .addOption(
      new Option('--scope <scope...>', 'what it may read and do')
        .choices(TOKEN_SCOPES)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--kind <kind>', 'an agent leaves to people what only people decide')
        .choices(TOKEN_KINDS)
        .default('program'),
    )
    .addOption(
      new Option('--expires <time>', 'how long it lives, such as `30d` or `12h`')
        .argParser(parseLifetime)
        .default(parseLifetime(DEFAULT_LIFETIME), DEFAULT_LIFETIME),
    )
    .action(({ name, scope, kind, expires }: CreateOptions) =>
      administer(context, async (auth) => {
        const token = { name, kind, scopes: scope, lifetimeMs: expires };
        const secret = await auth.tokens.create(token);
        stdout.write(`${secret}\n`);
        stderr.write('This token is shown only now. Send it as `Authorization: Bearer …`.\n');
      }),
    );

  tokens
    .command('list')
    .description('list the tokens, without their secrets')
    .option('--json', 'as JSON')
    .action(({ json }: { json?: true }) =>
      administer(context, async (auth) => {
        const list = await auth.tokens.list();
        if (json) stdout.write(`${JSON.stringify(list.map(withDates), null, 2)}\n`);
        else for (const token of list) stdout.write(`${describe(token)}\n`);
      }),
    );

  tokens
    .command('revoke <id-or-name>')
    .description('end a token, or all of a name')
    .action((idOrName: string) =>
      administer(context, async (auth) => {
        const ended = await auth.tokens.revoke(idOrName);
        if (ended === 0) throw new UserError(`There is no live token \`${idOrName}\`.`);
        stderr.write(`Revoked ${ended}.\n`);
      }),
    );

  return tokens;
}

function describe(token: Token): string {
  const { id, name, kind, scopes, expiresAt, revokedAt, lastUsedAt } = token;
  const end = revokedAt === undefined ? `until ${day(expiresAt)}` : `revoked ${day(revokedAt)}`;
  const used = lastUsedAt === undefined ? 'never used' : `used ${day(lastUsedAt)}`;
  return [id, name, kind, scopes.join(' '), end, used].join('  ');
}

function withDates({ createdAt, expiresAt, revokedAt, lastUsedAt, ...token }: Token) {
  const date = (ms: number | undefined) => ms && new Date(ms).toISOString();
  return {
    ...token,
    createdAt: date(createdAt),
    expiresAt: date(expiresAt),
    revokedAt: date(revokedAt),
    lastUsedAt: date(lastUsedAt),
  };
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** A letter first: ids are digits. */
function parseName(text: string): string {
  if (/^[a-z][a-z0-9._-]{0,63}$/.test(text)) return text;
  throw new InvalidArgumentError('Use small letters, digits, `.`, `_` and `-`, a letter first.');
}

function parseLifetime(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,3})([dh])$/.exec(text) ?? [];
  const lifetimeMs = Number(count) * (unit === 'd' ? 86_400_000 : 3_600_000);
  if (lifetimeMs <= 366 * 86_400_000) return lifetimeMs;
  throw new InvalidArgumentError('Give days or hours, such as `90d` or `12h`, a year at most.');
}
