/** Zones of people: names of the IANA database that this machine knows. */
import { z } from 'zod';

export const timeZone = z.string().refine(isTimeZone, {
  error: ({ input }) => `\`${input}\` is not a time zone — give a name such as \`Europe/Berlin\`.`,
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Offsets such as `+02:00` are taken as well, and know no summer.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
