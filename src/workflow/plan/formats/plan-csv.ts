/** A plan as a table for spreadsheets and scripts: CSV by RFC 4180, one row a task. Browser-safe. */
import papaparse from 'papaparse';
import { parseDate } from '../../dates/calendar.ts';
import type { Bundle, PlannedTask } from '../plan.ts';
import { assigneeInWords, instructionInWords, weekdayInWords } from '../task-words.ts';

/** Column → cell; new columns go to the end. */
const COLUMNS: Readonly<Record<string, (task: PlannedTask, bundle: Bundle) => string | undefined>> =
  {
    date: ({ date }) => date,
    weekday: ({ date }) => weekdayInWords(parseDate(date)),
    time: ({ time }) => time,
    timeZone: ({ timeZone }) => timeZone,
    refId: ({ refId }) => refId,
    description: ({ description }) => description,
    phase: ({ phase }, { phases }) => phases?.find(({ id }) => id === phase)?.name ?? phase,
    assigneeId: ({ assigneeId }) => assigneeId,
    dependsOn: ({ dependsOn }) => dependsOn?.join(' '),
    isMilestone: ({ isMilestone }) => String(isMilestone ?? false),
    priority: ({ priority }) => priority,
    requiredLink: ({ requiredLinkName }) => requiredLinkName,
    requiresFile: ({ requiresFile }) => String(requiresFile ?? false),
    proofType: ({ proofRequirement }) => proofRequirement?.type,
    proofLabel: ({ proofRequirement }) => proofRequirement?.label,
    proofRequired: ({ proofRequirement }) => String(proofRequirement?.required ?? false),
    instruction: (task) => instructionInWords(task)?.title,
    status: ({ status }) => status,
    assignee: assigneeInWords,
  };

/** Rows of cells as CSV (RFC 4180); a cell that would be a formula begins with an apostrophe instead. */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  return `${papaparse.unparse([...rows], { newline: '\r\n', escapeFormulae: FORMULA })}\r\n`;
}

/**
 * What a spreadsheet would run as a formula (OWASP, CSV injection): a leading `=`, `+`, `-` or `@`,
 * also in full width or small, behind whatever it drops before looking (white space, control
 * characters, signs without a width such as a byte order mark); or a leading control character.
 */
const FORMULA =
  /^(?:\p{Cc}|[\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*[=+\-@＝＋－＠﹦﹢﹣﹫])/u;

/**
 * A header, then the tasks in the order of the plan; lines end with CR LF. An absent value is an
 * empty cell. A cell that would be a formula begins with an apostrophe instead.
 */
export function formatPlanCsv(bundle: Bundle): string {
  const rows = bundle.tasks.map((task) =>
    Object.values(COLUMNS).map((cellOf) => cellOf(task, bundle) ?? ''),
  );
  return formatCsv([Object.keys(COLUMNS), ...rows]);
}
