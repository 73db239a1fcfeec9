/** The packages that are published from this repository: what begins in each, and what it says of itself. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { UserError } from '../../../src/diagnostics/user-error.ts';
import { WORKFLOW } from './browser-contract.ts';
import { emitDeclarations, filesBelow, type PackageFiles, ROOT } from './emit-sources.ts';
import { importsOf, packageOf } from './package-imports.ts';
import { reachOf } from './package-reach.ts';

export interface Publishable {
  readonly manifest: Manifest;
  readonly files: PackageFiles;
}

interface Manifest extends Readonly<Record<string, unknown>> {
  readonly name: string;
}

const MIN_NODE = '22.13';

const BIN = 'bin/opsbook.js';
const LIBRARY = 'src/library/index';
const PORTAL = 'scripts/portal';

const { version, license, dependencies } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
);

/** By the name of the folder they are written to. */
export function publishables(emitted: PackageFiles): Readonly<Record<string, Publishable>> {
  const declare = emitDeclarations([LIBRARY, WORKFLOW, PORTAL]);
  return {
    opsbook: commandLine(emitted, declare),
    portal: portal(emitted, declare),
    'create-opsbook': create(),
  };
}

type Declare = (entry: string) => PackageFiles;

/** What checks. The portal is a package that may be there. */
function commandLine(emitted: PackageFiles, declare: Declare): Publishable {
  const all = new Map([...emitted, [BIN, publishedBin()]]);
  const { files, packages } = reachOf(all, [
    BIN,
    'scripts/opsbook.js',
    `${LIBRARY}.js`,
    `${WORKFLOW}.js`,
    ...[...emitted.keys()].filter((path) => path.startsWith('schemas/json/')),
  ]);
  const contents = new Map([
    ...files,
    ...declare(LIBRARY),
    ...declare(WORKFLOW),
    ...copies(['starter', ...documentation()]),
  ]);
  return publishable('opsbook', contents, packages, {
    description: 'Checks, plans and changes SOPs, playbooks and workflow templates in Markdown.',
    keywords: ['markdown', 'sop', 'playbook', 'runbook', 'workflow', 'docs', 'validate'],
    bin: { opsbook: BIN },
    imports: { '#portal': '@opsbook/portal' },
    exports: {
      '.': entry(LIBRARY),
      './workflow': entry(WORKFLOW),
      './schemas/*': './schemas/json/*',
      './package.json': './package.json',
    },
    peerDependencies: { '@opsbook/portal': version },
    peerDependenciesMeta: { '@opsbook/portal': { optional: true } },
  });
}

/** What builds and serves, with all that it needs of the rooms below. */
function portal(emitted: PackageFiles, declare: Declare): Publishable {
  const site = [...emitted.keys()].filter((path) => path.startsWith('src/site/'));
  const { files, packages } = reachOf(emitted, [`${PORTAL}.js`, ...site]);
  const contents = new Map([...files, ...declare(PORTAL)]);
  return publishable('@opsbook/portal', contents, packages, {
    description: 'Builds and serves the portal of an Opsbook: its pages behind a sign-in.',
    keywords: ['opsbook', 'portal', 'docs', 'static-site'],
    exports: { '.': entry(PORTAL), './package.json': './package.json' },
  });
}

/** `npm create opsbook`: `opsbook init` of the same version. */
function create(): Publishable {
  return publishable(
    'create-opsbook',
    copies(['create-opsbook/index.js'], 'create-opsbook'),
    new Set(),
    {
      description: 'Makes a project of Opsbook: npm create opsbook.',
      keywords: ['opsbook', 'create', 'scaffold'],
      bin: { 'create-opsbook': 'index.js' },
      dependencies: { opsbook: version },
    },
  );
}

function publishable(
  name: string,
  files: PackageFiles,
  packages: ReadonlySet<string>,
  keys: Readonly<Record<string, unknown>>,
): Publishable {
  const { description, keywords, ...rest } = keys;
  for (const name of declaredPackages(files)) {
    if (!packages.has(name)) throw new UserError(`${name} is declared and is no dependency.`);
  }
  const manifest = {
    name,
    version,
    description,
    keywords,
    license,
    type: 'module',
    engines: { node: `>=${MIN_NODE}` },
    files: [...new Set([...files.keys()].map((path) => path.split('/')[0]))].sort(),
    dependencies: rangesOf(packages),
    ...rest,
    publishConfig: { access: 'public' },
  };
  return { manifest, files: new Map([...files, ...aboutOf(name)]) };
}

/** The ranges of this repository, of what has to be there. @throws UserError for what it has not. */
function rangesOf(packages: ReadonlySet<string>): Record<string, string> {
  const ranges = [...packages].sort().map((name) => {
    const range: string | undefined = dependencies[name];
    if (range === undefined) throw new UserError(`${name} is imported and is no dependency.`);
    return [name, range] as const;
  });
  return Object.fromEntries(ranges);
}

/** What the types that others see are made of. */
function declaredPackages(files: PackageFiles): string[] {
  const declarations = [...files].filter(([path]) => /(?<!^src\/site\/.*)\.d\.ts$/.test(path));
  return declarations.flatMap(([path, text]) =>
    importsOf(path, text.toString()).flatMap((specifier) => packageOf(specifier) ?? []),
  );
}

/** It starts what was emitted, on every Node that runs it. */
function publishedBin(): string {
  const source = readFileSync(join(ROOT, BIN), 'utf8');
  const replaced = source
    .replace(/(?<=MIN_NODE = ')\d+/, MIN_NODE)
    .replace("'../scripts/opsbook.ts'", "'../scripts/opsbook.js'");
  if (replaced === source) throw new UserError(`${BIN} is not what is published of it.`);
  return replaced;
}

function aboutOf(name: string): PackageFiles {
  const readme = join(import.meta.dirname, 'readme', `${name.replace(/.*\//, '')}.md`);
  return new Map([
    ['LICENSE', readFileSync(join(ROOT, 'LICENSE'))],
    ['README.md', readFileSync(readme)],
  ]);
}

function entry(path: string) {
  return { types: `./${path}.d.ts`, default: `./${path}.js` };
}

/** Files and folders of the repository as they are, with their places below `folder`. */
/** What help names; pictures are for those who read it in a browser. */
function documentation(): readonly string[] {
  const pages = filesBelow('docs').filter((path) => path.endsWith('.md'));
  return [...pages, 'SECURITY.md', 'CHANGELOG.md'];
}

function copies(paths: readonly string[], folder = '.'): PackageFiles {
  return new Map(
    paths
      .flatMap((path) => (path.includes('.') ? [path] : filesBelow(path)))
      .map((path) => [posix.relative(folder, path), readFileSync(join(ROOT, path))]),
  );
}
