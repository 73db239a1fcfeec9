/**
 * The package.json of a project: what it says of Opsbook, and additions that keep its formatting
 * and the order of its keys.
 */
import { existsSync } from 'node:fs';
import { applyEdits, type JSONPath, modify } from 'jsonc-parser';
import { UserError } from '../diagnostics/user-error.ts';
import { textOf } from './file-edits.ts';
import { parseJson } from './json-file.ts';

type Table = Readonly<Record<string, unknown>>;

export interface Manifest {
  /** Undefined when there is no file. */
  readonly text: string | undefined;
  readonly value: Table;
}

/** What a manifest is to have: under each of these keys, unless it has something there. */
export interface Additions {
  readonly scripts: Table;
  readonly devDependencies: Table;
}

/** @throws UserError when it is no manifest. */
export function readManifest(file: string, name: string): Manifest {
  if (!existsSync(file)) return { text: undefined, value: {} };
  const text = textOf(file);
  const parsed = parseJson(text);
  if (!parsed.success) throw new UserError(`\`${name}\` is not JSON: ${parsed.reason}.`);
  const value = parsed.value;
  for (const each of [value, ...TABLES.map((key) => (value as Table | null)?.[key] ?? {})]) {
    if (typeof each === 'object' && each !== null && !Array.isArray(each)) continue;
    throw new UserError(`\`${name}\` is not as npm wants it — correct it, then run this again.`);
  }
  return { text, value: value as Table };
}

const TABLES = ['scripts', 'dependencies', 'devDependencies', 'peerDependencies'] as const;

/** The text with what is missing; the scripts it has for something else are returned as well. */
export function addToManifest(
  { text = '{}', value }: Manifest,
  { scripts, devDependencies }: Additions,
): { readonly text: string; readonly taken: readonly string[] } {
  const own = tableOf(value, 'scripts');
  const taken = Object.keys(scripts).filter((name) => name in own && own[name] !== scripts[name]);
  let result = text;
  for (const [name, script] of Object.entries(scripts)) {
    if (!(name in own)) result = insert(result, ['scripts', name], script);
  }
  for (const [name, range] of Object.entries(devDependencies)) {
    const isThere = TABLES.slice(1).some((key) => name in tableOf(value, key));
    if (!isThere) result = insert(result, ['devDependencies', name], range);
  }
  return { text: result, taken };
}

/** The content folder that its script `validate` names; undefined when it has no such script. */
export function contentInScripts({ value }: Manifest): string | undefined {
  const script = tableOf(value, 'scripts').validate;
  if (typeof script !== 'string') return undefined;
  const pattern = /^opsbook validate(?: (?:--content )?(?:"([^"]+)"|([^-\s]\S*)))?/;
  const [call, quoted, plain] = pattern.exec(script) ?? [];
  return call === undefined ? undefined : (quoted ?? plain ?? 'content');
}

export function dependsOn({ value }: Manifest, name: string): boolean {
  return TABLES.slice(1).some((key) => name in tableOf(value, key));
}

function tableOf(value: Table, key: (typeof TABLES)[number]): Table {
  return (value[key] ?? {}) as Table;
}

/** Scripts come last in their table; packages are in order, as npm keeps them. */
function insert(text: string, path: JSONPath, value: unknown): string {
  const name = String(path.at(-1));
  const edits = modify(text, path, value, {
    formattingOptions: formattingOf(text),
    ...(path[0] === 'devDependencies' && {
      getInsertionIndex: (names: string[]) => {
        const next = names.findIndex((each) => each > name);
        return next < 0 ? names.length : next;
      },
    }),
  });
  return applyEdits(text, edits);
}

function formattingOf(text: string) {
  const [, indent = '  '] = /^([ \t]+)"/m.exec(text) ?? [];
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
