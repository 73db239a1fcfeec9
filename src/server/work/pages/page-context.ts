/** What every page of the workspace needs to know of who asks, when, and of the portal. */
import { Temporal } from 'temporal-polyfill';
import type { Asker } from '../../../workspace/asker.ts';
import type { Published } from '../../../workspace/published.ts';
import { type Command, permit } from '../../../workspace/roles.ts';
import type { RoleHolder } from '../../../workspace/store.ts';
import type { RequestContext } from '../../http/handler-environment.ts';
import { askerOf } from '../asker-of.ts';
import { momentOf, type WorkServices } from '../work-services.ts';

export interface PageContext {
  readonly asker: Asker;
  /** Present moment, RFC 3339 in UTC. */
  readonly at: string;
  /** The asker's day, `YYYY-MM-DD`. */
  readonly day: string;
  /** IANA zone of times that name none. */
  readonly portalZone: string;
  readonly published: Published;
  /** E-mail address of each account by its id. */
  readonly people: ReadonlyMap<string, string>;
  readonly roleHolders: readonly RoleHolder[];
  readonly newCommandId: () => string;
  /** Whether the asker's role allows the command on what is nobody's in particular. */
  may(command: Command): boolean;
}

/** @throws Problem `forbidden`. */
export async function pageContext(c: RequestContext, services: WorkServices): Promise<PageContext> {
  const { publication, people, store, clock, newId } = services;
  const [asker, published, known, roleHolders] = await Promise.all([
    askerOf(c, services),
    publication(),
    people(),
    store.roleHolders(),
  ]);
  const at = momentOf(clock);
  return {
    asker,
    at,
    day: Temporal.Instant.from(at).toZonedDateTimeISO(asker.timeZone).toPlainDate().toString(),
    portalZone: published.timeZone,
    published,
    people: known,
    roleHolders,
    newCommandId: () => newId('c'),
    may: (command) => permit(command, asker) === 'granted',
  };
}
