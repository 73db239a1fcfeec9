/** Every table, as Kysely knows it. What they are for is said in their migrations. */
import type { Generated } from 'kysely';

export interface Tables {
  user: UserTable;
  account: AccountTable;
  personSession: PersonSessionTable;
  machineToken: MachineTokenTable;
  attempts: AttemptsTable;
  auditQueue: AuditQueueTable;
  health: HealthTable;
  secondFactor: SecondFactorTable;
  backupCode: BackupCodeTable;
  spentChallenge: SpentChallengeTable;
  run: RunTable;
  run_event: RunEventTable;
  run_task: RunTaskTable;
  template_version: TemplateVersionTable;
  step_words: StepWordsTable;
  register_value: RegisterValueTable;
  role_holder: RoleHolderTable;
  attachment: AttachmentTable;
  caught_up: CaughtUpTable;
  schedule_note: ScheduleNoteTable;
  meta: MetaTable;
  outbox: OutboxTable;
  resetRequest: ResetRequestTable;
  resetLink: ResetLinkTable;
}

export interface UserTable {
  id: string;
  name: string;
  email: string;
  emailVerified: number;
  image: string | null;
  createdAt: string;
  updatedAt: string;
  mustChangePassword: number;
  disabled: number;
  role: string;
  timeZone: string | null;
  oneTimePasswordUsed: Generated<number>;
}

export interface AccountTable {
  id: string;
  accountId: string;
  providerId: string;
  userId: string;
  password: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface PersonSessionTable {
  hash: string;
  userId: string;
  createdAt: number;
  lastSeenAt: number;
  id: string;
  device: string;
  provedBy: string | null;
  provedAt: number | null;
}

export interface MachineTokenTable {
  id: string;
  hash: string;
  name: string;
  scopes: string;
  createdAt: number;
  expiresAt: number;
  revokedAt: number | null;
  lastUsedAt: number | null;
  kind: string;
}

export interface AttemptsTable {
  subject: string;
  account: string | null;
  count: number;
  waitMs: number;
  since: number;
}

export interface AuditQueueTable {
  id: Generated<number>;
  at: number;
  event: string;
}

export interface HealthTable {
  id: number;
  writtenAt: number;
}

export interface SecondFactorTable {
  id: string;
  userId: string;
  kind: string;
  name: string;
  credentialId: string | null;
  transports: string | null;
  key: string;
  counter: number;
  createdAt: number;
  lastUsedAt: number | null;
}

export interface BackupCodeTable {
  hash: string;
  userId: string;
}

export interface SpentChallengeTable {
  hash: string;
  until: number;
}

export interface RunTable {
  id: string;
  version: number;
  status: string;
  type: string;
  title: string;
  anchor: string;
  stage: string;
  templateHash: string;
  scheduleKey: string | null;
  startedAt: string;
  changedAt: string;
  words: string;
  said: string;
  state: string;
}

export interface RunEventTable {
  sequence: number;
  runId: string;
  number: number;
  actor: string;
  commandId: string;
  at: string;
  event: string;
  effects: string;
}

export interface RunTaskTable {
  runId: string;
  refId: string;
  status: string;
  date: string;
  dueAt: string | null;
  followUpAt: string | null;
  role: string | null;
  personId: string | null;
  isReady: number;
  missing: number;
}

export interface TemplateVersionTable {
  hash: string;
  type: string;
  template: string;
  firstSeenAt: string;
}

export interface StepWordsTable {
  hash: string;
  words: string;
}

export interface RegisterValueTable {
  type: string;
  key: string;
  value: string;
}

export interface RoleHolderTable {
  role: string;
  userId: string;
  value: string;
}

export interface AttachmentTable {
  id: string;
  runId: string;
  refId: string | null;
  sha256: string;
  name: string;
  type: string;
  size: number;
  at: string;
  actor: string;
}

export interface CaughtUpTable {
  type: string;
  value: string;
  until: string;
}

export interface ScheduleNoteTable {
  id: string;
  at: string;
  note: string;
}

export interface MetaTable {
  key: string;
  value: number;
}

export interface OutboxTable {
  id: string;
  key: string | null;
  kind: string;
  recipient: string;
  content: string | null;
  state: 'queued' | 'sent' | 'failed';
  attempts: number;
  createdAt: number;
  nextAttemptAt: number;
  expiresAt: number | null;
  endedAt: number | null;
  detail: string | null;
}

export interface ResetRequestTable {
  id: string;
  email: string;
  place: string;
  at: number;
}

export interface ResetLinkTable {
  hash: string;
  userId: string;
  madeBy: 'lost-password' | 'administrator';
  createdAt: number;
  expiresAt: number;
}
