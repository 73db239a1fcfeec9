import { expect, test } from 'vitest';
import { scheduleInWords } from '../../../src/workflow/schedule/schedule-in-words.ts';

test.each([
  ['0 9 * * 1', 'At 09:00, only on Monday'],
  ['30 17 1,15 * *', 'At 17:30, on day 1 and 15 of the month'],
  ['0 6 * * mon-fri', 'At 06:00, Monday through Friday'],
  ['0 9 * * fri-sun', 'At 09:00, Friday through Sunday'],
  // Two day fields are alternatives, unless one begins with `*`.
  ['0 9 1 * 1', 'At 09:00, on day 1 of the month, and on Monday'],
  ['0 9 */2 * 1', 'At 09:00, every 2 days in a month, only on Monday'],
  // What is no schedule is shown as it is.
  ['0 25 * * 1', '0 25 * * 1'],
  ['@daily', '@daily'],
])('%s reads: %s', (schedule, words) => expect(scheduleInWords(schedule)).toBe(words));
