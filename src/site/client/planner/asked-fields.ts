/** The fields of a planner: what is in them, out of the address and into it. */

/** Every field that has an answer, by its name. */
export type Asked = ReadonlyMap<string, string>;

export function askedIn(form: HTMLFormElement): Asked {
  const fields = [...new FormData(form)].map(([name, value]) => [name, `${value}`.trim()] as const);
  return new Map(fields.filter(([, value]) => value !== ''));
}

/** Fills the form from the address, as far as it has fields for it. */
export function restoreAsked(form: HTMLFormElement, search: string): void {
  for (const [name, value] of new URLSearchParams(search)) {
    const field = form.elements.namedItem(name);
    if (
      field instanceof HTMLInputElement ||
      field instanceof HTMLSelectElement ||
      field instanceof HTMLTextAreaElement
    ) {
      field.value = value;
    }
  }
}

/** What is asked, as the query of an address, without what is not to be shared. */
export function sharedQuery(form: HTMLFormElement, asked: Asked): string {
  const shared = [...asked].filter(([name]) => {
    const field = form.elements.namedItem(name);
    return !(field instanceof HTMLElement && 'private' in field.dataset);
  });
  return `?${new URLSearchParams(shared)}`;
}
