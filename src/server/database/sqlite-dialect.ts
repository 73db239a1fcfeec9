/**
 * Kysely over the SQLite that Node brings along: its dialect is written for another driver with
 * nearly the same calls.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
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
    close() {
      if (database.isOpen) database.close();
    },
    prepare(text) {
      if (text === 'rollback') return rollbackOf(database);
      // A transaction that reads first and then writes would not wait for another's end, but fail.
      const sql = text === 'begin' ? 'begin immediate' : text;
      // Kept: to prepare a statement takes longer than to run it.
      const known = statements.get(sql);
      if (known) return known;
      const statement = adaptStatement(database.prepare(sql));
      statements.set(sql, statement);
      return statement;
    },
  };
}

/** A full disk, and other failures, have ended the transaction already. */
function rollbackOf(database: DatabaseSync): SqliteStatement {
  const rollback = adaptStatement(database.prepare('rollback'));
  const none = { changes: 0, lastInsertRowid: 0 };
  return { ...rollback, run: (values) => (database.isTransaction ? rollback.run(values) : none) };
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  // Kysely hands over what our own tables hold: texts, numbers, bytes and null.
  const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}

const MAX_STATEMENTS = 300;
