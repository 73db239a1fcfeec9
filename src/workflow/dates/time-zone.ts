/** Time zones by their names in the IANA database. Browser-safe. */
import type { EACH_ZONE as AUTHORED_EACH_ZONE } from '../../../schemas/task-template.ts';
import { quote } from '../../diagnostics/wording.ts';
import { PlanError } from '../plan/plan-error.ts';

/** Stands for the zone of the value that a run is for; the schema it is of is not for browsers. */
export const EACH_ZONE: typeof AUTHORED_EACH_ZONE = 'each';

/** Throws `PlanError` for what is no zone; an offset such as `+02:00` knows no clock change and is none. */
export function checkTimeZone(zone: unknown): void {
  try {
    if (typeof zone !== 'string' || /^[+-]/.test(zone)) throw new RangeError();
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw new PlanError(`${quote(zone)} is not a time zone. Write one such as \`Europe/Berlin\`.`);
  }
}
