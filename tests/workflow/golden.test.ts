/**
 * The dated plan of every workflow in the content, kept as text: whoever changes a date sees
 * which ones. A new workflow needs a calendar of its own beside the others.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { portalConfig } from '../../schemas/config.ts';
import { compilePortal } from '../../src/portal/compile-portal.ts';
import { readSources } from '../../src/source/read-sources.ts';
import { formatPlanTable } from '../../src/workflow/plan/formats/plan-table.ts';
import { planWorkflow } from '../../src/workflow/plan/plan.ts';
import { planRemarks } from '../../src/workflow/plan/plan-remarks.ts';
import { TODAY } from '../support/content.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const { registry, templates } = compilePortal({
  sources: readSources(join(import.meta.dirname, '../../content')),
  config: portalConfig.parse({}),
  today: TODAY,
});

const calendars = readdirSync(GOLDEN).map((file) => {
  const [, type = '', anchor = ''] = /^(.+)\.(\d{4}-\d{2}-\d{2})\.txt$/.exec(file) ?? [];
  return { file, type, anchor };
});

test('every workflow of the content is valid and here', () => {
  expect(templates.length).toBeGreaterThan(0);
  expect(templates).toHaveLength(registry.templates().length);
});

test.each(templates.map(({ template }) => template.type))('%s has a golden calendar', (type) => {
  expect(
    calendars.map((calendar) => calendar.type),
    `Write one: opsbook plan ${type} --anchor DATE > tests/workflow/golden/${type}.DATE.txt`,
  ).toContain(type);
});

describe.each(calendars)('$file', ({ file, type, anchor }) => {
  const template = templates.find((each) => each.template.type === type)?.template;

  test('is the plan of a workflow, on an anchor as it should be', () => {
    if (!template) throw new Error(`No workflow of the content has the type “${type}”.`);
    const values = Object.fromEntries((template.forEach ?? []).map((name) => [name, name]));
    expect(formatPlanTable(planWorkflow(template, { anchor, for: values }))).toBe(
      readFileSync(join(GOLDEN, file), 'utf8'),
    );
    expect(
      planRemarks(template, { anchor }).filter((remark) => /depends|usually/.test(remark)),
    ).toEqual([]);
  });
});
