/**
 * What an export is made of: a file of JSON lines for each table, one line a row, in an order that
 * no database has a say in. Columns that follow from others are left out and made anew.
 */
import { z } from 'zod';
import { workflowTemplate } from '../../../../schemas/workflow-template.ts';
import type { Tables } from '../../database/tables.ts';
import type { Manifest } from './manifest.ts';

export interface Part {
  /** Its file is `<name>.jsonl`. */
  readonly name: string;
  readonly table: keyof Tables;
  /** Columns that order it; a single one is unique. */
  readonly key: readonly [string, ...string[]];
  /** Columns that hold JSON as text. */
  readonly json: readonly string[];
  /** A line: exactly its columns. */
  readonly row: z.ZodObject;
}

const text = z.string();
const count = z.int().nonnegative();
const orNull = z.string().nullable();

export function partsOf(format: Manifest['format']): readonly Part[] {
  return format === 'opsbook-work' ? WORK_PARTS : [...ACCOUNT_PARTS, ...WORK_PARTS];
}

function part(
  name: string,
  table: keyof Tables,
  key: Part['key'],
  shape: z.ZodRawShape,
  json: readonly string[] = [],
): Part {
  return { name, table, key, json, row: z.strictObject(shape) };
}

/** Runs and all that belongs to them; no secrets, and nobody's address. */
const WORK_PARTS: readonly Part[] = [
  part(
    'templates',
    'template_version',
    ['hash'],
    {
      hash: text,
      type: text,
      template: workflowTemplate,
      firstSeenAt: text,
    },
    ['template'],
  ),
  part('steps', 'step_words', ['hash'], { hash: text, words: text }),
  part(
    'runs',
    'run',
    ['id'],
    {
      id: text,
      version: count,
      status: z.enum(['active', 'done', 'cancelled']),
      type: text,
      title: text,
      anchor: text,
      stage: text,
      templateHash: text,
      scheduleKey: orNull,
      startedAt: text,
      changedAt: text,
      // Held against its events, which say what it has to be.
      state: z.looseObject({ tasks: z.array(z.looseObject({})) }),
    },
    ['state'],
  ),
  part(
    'events',
    'run_event',
    ['sequence'],
    {
      sequence: count,
      runId: text,
      number: count,
      actor: text,
      commandId: text,
      at: text,
      event: z.looseObject({ type: text }),
      effects: z.array(z.looseObject({ type: text })),
    },
    ['event', 'effects'],
  ),
  part('attachments', 'attachment', ['id'], {
    id: text,
    runId: text,
    refId: orNull,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    name: text,
    type: text,
    size: count,
    at: text,
    actor: text,
  }),
  part('registers', 'register_value', ['type', 'key'], { type: text, key: text, value: text }),
  part('role-holders', 'role_holder', ['role', 'userId', 'value'], {
    role: text,
    userId: text,
    value: text,
  }),
  part('schedules', 'caught_up', ['type', 'value'], { type: text, value: text, until: text }),
  part('schedule-notes', 'schedule_note', ['id'], { id: text, at: text, note: text }),
];

/** What exports from before there was such a thing do not have. */
export const LATER_PARTS: ReadonlySet<string> = new Set(['second-factors', 'backup-codes']);

/** Who may come in, with the hashes of passwords and tokens. Sessions begin anew. */
const ACCOUNT_PARTS: readonly Part[] = [
  part('people', 'user', ['id'], {
    id: text,
    name: text,
    email: text,
    emailVerified: count,
    image: orNull,
    createdAt: text,
    updatedAt: text,
    mustChangePassword: count,
    disabled: count,
    role: text,
    timeZone: orNull,
    // Backups from before there was one do not say.
    oneTimePasswordUsed: count.default(0),
  }),
  part('logins', 'account', ['id'], {
    id: text,
    accountId: text,
    providerId: text,
    userId: text,
    password: orNull,
    createdAt: text,
    updatedAt: text,
  }),
  part('tokens', 'machineToken', ['id'], {
    id: text,
    hash: text,
    name: text,
    scopes: text,
    createdAt: count,
    expiresAt: count,
    revokedAt: count.nullable(),
    lastUsedAt: count.nullable(),
    kind: text,
  }),
  // As they are kept: apps and passkeys sealed with the secret of the installation, codes hashed with it.
  part('second-factors', 'secondFactor', ['id'], {
    id: text,
    userId: text,
    kind: z.enum(['authenticator', 'passkey']),
    name: text,
    credentialId: orNull,
    transports: orNull,
    key: text,
    counter: count,
    createdAt: count,
    lastUsedAt: count.nullable(),
  }),
  part('backup-codes', 'backupCode', ['hash'], { hash: text, userId: text }),
  part('audit', 'auditQueue', ['id'], { id: count, at: count, event: text }),
];
