/**
 * `npm run package`: what other programs install as `opsbook`. Node runs no TypeScript under
 * `node_modules`, so the contract `opsbook/workflow` is emitted as JavaScript with declarations,
 * for Node 20 and browsers, with a `package.json` of its own that asks for no more than it needs.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { UserError } from '../../src/diagnostics/user-error.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ENTRY = join(ROOT, 'src/workflow/index.ts');
const SCHEMAS = join(ROOT, 'schemas');
/** Types of the contract that come from schemas. */
const SCHEMA_TYPES = {
  'workflow-template': ['WorkflowTemplate', 'TaskDefinition'],
  fields: ['RunInput', 'FormField'],
};

/** Writes the package into `out`; only its `dist` folder is emptied before. */
function writePackage(out: string): void {
  const dist = join(out, 'dist');
  rmSync(dist, { recursive: true, force: true });
  const program = createProgram(dist);
  const dependencies = new Set<string>();
  program.emit(undefined, (path, text) => {
    if (isBelow(join(dist, 'schemas'), path)) return;
    for (const name of packagesOf(path, text)) dependencies.add(name);
    write(path, path.endsWith('.d.ts') ? importJavaScript(text) : text);
  });
  for (const [name, types] of Object.entries(SCHEMA_TYPES)) {
    write(join(dist, `schemas/${name}.d.ts`), declareTypes(program, name, types));
  }
  writeManifest(out, [...dependencies].sort());
  copyFileSync(join(ROOT, 'LICENSE'), join(out, 'LICENSE'));
  copyFileSync(join(ROOT, 'docs/consuming-templates.md'), join(out, 'README.md'));
}

/** @throws UserError when the contract does not compile for where it has to run. */
function createProgram(outDir: string): ts.Program {
  const file = join(ROOT, 'tsconfig.json');
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const program = ts.createProgram([ENTRY], {
    ...options,
    // No more than Node 20 and today's browsers have, so anything newer is an error here.
    target: ts.ScriptTarget.ES2022,
    lib: [
      'lib.es2023.d.ts',
      // Of which Node 20 has `isWellFormed`.
      'lib.es2024.string.d.ts',
      'lib.dom.d.ts',
      'lib.dom.iterable.d.ts',
    ],
    types: [],
    noEmit: false,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    rootDir: ROOT,
    outDir,
  });
  const problems = ts
    .getPreEmitDiagnostics(program)
    .filter((problem) => !problem.file || !isSchema(problem.file.fileName));
  if (problems.length > 0) {
    const host = {
      getCurrentDirectory: () => ROOT,
      getCanonicalFileName: (name: string) => name,
      getNewLine: () => '\n',
    };
    throw new UserError(ts.formatDiagnostics(problems, host));
  }
  return program;
}

/** Schemas are types to a consumer; they and zod stay here. */
function isSchema(file: string): boolean {
  return isBelow(SCHEMAS, file);
}

function isBelow(folder: string, file: string): boolean {
  return !relative(folder, file).startsWith('..');
}

/** The published types written out, because a consumer has no schemas to infer them from. */
function declareTypes(program: ts.Program, name: string, types: readonly string[]): string {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(join(SCHEMAS, `${name}.ts`));
  const symbol = source && checker.getSymbolAtLocation(source);
  if (!source || !symbol) throw new UserError(`The contract no longer uses the schema ${name}.`);
  const flags =
    ts.NodeBuilderFlags.NoTruncation |
    ts.NodeBuilderFlags.InTypeAlias |
    ts.NodeBuilderFlags.MultilineObjectLiterals;
  const printer = ts.createPrinter();
  const aliases = types.map((each) => {
    const alias = checker.getExportsOfModule(symbol).find((exported) => exported.name === each);
    const type = alias && checker.getDeclaredTypeOfSymbol(alias);
    const node = type && checker.typeToTypeNode(type, undefined, flags);
    if (!node) throw new UserError(`The schema ${name} has no type ${each}.`);
    const text = printer.printNode(ts.EmitHint.Unspecified, node, source);
    return `export type ${each} = ${text};\n`;
  });
  return `/** See \`api/schemas/workflow-template.schema.json\` for what each key means. */\n${aliases.join('')}`;
}

function importJavaScript(declaration: string): string {
  return declaration.replace(/(\bfrom ')(\.[^']*)\.ts'/g, "$1$2.js'");
}

/** Packages a module loads at run time. */
function packagesOf(path: string, text: string): string[] {
  if (!path.endsWith('.js')) return [];
  return ts
    .preProcessFile(text)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => !name.startsWith('.'))
    .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
}

function writeManifest(out: string, dependencies: readonly string[]): void {
  const root = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const entry = relative(ROOT, ENTRY).split(sep).join('/').replace(/\.ts$/, '');
  const manifest = {
    name: root.name,
    version: root.version,
    description: 'Plans, checks and runs published workflow templates.',
    license: root.license,
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20' },
    files: ['dist'],
    exports: {
      './workflow': { types: `./dist/${entry}.d.ts`, default: `./dist/${entry}.js` },
      './package.json': './package.json',
    },
    dependencies: Object.fromEntries(dependencies.map((name) => [name, root.dependencies[name]])),
  };
  write(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

try {
  writePackage(resolve(process.argv[2] ?? 'package'));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
