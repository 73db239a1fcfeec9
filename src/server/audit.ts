/**
 * The record of who signed in and who could not: one JSON object a line, without passwords, cookies
 * or content.
 */

export type AuditEvent =
  | {
      readonly event:
        | 'sign-in'
        | 'sign-in-refused'
        | 'sign-in-throttled'
        | 'sign-out'
        | 'password-changed'
        | 'password-refused';
      /** Only of accounts that exist: what else is typed there can be anything, a password too. */
      readonly account?: string;
      /** Where the request came from. */
      readonly address: string;
    }
  | { readonly event: 'internal-error'; readonly detail: string };

export type Audit = (event: AuditEvent) => void;

/** Writes each event to `stream` as a line with the time in front. */
export function auditTo(stream: { write(line: string): unknown }, clock = Date.now): Audit {
  return (event) => {
    stream.write(`${JSON.stringify({ time: new Date(clock()).toISOString(), ...event })}\n`);
  };
}
