/**
 * What failures of the database mean for people, told by the result codes of SQLite
 * (sqlite.org/rescode.html), the SQLSTATE of PostgreSQL (appendix A of its manual) and what a
 * connection to it can die of.
 */

export interface DatabaseFailure {
  /** Finishes the sentence "The database …". */
  readonly state: string;
  readonly advice: string;
  /** The file itself is at fault, not what is around it. */
  readonly isDamage?: true;
  /** Another change is in the way: the same again, a moment later, can go through. */
  readonly isBusy?: true;
}

/** What `error` says about the database; undefined when it is about something else. */
export function databaseFailure(error: unknown): DatabaseFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, errcode, syscall } = error as Partial<
    Record<'code' | 'errcode' | 'syscall', unknown>
  >;
  // A socket that is not there, or not for us.
  if (syscall === 'connect') return UNREACHABLE;
  // The low byte is the primary code.
  if (code === 'ERR_SQLITE_ERROR') return SQLITE.get(Number(errcode) & 0xff);
  if (typeof code !== 'string') {
    return DRIVER.find(([words]) => words.test(error.message))?.[1];
  }
  return POSTGRES.find(([pattern]) => pattern.test(code))?.[1];
}

/** Whether waiting a moment can help: another change is under way. */
export function isBusy(error: unknown): boolean {
  return databaseFailure(error)?.isBusy === true;
}

const LOCKED: DatabaseFailure = {
  state: 'is locked by another program',
  advice: 'end that program, or wait until it is done.',
  isBusy: true,
};
const READ_ONLY: DatabaseFailure = {
  state: 'cannot be written',
  advice: 'give this user the right to write the file and its folder.',
};
const BROKEN: DatabaseFailure = {
  state: 'cannot be read or written',
  advice: 'look at the disk and at the file’s owner.',
};
const DAMAGED: DatabaseFailure = {
  state: 'is damaged',
  advice: 'put a copy of it back.',
  isDamage: true,
};
const FULL: DatabaseFailure = { state: 'is full', advice: 'make room on its disk.' };

/** A statement's own mistakes (SQLITE_ERROR, SQLITE_CONSTRAINT) are this program's, and not here. */
const SQLITE: ReadonlyMap<number, DatabaseFailure> = new Map([
  [3, READ_ONLY],
  [5, LOCKED],
  [6, LOCKED],
  [8, READ_ONLY],
  [10, BROKEN],
  [11, DAMAGED],
  [13, FULL],
  [14, BROKEN],
  [15, LOCKED],
  [26, DAMAGED],
]);

const UNREACHABLE: DatabaseFailure = {
  state: 'cannot be reached',
  advice: 'look whether its server runs, and at the address in `OPSBOOK_DATABASE_URL`.',
};
const GONE: DatabaseFailure = {
  state: 'has ended the connection',
  advice: 'it is used again as soon as its server is back.',
};
const REFUSED: DatabaseFailure = {
  state: 'does not let this user in',
  advice: 'look at name and password in `OPSBOOK_DATABASE_URL`, and at the server’s `pg_hba.conf`.',
};
const UNTRUSTED: DatabaseFailure = {
  state: 'cannot prove who it is',
  advice:
    'give the certificate of its authority by `sslrootcert` in `OPSBOOK_DATABASE_URL`, under the ' +
    'name it was made for.',
};

/** By SQLSTATE, or by the code of Node.js; our own mistakes (22, 23, 42) are not here. */
const POSTGRES: readonly (readonly [RegExp, DatabaseFailure])[] = [
  [/^(E(CONNREFUSED|HOSTUNREACH|NETUNREACH|HOSTDOWN|TIMEDOUT|NOTFOUND)|EAI_AGAIN)$/, UNREACHABLE],
  [/^(ECONNRESET|EPIPE)$/, GONE],
  [/^(28000|28P01)$/, REFUSED],
  [
    /^3D000$/,
    {
      state: 'is not there',
      advice: 'create it on its server, or give another name in `OPSBOOK_DATABASE_URL`.',
    },
  ],
  [
    /^42501$/,
    {
      state: 'does not let this user work with its tables',
      advice: 'make the user of `OPSBOOK_DATABASE_URL` their owner.',
    },
  ],
  [/^(57P0[123]|08...)$/, GONE],
  [/^57014$/, { state: 'has ended a statement that took too long', advice: 'look at its load.' }],
  [/^(40001|40P01|55P03|25P03)$/, { ...LOCKED, state: 'is busy with other changes' }],
  [
    /^53300$/,
    { state: 'has no connection left', advice: 'raise its `max_connections`.', isBusy: true },
  ],
  [/^53100$/, FULL],
  [/^53200$/, { state: 'is out of memory', advice: 'look at its server.' }],
  [
    /^25006$/,
    { state: 'is read only', advice: 'name the server that takes writes, not its copy.' },
  ],
  [/^(58...|XX001|XX002)$/, { state: 'cannot be read or written', advice: 'look at its server.' }],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.+|CERT_.+|ERR_TLS_CERT_ALTNAME_INVALID)$/,
    UNTRUSTED,
  ],
];

/** What the driver says in words alone. */
const DRIVER: readonly (readonly [RegExp, DatabaseFailure])[] = [
  [/^(timeout exceeded when trying to connect|Connection terminated due to)/, UNREACHABLE],
  [/^(Connection terminated|Query read timeout|Client (has encountered|was closed))/, GONE],
  [
    /^The server does not support SSL connections/,
    {
      state: 'does not encrypt connections',
      advice: 'switch it on there, or say `sslmode=disable` in `OPSBOOK_DATABASE_URL`.',
    },
  ],
];
