/** Who asks: a person behind a session, a program or agent behind a token, or the schedule. */
import type { WorkRole } from '../../schemas/work-roles.ts';
import type { Actor, Clock } from '../workflow/index.ts';
import { Problem } from './problem.ts';
import { type Command, NEEDED_ROLE, permit } from './roles.ts';

export interface Asker {
  /** Without a name that can change: the log keeps `kind` and `id`. */
  readonly actor: Actor;
  readonly role: WorkRole;
  /** Roles of templates that the asker holds, with the value they are held for; '' is any. */
  readonly holds: readonly { readonly role: string; readonly value: string }[];
  /** IANA zone whose day it is for the asker. */
  readonly timeZone: string;
}

/** The schedule itself. It may do all that needs no person. */
export const SYSTEM: Asker = {
  actor: { kind: 'system', id: 'schedule' },
  role: 'administrator',
  holds: [],
  timeZone: 'UTC',
};

/** Whoever runs a command on the machine that keeps the work. */
export const COMMAND_LINE: Asker = {
  ...SYSTEM,
  actor: { kind: 'system', id: 'command-line' },
};

/** `at` is the present moment, RFC 3339 in UTC. */
export function clockOf({ timeZone }: Asker, at: string): Clock {
  return { now: at, timeZone };
}

/** @throws Problem `forbidden` when the asker may not. */
export function demand({ role, actor }: Asker, command: Command, owner?: string): void {
  const permission = permit(command, { role, actor, ...(owner !== undefined && { owner }) });
  if (permission === 'granted') return;
  throw new Problem('forbidden', SENTENCES[permission](command));
}

const SENTENCES: Readonly<
  Record<'needs-role' | 'needs-person' | 'not-yours', (command: Command) => string>
> = {
  'needs-role': (command) =>
    `This needs the role \`${NEEDED_ROLE[command]}\` in the workspace. Ask an administrator for it.`,
  'needs-person': () => 'This is decided by a person, not by an agent.',
  'not-yours': () => 'This task is assigned to somebody else. Ask them to hand it over.',
};
