/** The program that installs packages in a project, and how its commands are spelled. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const LOCKFILES = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
] as const;

type Name = (typeof LOCKFILES)[number][1];

export interface PackageManager {
  readonly name: Name;
  /** Undefined when nothing says which. */
  readonly version: string | undefined;
}

export interface PackageCommands {
  /** Comes before the name of a script. */
  readonly run: string;
  /** Runs the script `start`. */
  readonly start: string;
  /** Comes before the name of a program of the project. */
  readonly exec: string;
  readonly install: string;
  /** Installs what the lockfile says and nothing else, on a machine that has npm alone. */
  readonly installLocked: string;
  /** Comes before the name of a package to develop with. */
  readonly add: string;
}

/**
 * The one whose lockfile lies in the folder; else the one that `packageManager` of its package.json
 * names; else the one this process was started by.
 *
 * @param userAgent such as `pnpm/10.4.1 npm/? node/v22.13.0 linux x64`
 */
export function findPackageManager(
  folder: string,
  declared: unknown,
  userAgent: string | undefined,
): PackageManager {
  const [, locked] = LOCKFILES.find(([file]) => existsSync(join(folder, file))) ?? [];
  const told = [parse(declared, '@'), runningManager(userAgent)].filter(
    (each) => each !== undefined,
  );
  const name = locked ?? told[0]?.name ?? 'npm';
  return { name, version: told.find((each) => each.name === name)?.version };
}

/** The one that this process was started by, if any. */
export function runningManager(userAgent: string | undefined): PackageManager | undefined {
  return parse(userAgent, '/');
}

function parse(value: unknown, separator: '@' | '/'): PackageManager | undefined {
  if (typeof value !== 'string') return undefined;
  const pattern = new RegExp(`^(npm|pnpm|yarn|bun)${separator}(\\d+\\.\\d+\\.\\d+(?:-[\\w.]+)?)`);
  const [, name, version] = pattern.exec(value) ?? [];
  return name === undefined ? undefined : { name: name as Name, version };
}

export function commandsOf({ name, version }: PackageManager): PackageCommands {
  switch (name) {
    case 'npm':
      return {
        run: 'npm run',
        start: 'npm start',
        exec: 'npx',
        install: 'npm install',
        installLocked: 'npm ci',
        add: 'npm install -D',
      };
    case 'pnpm':
      return {
        run: 'pnpm',
        start: 'pnpm start',
        exec: 'pnpm exec',
        install: 'pnpm install',
        installLocked: `npx --yes pnpm@${version ?? 10} install --frozen-lockfile`,
        add: 'pnpm add -D',
      };
    case 'yarn':
      return {
        run: 'yarn',
        start: 'yarn start',
        exec: 'yarn',
        install: 'yarn install',
        installLocked:
          version === undefined || version.startsWith('1.')
            ? `npx --yes yarn@${version ?? 1} install --frozen-lockfile`
            : `npx --yes @yarnpkg/cli-dist@${version} install --immutable`,
        add: 'yarn add -D',
      };
    case 'bun':
      return {
        run: 'bun run',
        start: 'bun run start',
        exec: 'bunx',
        install: 'bun install',
        installLocked: `npx --yes bun@${version ?? 1} install --frozen-lockfile`,
        add: 'bun add -d',
      };
  }
}
