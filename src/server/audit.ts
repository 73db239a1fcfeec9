/**
 * The record of who came in, who could not, and who changed that: one JSON object a line, without
 * passwords, cookies, tokens, query strings or content.
 */

/** What happened on a request. */
export type RequestEvent = {
  readonly event:
    | 'sign-in'
    | 'sign-in-refused'
    | 'sign-in-throttled'
    | 'sign-in-busy'
    | 'sign-in-unavailable'
    | 'sign-out'
    | 'sign-out-everywhere'
    | 'session-ended'
    | 'password-changed'
    | 'password-refused'
    | 'password-reset-asked'
    | 'password-reset'
    | 'password-reset-refused'
    | `second-factor-${Verdict}`
    | `identity-${Verdict}`
    | 'second-factor-added'
    | 'second-factor-removed'
    | 'backup-codes-made';
  /** Only of accounts that exist: what else is typed there can be anything, a password too. */
  readonly account?: string;
  /** How the person came in, when not by password, or what they showed or changed. */
  readonly by?: 'oidc' | 'password' | 'authenticator' | 'passkey' | 'backup-code';
  /** What is still owed before anything opens. */
  readonly lacks?: 'second-factor';
  /** Why a right password, what the identity provider said, or what was shown was not enough. */
  readonly reason?: string;
  /** Where the request came from. */
  readonly address: string;
};

/** What became of showing a second factor, or who one is once more. */
export type Verdict = 'passed' | 'refused' | 'throttled' | 'busy' | 'unavailable';

/** Somebody asked for something and did not get it. */
export type DenialEvent = {
  readonly event: 'denied';
  readonly reason: DenialReason;
  readonly account?: string;
  /** Name and id. */
  readonly token?: string;
  readonly path: string;
  readonly address: string;
};

export type DenialReason =
  | 'no-session'
  | 'password-change-required'
  | 'not-an-administrator'
  | 'second-factor-required'
  | 'second-factor-set-up-required'
  | 'token-unknown'
  | 'token-expired'
  | 'token-revoked'
  | 'wrong-scope'
  | 'role'
  | 'too-many-requests'
  | 'foreign-form';

export type TokenUseEvent = {
  readonly event: 'token-used';
  readonly token: string;
  readonly path: string;
  readonly address: string;
};

/** What an administrator did, or the portal for somebody it did not know. */
export type AdministrationEvent = {
  readonly event:
    | 'account-added'
    | 'account-disabled'
    | 'account-enabled'
    | 'account-reset'
    | 'reset-link-made'
    | 'account-sessions-ended'
    | 'account-second-factor-reset'
    | 'account-role-changed'
    | 'account-time-zone-changed'
    | 'account-unblocked'
    | 'account-removed'
    | 'account-imported'
    | 'accounts-exported'
    | 'token-created'
    | 'token-revoked';
  readonly account?: string;
  readonly token?: string;
  /** Which one the account has now. */
  readonly role?: string;
  /** The operating system's name for the administrator on the command line, or an account. */
  readonly by: string;
};

/** The database can no longer be written, or can again after so many failures. */
export type DatabaseStateEvent =
  | { readonly event: 'database-unavailable'; readonly detail: string }
  | { readonly event: 'database-available'; readonly failures: number };

/** What a schedule could not do, told once. */
export interface ScheduleEvent {
  readonly event: 'schedule-failed' | 'schedule-gap';
  readonly workflow: string;
  readonly detail: string;
}

/** What became of a mail; one that is delayed is tried again, one that is dropped never waited. */
export interface MailEvent {
  readonly event: 'mail-sent' | 'mail-delayed' | 'mail-failed' | 'mail-dropped';
  /** What it is about, such as `reset-link`. */
  readonly kind: string;
  readonly account: string;
  readonly detail?: string;
}

export type AuditEvent =
  | RequestEvent
  | DatabaseStateEvent
  | DenialEvent
  | TokenUseEvent
  | ScheduleEvent
  | MailEvent
  | AdministrationEvent
  | { readonly event: 'internal-error'; readonly detail: string };

/** `at` is for events that happened before they could be told, in milliseconds. */
export type Audit = (event: AuditEvent, at?: number) => void;

export const LOG_FORMATS = ['json', 'text'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Writes each event to `stream` as a line with the time in front. */
export function auditTo(
  stream: { write(line: string): unknown },
  format: LogFormat = 'json',
  clock = Date.now,
): Audit {
  const lineOf = format === 'json' ? JSON.stringify : textLine;
  return (event, at = clock()) => {
    stream.write(`${lineOf({ time: new Date(at).toISOString(), ...event })}\n`);
  };
}

/** `<time> <event> key=value …`; a value that is not plain is quoted as in JSON, on the one line. */
function textLine({ time, event, ...rest }: { readonly time: string } & AuditEvent): string {
  const pairs = Object.entries(rest).map(([key, value]) => {
    const isPlain = /^[\w.@:/+%~-]+$/.test(String(value));
    return `${key}=${isPlain ? value : JSON.stringify(value)}`;
  });
  return [time, event, ...pairs].join(' ');
}
