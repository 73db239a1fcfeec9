/**
 * Whether people can go on working after a new version was put in place: the build has workflows,
 * the database is there and of this version, and there is work, or somebody who can begin some.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf, PAGES } from '../../../schemas/addresses.ts';
import { WORK_ROLES } from '../../../schemas/work-roles.ts';
import { includesRole, NEEDED_ROLE } from '../../workspace/roles.ts';
import { ConfigError } from '../config/config-error.ts';
import type { Connection } from '../database/connection.ts';
import { databaseFailure } from '../database/database-failure.ts';
import { type DatabasePlace, openExisting } from '../database/open-database.ts';
import { openPublication } from './publication.ts';
import { openStore } from './store/kysely-store.ts';

export interface WorkCheck {
  /** What is well, such as `7 workflows`. */
  readonly facts: readonly string[];
  /** Sentences; none when all is well. */
  readonly problems: readonly string[];
}

/** Changes nothing. */
export async function checkWork(
  place: DatabasePlace & { readonly dist: string },
): Promise<WorkCheck> {
  const build = await checkBuild(place.dist);
  const database = await checkDatabase(place);
  return {
    facts: [...build.facts, ...database.facts],
    problems: [...build.problems, ...database.problems],
  };
}

async function checkBuild(dist: string): Promise<WorkCheck> {
  try {
    const { templates } = await openPublication(dist)();
    if (templates.length === 0) {
      const problem = `The build in \`${dist}\` has no workflow, so nothing can be started — add a document of the type \`task-template\`.`;
      return { facts: [], problems: [problem] };
    }
    const facts = [templates.length === 1 ? '1 workflow' : `${templates.length} workflows`];
    if (existsSync(join(dist, fileOf(PAGES.work), 'index.html'))) return { facts, problems: [] };
    const problem = `The build in \`${dist}\` has no page \`${PAGES.work}\` to work on — build it with this version.`;
    return { facts, problems: [problem] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const problem = `The build in \`${dist}\` cannot be read: ${reason.replaceAll(/\s+/g, ' ')} — run \`opsbook build\`.`;
    return { facts: [], problems: [problem] };
  }
}

async function checkDatabase(place: DatabasePlace): Promise<WorkCheck> {
  let connection: Connection | undefined;
  try {
    connection = await openExisting(place);
    const facts = [`database \`${connection.name}\` of this version`];
    const { active, done, cancelled } = await openStore(connection).countRuns();
    const runs = active + done + cancelled;
    if (runs > 0) return { facts: [...facts, `${runs} kept (${active} active)`], problems: [] };
    if (await canAnybodyStart(connection)) {
      return { facts: [...facts, 'no run yet, and somebody to start one'], problems: [] };
    }
    const problem =
      'There is no run, and nobody who may start one — add an account with the role `operator`: `opsbook users add`.';
    return { facts, problems: [problem] };
  } catch (error) {
    if (error instanceof ConfigError) return { facts: [], problems: [error.message] };
    const failure = databaseFailure(error);
    if (failure === undefined) throw error;
    return { facts: [], problems: [`The database ${failure.state} — ${failure.advice}`] };
  } finally {
    await connection?.close();
  }
}

async function canAnybodyStart({ db }: Connection): Promise<boolean> {
  const people = await db.selectFrom('user').select('role').where('disabled', '=', 0).execute();
  return people.some(({ role }) => {
    const known = WORK_ROLES.find((each) => each === role);
    return known !== undefined && includesRole(known, NEEDED_ROLE['start-run']);
  });
}
