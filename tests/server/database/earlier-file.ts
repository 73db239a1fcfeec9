/** The embedded database as it was made before its migrations were numbered, with one account. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Makes it in `data`; `age` is its `user_version`. */
export function makeEarlierFile(
  data: string,
  { age, email, passwordHash }: { age: 0 | 1; email: string; passwordHash: string },
): void {
  mkdirSync(data, { recursive: true });
  const file = new DatabaseSync(join(data, 'opsbook.sqlite'));
  file.exec(PEOPLE);
  file.exec(age === 0 ? OLDEST : BEFORE_NUMBERED);
  file
    .prepare('INSERT INTO user VALUES (?, ?, ?, 1, NULL, ?, ?, 0, 0)')
    .run('u1', email, email, NOW, NOW);
  file
    .prepare(
      'INSERT INTO account (id, accountId, providerId, userId, password, createdAt, updatedAt) ' +
        "VALUES ('a1', 'u1', 'credential', 'u1', ?, ?, ?)",
    )
    .run(passwordHash, NOW, NOW);
  file.close();
}

const NOW = '2026-01-01T00:00:00.000Z';

const PEOPLE = `
CREATE TABLE "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" integer not null, "image" text, "createdAt" date not null, "updatedAt" date not null, "mustChangePassword" integer not null, "disabled" integer not null);
CREATE TABLE "account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" date, "refreshTokenExpiresAt" date, "scope" text, "password" text, "createdAt" date not null, "updatedAt" date not null);
CREATE INDEX "account_userId_idx" on "account" ("userId");
`;

const OLDEST = `
CREATE TABLE session (id TEXT PRIMARY KEY, token TEXT NOT NULL, userId TEXT);
INSERT INTO session VALUES ('1', 'in-clear', 'u1');
CREATE TABLE throttle (id TEXT PRIMARY KEY);
`;

const BEFORE_NUMBERED = `
CREATE TABLE health (id INTEGER PRIMARY KEY CHECK (id = 1), writtenAt INTEGER NOT NULL);
CREATE TABLE personSession (hash TEXT PRIMARY KEY, userId TEXT NOT NULL REFERENCES user(id) ON DELETE CASCADE, createdAt INTEGER NOT NULL, lastSeenAt INTEGER NOT NULL, id TEXT NOT NULL, device TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX personSessionUser ON personSession (userId);
CREATE TABLE attempts (subject TEXT PRIMARY KEY, account TEXT, count REAL NOT NULL, waitMs INTEGER NOT NULL, since INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX attemptsSince ON attempts (since);
CREATE INDEX attemptsAccount ON attempts (account);
CREATE TABLE auditQueue (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, event TEXT NOT NULL);
CREATE TABLE machineToken (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, scopes TEXT NOT NULL, createdAt INTEGER NOT NULL, expiresAt INTEGER NOT NULL, revokedAt INTEGER, lastUsedAt INTEGER) WITHOUT ROWID;
INSERT INTO auditQueue (at, event) VALUES (1, '{"event":"account-added","account":"ada@example.org","by":"root"}');
INSERT INTO attempts VALUES ('place:10.0.0.1', NULL, 3, 0, 1);
INSERT INTO machineToken VALUES ('1', 'hash', 'engine', 'docs:read', 1, 2, NULL, NULL);
PRAGMA user_version = 1;
PRAGMA application_id = 1332769634;
`;
