/** The rows of a table as the lines of an export, the same from every database. */
import canonicalize from 'canonicalize';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database, DatabaseKind } from '../../database/connection.ts';
import type { Part } from './parts.ts';

export type Row = Readonly<Record<string, string | number | null>>;

/** By the key of the part; a page of the table at a time is in memory. */
export async function* linesOf(
  db: Database,
  kind: DatabaseKind,
  part: Part,
): AsyncGenerator<string> {
  for await (const row of rowsOf(db, kind, part)) {
    const parsed = Object.entries(row).map(([column, value]) => [
      column,
      part.json.includes(column) ? JSON.parse(String(value)) : value,
    ]);
    yield `${canonicalize(Object.fromEntries(parsed))}\n`;
  }
}

async function* rowsOf(db: Database, kind: DatabaseKind, part: Part): AsyncGenerator<Row> {
  const { table, key } = part;
  const [first] = key;
  // Tables are chosen by name, each with columns of its own.
  const chosen = (db as unknown as Kysely<Record<string, Row>>)
    .selectFrom(table)
    .select(Object.keys(part.row.shape));
  const all = key.reduce((query, column) => query.orderBy(byBytes(kind, part, column)), chosen);
  if (key.length > 1) {
    yield* await all.execute();
    return;
  }
  let last: string | number | null | undefined;
  for (;;) {
    const after = sql<boolean>`${byBytes(kind, part, first)} > ${last ?? null}`;
    const page = await (last === undefined ? all : all.where(after)).limit(PAGE).execute();
    yield* page;
    if (page.length < PAGE) return;
    last = page.at(-1)?.[first];
  }
}

/** Databases order texts by the language they were set to; bytes are the same everywhere. */
function byBytes(kind: DatabaseKind, { row }: Part, column: string): RawBuilder<unknown> {
  const isNumber = row.shape[column]?.type !== 'string';
  if (isNumber) return sql.ref(column) as unknown as RawBuilder<unknown>;
  return kind === 'sqlite'
    ? sql`${sql.ref(column)} COLLATE BINARY`
    : sql`${sql.ref(column)} COLLATE "C"`;
}

const PAGE = 500;
