/** `opsbook plan` with what a run is asked for, and simulations out of a register. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXAMPLE_SOP, exampleWorkflow } from '../../../src/rules/engine/example-files.ts';
import { temporaryFolder } from '../../support/content.ts';
import { runOpsbook } from '../../support/opsbook.ts';

const WORKFLOW = exampleWorkflow({ time: '"06:00"' })
  .replace('{ type: manual }', '{ type: automatic, schedule: "0 6 * * *", timeZone: each }')
  .replace(/^( *)anchor:.*$/m, (_, indent: string) =>
    [
      'anchor: { label: Day, timeZone: each }',
      'forEach: [developer]',
      'runTitle: "{tool} for {developer}"',
      'inputs:',
      '  - { name: tool, label: Tool, type: text, required: true }',
      '  - { name: guests, label: Guests, type: number }',
    ]
      .map((line) => indent + line)
      .join('\n'),
  );
const TYPE = 'flow';

/** Runs in the folder, which also has what `values` say. */
function plan(args: readonly string[], values?: unknown) {
  const folder = temporaryFolder({ 'content/sop.md': EXAMPLE_SOP, 'content/flow.md': WORKFLOW });
  if (values !== undefined) {
    const text = typeof values === 'string' ? values : JSON.stringify(values);
    writeFileSync(join(folder, 'values.json'), text);
  }
  return runOpsbook(['plan', ...args], { cwd: folder });
}

describe('one run', () => {
  const args = [TYPE, '--anchor', '2026-07-22', '--for', 'developer=ann'];

  test('has its inputs and the zone of what it is for', async () => {
    const given = ['--input', 'tool=ExampleDB', '--input', 'guests=2', '--zone', 'Asia/Kolkata'];
    const { status, stdout, stderr } = await plan([...args, ...given, '--format', 'json']);
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      title: 'ExampleDB for ann',
      inputs: { tool: 'ExampleDB', guests: 2 },
      timeZone: 'Asia/Kolkata',
      tasks: [{ time: '06:00', timeZone: 'Asia/Kolkata' }],
    });
  });

  test('is planned without them, with notes beside', async () => {
    const { status, stdout, stderr } = await plan(args);
    expect(status).toBe(0);
    expect(stdout).toContain('{tool} for ann\n');
    expect(stderr).toBe(
      'Note: Times are in the time zone of each developer, and none is given.\n' +
        'Note: Not given yet: `tool`.\n',
    );
  });

  test('refuses an answer that is none', async () => {
    const { status, stdout, stderr } = await plan([...args, '--input', 'guests=two']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('“Guests” (`guests`) is `two`, which is no number.');
  });
});

describe('a simulation', () => {
  const args = ['--simulate', '--from', '2026-07-22', '--to', '2026-07-23', '--format', 'json'];
  const firings = (stdout: string) =>
    JSON.parse(stdout).runs.map((run: { for: { developer: string }; firesAt: string }) => [
      run.for.developer,
      run.firesAt,
    ]);

  test('takes the zone of what it is for', async () => {
    const { status, stdout } = await plan([
      ...[...args, '--for', 'developer=ann', '--zone', 'Asia/Kolkata'],
    ]);
    expect(status).toBe(0);
    expect(firings(stdout)).toEqual([
      ['ann', '2026-07-22T00:30:00Z'],
      ['ann', '2026-07-23T00:30:00Z'],
    ]);
  });

  test('takes values out of a file, each with its zone and days off', async () => {
    const values = {
      [TYPE]: [
        { for: { developer: 'ann' }, timeZone: 'Asia/Kolkata', daysOff: ['2026-07-22'] },
        { for: { developer: 'bob' }, timeZone: 'Europe/Berlin', from: '2026-07-23' },
        { developer: 'cem' },
      ],
    };
    const { status, stdout } = await plan([...args, '--values', 'values.json'], values);
    expect(status).toBe(0);
    expect(firings(stdout)).toEqual([
      ['ann', '2026-07-23T00:30:00Z'],
      ['bob', '2026-07-23T04:00:00Z'],
    ]);
    expect(JSON.parse(stdout).failures).toMatchObject([{ for: { developer: 'cem' } }]);
  });

  test.each<[unknown, string]>([
    ['{', '`values.json` is not JSON'],
    [[], 'The file is `[]` — write a mapping.'],
    [{ report: 'ann' }, '`report` is `ann` — write a list of values.'],
    [{ report: [{ developer: 5 }] }, '`report[0].developer` is `5` — write a text.'],
    [{ report: [{ developer: ' ' }] }, 'write a text that is not empty.'],
    [{ report: ['ann'] }, '`report[0]` is `ann` — write a mapping.'],
    [
      { report: [{ for: { developer: 'ann' }, timeZone: 'Kolkata' }] },
      '`report[0].timeZone` is `Kolkata` — write an IANA time zone such as `Europe/Berlin`.',
    ],
    [
      { report: [{ for: { developer: 'ann' }, daysOff: ['2026-02-30'] }] },
      '`report[0].daysOff[0]` is `2026-02-30` — write a date that exists, such as `2026-07-22`.',
    ],
    [
      { report: [{ for: { developer: 'ann' }, zone: 'Asia/Kolkata' }] },
      '`report[0].zone` is not a key that may stand here',
    ],
  ])('refuses the values %j', async (values, sentence) => {
    const { status, stdout, stderr } = await plan([...args, '--values', 'values.json'], values);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
