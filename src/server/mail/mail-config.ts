/** What the mail room is told: where mails are handed in, and in whose name. */

export interface MailConfig {
  readonly server: SmtpServer;
  readonly from: Mailbox;
  /** Where replies go; without it nobody reads them, and mails say so. */
  readonly replyTo?: Mailbox;
}

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** From the start, by STARTTLS or not at all; the last for this machine alone. */
  readonly encryption: 'tls' | 'starttls' | 'none';
  readonly login?: { readonly user: string; readonly password: string };
  /** Certificates, in PEM, of authorities that are believed in place of the usual ones. */
  readonly ca?: string;
}

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}
