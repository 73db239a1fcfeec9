/**
 * Kysely over the SQLite that Node brings along: its dialect is written for another driver with
 * nearly the same calls.
 */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import {
  type DialectAdapter,
  type SelectModifierNode,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely';
import { LRUCache } from 'lru-cache';

/** One connection: what is asked for while a transaction is under way waits for its end. */
export class NodeSqliteDialect extends SqliteDialect {
  constructor(database: DatabaseSync) {
    super({ database: adapt(database) });
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter();
  }

  override createQueryCompiler(): SqliteQueryCompiler {
    return new LocklessCompiler();
  }
}

/** `for update` is for PostgreSQL: here a transaction has the whole file to itself. */
class LocklessCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    const isLock = node.modifier !== undefined && node.modifier !== 'Distinct';
    if (!isLock) super.visitSelectModifier(node);
  }
}

/** SQLite takes back a change of its tables as any other. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function adapt(database: DatabaseSync): SqliteDatabase {
  const statements = new LRUCache<string, SqliteStatement>({ max: MAX_STATEMENTS });
  return {
    // Whoever opened the file closes it.
    close() {},
    prepare(text) {
      if (text === 'rollback') return rollbackOf(database);
      // A transaction that reads first and then writes would not wait for another's end, but fail.
      const sql = text === 'begin' ? 'begin immediate' : text;
      // Kept: to prepare a statement takes longer than to run it.
      const known = statements.get(sql);
      if (known) return known;
      const statement = adaptStatement(database, sql);
      statements.set(sql, statement);
      return statement;
    },
  };
}

/** A full disk, and other failures, have ended the transaction already. */
function rollbackOf(database: DatabaseSync): SqliteStatement {
  const rollback = adaptStatement(database, 'rollback');
  return {
    ...rollback,
    run(values) {
      try {
        return rollback.run(values);
      } catch (error) {
        if (!NO_TRANSACTION.test((error as Error).message)) throw error;
        return { changes: 0, lastInsertRowid: 0 };
      }
    },
  };
}

const NO_TRANSACTION = /no transaction is active/;

function adaptStatement(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  // Kysely hands over what our own tables hold: texts, numbers, bytes and null.
  const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
  return {
    reader: RETURNS_ROWS.test(sql),
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}

/** As Kysely writes statements: values are parameters, so no text holds such a word. */
const RETURNS_ROWS = /^\s*(?:select|with|values|pragma|explain)\b|\breturning\b/i;

const MAX_STATEMENTS = 300;
