/**
 * `npm run release -- next|notes` and `npm run release:version`: what a release is made of beside the
 * packages. They have one version, that of the root package.json, which changesets raise. What
 * people read is CHANGELOG.md, whose section Unreleased becomes the one of the version.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../src/diagnostics/user-error.ts';

const UNRELEASED = '## Unreleased\n';

/** What the branch is ready for: a new version, the release of the one it has, or nothing. */
function next(root: string): 'version' | 'publish' | 'none' {
  const folder = join(root, '.changeset');
  const isChangeset = (name: string) => name.endsWith('.md') && name !== 'README.md';
  if (existsSync(folder) && readdirSync(folder).some(isChangeset)) return 'version';
  const version = versionOf(root);
  if (sectionOf(readChangelog(root), version) === undefined) return 'none';
  const tag = execFileSync('git', ['tag', '--list', `v${version}`], { cwd: root }).toString();
  return tag.trim() === '' ? 'publish' : 'none';
}

/** Names what changed after the version that changesets have raised, also in the lockfile. */
function nameVersion(root: string): void {
  const changelog = readChangelog(root);
  const version = versionOf(root);
  if ((sectionOf(changelog, 'Unreleased') ?? '').trim() === '') {
    throw new UserError(
      'CHANGELOG.md says nothing below Unreleased — there is nothing to release.',
    );
  }
  if (sectionOf(changelog, version) !== undefined) {
    throw new UserError(`${version} is released already — add a changeset that raises it.`);
  }
  const heading = `${UNRELEASED}\n## ${version} - ${today()}\n`;
  writeFileSync(join(root, 'CHANGELOG.md'), changelog.replace(UNRELEASED, heading));
  const lockfile = join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(lockfile, 'utf8'));
  lock.version = version;
  lock.packages[''].version = version;
  writeFileSync(lockfile, `${JSON.stringify(lock, null, 2)}\n`);
}

/** What changed in the version, for its page among the releases. */
function notes(root: string): string {
  const version = versionOf(root);
  const section = sectionOf(readChangelog(root), version);
  if (section === undefined) throw new UserError(`CHANGELOG.md has no section for ${version}.`);
  return `${section.trim()}\n`;
}

function versionOf(root: string): string {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}

function readChangelog(root: string): string {
  return readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
}

function sectionOf(changelog: string, name: string): string | undefined {
  const section = changelog
    .split(/^## /m)
    .slice(1)
    .find((each) => each.split(/[ \n]/, 1)[0] === name);
  return section?.replace(/^.*\n/, '');
}

/** `YYYY-MM-DD`, UTC. */
function today(): string {
  const epoch = process.env.SOURCE_DATE_EPOCH;
  return new Date(epoch ? Number(epoch) * 1000 : Date.now()).toISOString().slice(0, 10);
}

const [, , wanted] = process.argv;
try {
  if (wanted === 'next') process.stdout.write(`${next(process.cwd())}\n`);
  else if (wanted === 'version') nameVersion(process.cwd());
  else if (wanted === 'notes') process.stdout.write(notes(process.cwd()));
  else throw new UserError('Say `next`, `version` or `notes`.');
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
