/** `opsbook plan --simulate`: every run the triggers would create, and the busiest days. */
import { resolve } from 'node:path';
import type { WorkflowTemplate } from '../../schemas/workflow-template.ts';
import { nearest } from '../../src/diagnostics/suggest.ts';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { didYouMean, quote } from '../../src/diagnostics/wording.ts';
import { checkTimeZone } from '../../src/workflow/dates/time-zone.ts';
import type { RunValues } from '../../src/workflow/schedule/scheduled-runs.ts';
import { formatSimulation, simulate } from '../../src/workflow/schedule/simulate.ts';
import type { NamedValue } from './named-values.ts';
import type { Terminal } from './terminal.ts';
import { readValuesFile } from './values-file.ts';

export interface SimulationOptions {
  readonly from?: string;
  readonly to?: string;
  readonly format: string;
  readonly for?: readonly NamedValue[];
  /** IANA zone of what `for` names. */
  readonly zone?: string;
  /** A file of values. */
  readonly values?: string;
  /** For one run, and refused. */
  readonly anchor?: string;
  readonly title?: string;
  readonly link?: readonly NamedValue[];
  readonly input?: readonly NamedValue[];
}

export function printSimulation(
  templates: readonly WorkflowTemplate[],
  { from, to, format, for: named = [], zone, values: file, ...options }: SimulationOptions,
  terminal: Terminal,
): void {
  const single = (['anchor', 'title', 'link', 'input'] as const).find(
    (flag) => options[flag] !== undefined,
  );
  if (single) {
    throw new UserError(`\`--${single}\` is for one run. Leave it out of a simulation.`);
  }
  if (format !== 'table' && format !== 'json') {
    throw new UserError(`A simulation is printed as \`table\` or \`json\`, not as \`${format}\`.`);
  }
  if (from === undefined || to === undefined) {
    throw new UserError('A simulation has a range. Give it with `--from DATE --to DATE`.');
  }
  if (zone !== undefined) {
    checkTimeZone(zone);
    if (named.length === 0) {
      throw new UserError('`--zone` is that of a value. Name the value with `--for`.');
    }
  }
  const ofFile = file === undefined ? {} : readValuesFile(resolve(terminal.cwd, file), file);
  const values = together(ofFile, runValues(templates, named, zone));
  const simulation = simulate(templates, { from, to }, values);
  terminal.stdout.write(
    format === 'json' ? `${JSON.stringify(simulation, null, 2)}\n` : formatSimulation(simulation),
  );
}

/** Values of the file, then those of the command line. */
function together(a: RunValues, b: RunValues): RunValues {
  const types = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries(
    [...types].map((type) => [type, [...(a[type] ?? []), ...(b[type] ?? [])]]),
  );
}

/** Every combination of the values given, for each template that has a value for all its dimensions. */
function runValues(
  templates: readonly WorkflowTemplate[],
  values: readonly NamedValue[],
  timeZone: string | undefined,
): RunValues {
  const dimensions = templates.flatMap(({ forEach = [] }) => forEach);
  const stray = values.find(([name]) => !dimensions.includes(name))?.[0];
  if (stray !== undefined) {
    const suggestion = didYouMean(nearest(stray, dimensions));
    throw new UserError(`No workflow here runs for ${quote(stray)}.${suggestion}`);
  }
  const given = Map.groupBy(values, ([name]) => name);
  const complete = templates.filter(({ forEach }) => forEach?.every((name) => given.has(name)));
  return Object.fromEntries(
    complete.map(({ type, forEach = [] }) => [
      type,
      forEach
        .reduce<readonly (readonly NamedValue[])[]>(
          (rows, name) =>
            rows.flatMap((row) => (given.get(name) ?? []).map((one) => [...row, one])),
          [[]],
        )
        .map((row) => ({
          for: Object.fromEntries(row),
          ...(timeZone !== undefined && { timeZone }),
        })),
    ]),
  );
}
