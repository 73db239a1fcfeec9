/** What is typed into forms that are not sent yet goes over to the page that comes in their place. */

interface TypedForm {
  readonly key: string;
  readonly isOpen: boolean;
  readonly values: ReadonlyMap<string, string>;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Of every form but the one that was sent. */
export function keepTyped(work: Element, sent: HTMLFormElement): TypedForm[] {
  return formsOf(work)
    .filter((form) => form !== sent)
    .map((form) => ({
      key: form.dataset.form ?? '',
      isOpen: form.closest('details')?.open === true,
      values: new Map(
        controlsOf(form).flatMap((each) => (isTyped(each) ? [[each.name, each.value]] : [])),
      ),
    }))
    .filter(({ isOpen, values }) => isOpen || values.size > 0);
}

export function restoreTyped(work: Element, typed: readonly TypedForm[]): void {
  const byKey = new Map(formsOf(work).map((form) => [form.dataset.form, form]));
  for (const { key, isOpen, values } of typed) {
    const form = byKey.get(key);
    if (!form) continue;
    const frame = form.closest('details');
    if (frame && (isOpen || values.size > 0)) frame.open = true;
    for (const control of controlsOf(form)) {
      control.value = values.get(control.name) ?? control.value;
    }
  }
}

function formsOf(work: Element): HTMLFormElement[] {
  return [...work.querySelectorAll<HTMLFormElement>('form[data-form]')];
}

/** Those that hold a text; what is ticked is ticked again. */
function controlsOf(form: HTMLFormElement): Control[] {
  return [...form.querySelectorAll<Control>('input, textarea, select')].filter(
    ({ type }) => !['hidden', 'checkbox', 'file'].includes(type),
  );
}

function isTyped(control: Control): boolean {
  if (control instanceof HTMLSelectElement) {
    return [...control.options].some((option) => option.selected !== option.defaultSelected);
  }
  return control.value !== control.defaultValue;
}
