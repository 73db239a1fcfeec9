/**
 * A register as a file: JSON as `plan --values` takes it, or CSV with one value a line, a column
 * for each dimension and the columns `type`, `timeZone`, `daysOff`, `from` and `until` as needed.
 */
import papaparse from 'papaparse';
import type { RunValues } from '../workflow/index.ts';
import type { GivenValue } from './registers.ts';

export function valuesOfJson(values: RunValues): GivenValue[] {
  return Object.entries(values).flatMap(([type, list]) =>
    list.map((value, index) => ({
      type,
      value: typeof value.for === 'object' ? value : { for: value },
      place: `\`${type}[${index}]\``,
    })),
  );
}

/**
 * @param type of values whose line names none
 * @returns the values, or a sentence for each line that cannot be read
 */
export function valuesOfCsv(
  text: string,
  type?: string,
): { readonly values: GivenValue[] } | { readonly wrong: string[] } {
  const { data, errors, lines } = readRows(text);
  const [header = []] = data;
  const names = header.map((name) => name.trim());
  const wrong = [
    ...errors,
    ...names.flatMap((name, index) =>
      name === '' || names.indexOf(name) < index
        ? [`Line 1: column ${index + 1} ${name === '' ? 'has no name' : `is \`${name}\` again`}.`]
        : [],
    ),
  ];
  const values: GivenValue[] = [];
  for (const [index, cells] of data.entries()) {
    if (index === 0 || cells.every((cell) => cell.trim() === '')) continue;
    const place = `Line ${lines[index]}`;
    if (cells.length > names.length) {
      wrong.push(
        `${place}: there are ${cells.length} cells, and the first line names ${names.length}.`,
      );
      continue;
    }
    const given = new Map(
      names.flatMap((name, column) => {
        const cell = cells[column]?.trim() ?? '';
        return cell === '' ? [] : [[name, cell] as const];
      }),
    );
    const own = given.get('type') ?? type;
    if (own === undefined) {
      wrong.push(`${place}: no workflow is named. Add a column \`type\`, or give \`--type\`.`);
    } else values.push({ type: own, value: readCells(given), place });
  }
  if (wrong.length > 0) return { wrong };
  return values.length > 0 ? { values } : { wrong: ['There is no value in it.'] };
}

function readCells(given: ReadonlyMap<string, string>): Record<string, unknown> {
  const dimensions = [...given].filter(([name]) => !KNOWN.has(name));
  const daysOff = given.get('daysOff');
  return {
    for: Object.fromEntries(dimensions),
    ...Object.fromEntries([...given].filter(([name]) => TEXTS.has(name))),
    ...(daysOff !== undefined && { daysOff: daysOff.split(/[\s,;]+/) }),
  };
}

/** Rows with the line each begins on: a cell in quotes may take several. */
function readRows(text: string) {
  const data: string[][] = [];
  const lines: number[] = [];
  const errors: string[] = [];
  let line = 1;
  let position = 0;
  papaparse.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    step({ data: row, errors: wrong, meta }) {
      data.push(row);
      lines.push(line);
      errors.push(...wrong.filter(isSerious).map(({ message }) => `Line ${line}: ${message}.`));
      line += text.slice(position, meta.cursor).split(/\r\n|\r|\n/).length - 1;
      position = meta.cursor;
    },
  });
  return { data, lines, errors };
}

/** A file of one column has nothing that could divide it. */
function isSerious({ code }: papaparse.ParseError): boolean {
  return code !== 'UndetectableDelimiter';
}

const TEXTS: ReadonlySet<string> = new Set(['timeZone', 'from', 'until']);
const KNOWN: ReadonlySet<string> = new Set([...TEXTS, 'type', 'daysOff']);
