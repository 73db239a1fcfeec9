/**
 * Texts say `opsbook lock --retire ID` wherever they are from. Here, at the edge of the terminal and
 * nowhere else, that becomes what the reader can type: npm scripts in the repository of Opsbook, or
 * what a package manager runs a program of the project with.
 */
import { join } from 'node:path';
import { commandsOf, runningManager } from '../../src/project/package-manager.ts';
import { PACKAGE_ROOT, readManifest } from '../../src/source/this-package.ts';
import type { Terminal } from './terminal.ts';

/** What a command is called with: a person's own shell finds `opsbook`, and nothing is changed. */
export function spellCommands({ env }: Pick<Terminal, 'env'>): (text: string) => string {
  const spell = spelling(env);
  if (!spell) return (text) => text;
  return (text) => text.replaceAll(CALL, (_, before: string, call: string) => before + spell(call));
}

/** In code marks, and the lines of help that show how to call a command. */
const CALL = /(`|^Usage: |^ {2})opsbook (?=[a-z[])([^`\n]+)/gm;

function spelling(env: Terminal['env']): ((call: string) => string) | undefined {
  const event = env.npm_lifecycle_event;
  const isOwnScript = event && env.npm_package_json === join(PACKAGE_ROOT, 'package.json');
  if (isOwnScript && event !== 'npx') {
    const { scripts = {} } = readManifest();
    return (call) => spellScript(call, scripts);
  }
  const manager = runningManager(env.npm_config_user_agent);
  return manager && ((call) => `${commandsOf(manager).exec} opsbook ${call}`);
}

/** `lock --retire ID` as a script of this repository; npm hands on what follows `--`. */
function spellScript(call: string, scripts: Readonly<Record<string, string>>): string {
  const [, name = '', args = ''] = /^(\S+)(?: (.*))?$/.exec(call) ?? [];
  if (scripts[name] === undefined) return `npx opsbook ${call}`;
  const script = name === 'start' ? 'npm start' : `npm run ${name}`;
  return args === '' ? script : `${script} -- ${args}`;
}
