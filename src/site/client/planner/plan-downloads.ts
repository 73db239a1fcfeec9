/** A plan as a file, made in the browser in the form asked for; what a form needs is loaded then. */
import type { Bundle } from '../../../workflow/plan/plan.ts';

interface Form {
  readonly label: string;
  readonly extension: string;
  readonly type: string;
  format(bundle: Bundle, today: string): Promise<string>;
}

const FORMS: readonly Form[] = [
  {
    label: 'Calendar',
    extension: 'ics',
    type: 'text/calendar',
    async format(bundle, stamp) {
      const { formatPlanCalendar } = await import(
        '../../../workflow/plan/formats/plan-calendar.ts'
      );
      return formatPlanCalendar(bundle, { stamp, portal: location.origin });
    },
  },
  {
    label: 'CSV',
    extension: 'csv',
    type: 'text/csv',
    format: async (bundle) =>
      (await import('../../../workflow/plan/formats/plan-csv.ts')).formatPlanCsv(bundle),
  },
  {
    label: 'Markdown',
    extension: 'md',
    type: 'text/markdown',
    async format(bundle) {
      const { formatPlanMarkdown } = await import(
        '../../../workflow/plan/formats/plan-markdown.ts'
      );
      return formatPlanMarkdown(bundle, { portal: location.origin });
    },
  },
  {
    label: 'JSON',
    extension: 'json',
    type: 'application/json',
    format: async (bundle) => `${JSON.stringify(bundle, null, 2)}\n`,
  },
];

/** Buttons for every form, for the plan given. */
export function downloadButtons(bundle: Bundle, today: string): HTMLElement {
  const group = document.createElement('div');
  group.className = 'plan-downloads';
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'Download the plan');
  for (const form of FORMS) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = form.label;
    button.addEventListener('click', () => download(form, bundle, today));
    group.append(button);
  }
  return group;
}

async function download(form: Form, bundle: Bundle, today: string): Promise<void> {
  const text = await form.format(bundle, today);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: form.type }));
  link.download = `${bundle.templateType}-${bundle.anchorDate}.${form.extension}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
