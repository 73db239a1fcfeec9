/**
 * What a handler works with: `GateEnvironment` is what each request brings along, `Services` what
 * the server gave once. Types alone, so that every handler can name them without a circle.
 */
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Audit } from '../audit.ts';
import type { Look } from '../files/look.ts';
import type { Auth } from '../identity/auth.ts';
import type { Session } from '../identity/sessions.ts';
import type { Token } from '../identity/tokens.ts';
import type { RequestLimit } from './request-limit.ts';

export interface GateEnvironment {
  Bindings: Partial<HttpBindings>;
  /** The look of pages, wherever there is one; behind the gate there is one of them: a person’s session, or the token of a program or agent. */
  Variables: {
    look?: () => Promise<Look>;
    session: Session;
    token?: ShownToken;
    /** Looks again, for what goes on for long; false once they may not pass any more. */
    refresh?: () => Promise<boolean>;
  };
}

export type ShownToken = Pick<Token, 'id' | 'name' | 'kind' | 'scopes'>;

export type RequestContext = Context<GateEnvironment>;

export interface Services {
  readonly auth: Auth;
  readonly limits: { readonly session: RequestLimit; readonly token: RequestLimit };
  readonly audit: Audit;
  /** The address an attempt counts against and the audit log names. */
  readonly addressOf: (c: RequestContext) => string;
  /** Where people begin who asked for no page in particular. */
  readonly firstPage: () => Promise<string>;
}
