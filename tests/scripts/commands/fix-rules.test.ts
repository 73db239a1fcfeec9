/** `validate --fix` makes the edits that rules offer: all of them, once, and no other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { report as reportSchema } from '../../../schemas/diagnostic.ts';
import { rules } from '../../../src/rules/all-rules.ts';
import type { ExampleFiles } from '../../../src/rules/engine/rule.ts';
import { applyEdit, diagnosticsOf, temporaryFolder } from '../../support/content.ts';
import { runOpsbook } from '../../support/opsbook.ts';

/** Rules whose finding in their own bad example brings the edit that mends it. */
const fixable = rules.flatMap(({ code, examples: { bad } }) => {
  const finding = diagnosticsOf(bad).find((each) => each.code === code);
  return finding?.suggestion?.replace ? [{ code, bad, finding }] : [];
});

function projectOf(bad: ExampleFiles): string {
  return temporaryFolder(
    Object.fromEntries(Object.entries(bad).map(([path, text]) => [join('content', path), text])),
  );
}

function validate(cwd: string, ...args: string[]) {
  return runOpsbook(['validate', '--format', 'json', ...args], { cwd });
}

function codesIn(json: string): string[] {
  return reportSchema.parse(JSON.parse(json)).diagnostics.map(({ code }) => code);
}

function textsIn(folder: string): Record<string, string> {
  const content = join(folder, 'content');
  const entries = readdirSync(content, { recursive: true, encoding: 'utf8', withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map(({ name, parentPath }) => {
        const path = join(parentPath, name);
        return [path.slice(content.length + 1), readFileSync(path, 'utf8')];
      }),
  );
}

test('some rules offer an edit', () => {
  expect(fixable.map(({ code }) => code)).toEqual([
    'reference/split-wiki-link',
    'reference/via-alias',
    'sop/misplaced-step-marker',
    'template/undeclared-source',
  ]);
});

describe.each(fixable)('$code', ({ code, bad, finding }) => {
  test('is mended by --fix with the edit of its finding, and at once', async () => {
    const folder = projectOf(bad);
    expect(codesIn((await validate(folder)).stdout)).toContain(code);
    const first = await validate(folder, '--fix');
    expect(first.stderr).toBe('Made 1 edit in 1 document.\n');
    expect(codesIn(first.stdout)).not.toContain(code);
    const mended = textsIn(folder);
    const { file } = finding;
    expect(mended).toEqual({ ...bad, [file]: applyEdit(bad[file] ?? '', finding) });

    const second = await validate(folder, '--fix');
    expect(second.stderr).toBe('There is nothing to fix.\n');
    expect(second.stdout).toBe(first.stdout);
    expect(textsIn(folder)).toEqual(mended);
  });
});

test('a finding without an edit leaves its document as it is', async () => {
  const example = rules
    .map(({ code, examples: { bad } }) => ({ code, bad, found: diagnosticsOf(bad) }))
    .find(
      ({ code, found }) =>
        found.some((each) => each.code === code && each.suggestion) &&
        found.every(({ suggestion }) => !suggestion?.replace),
    );
  if (!example) throw new Error('No rule suggests anything without an edit.');
  const folder = projectOf(example.bad);
  const before = textsIn(folder);
  expect((await validate(folder, '--fix')).stderr).toBe('There is nothing to fix.\n');
  expect(textsIn(folder)).toEqual(before);
});
