/** Filters the rows of a table by text and by the values of its columns; the address keeps both. */

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-filter]')) {
  const table = document.getElementById(form.dataset.filter ?? '');
  if (table) startFilter(form, table);
}

interface Row {
  readonly element: HTMLTableRowElement;
  readonly text: string;
  /** Column, by its name in the head, → value. */
  readonly values: ReadonlyMap<string, string>;
}

function startFilter(form: HTMLFormElement, table: HTMLElement): void {
  const status = form.nextElementSibling;
  const columns = [...table.querySelectorAll('thead th')].map((cell) =>
    (cell.textContent ?? '').toLowerCase(),
  );
  const rows = [...table.querySelectorAll<HTMLTableRowElement>('tbody tr')].map((element) => ({
    element,
    text: `${element.cells[0]?.textContent} ${element.dataset.id}`.toLowerCase(),
    values: new Map([
      ...columns.map((name, index) => [name, element.cells[index]?.textContent ?? ''] as const),
      ['status', element.dataset.status ?? 'active'] as const,
    ]),
  }));
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of asked) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) {
      field.value = value;
    }
  }
  form.addEventListener('input', () => apply());
  form.addEventListener('submit', (event) => event.preventDefault());
  if (asked.size > 0) apply();

  function apply(): void {
    const wanted = [...new FormData(form)].flatMap(([name, value]): [string, string][] =>
      value === '' ? [] : [[name, String(value)]],
    );
    const shown = rows.filter((row) => isWanted(row, wanted));
    const isShown = new Set(shown);
    for (const row of rows) row.element.hidden = !isShown.has(row);
    if (status) {
      status.textContent =
        wanted.length === 0 ? '' : `${shown.length} of ${rows.length} documents match.`;
    }
    const query = new URLSearchParams(wanted).toString();
    history.replaceState(null, '', query === '' ? location.pathname : `?${query}`);
  }
}

function isWanted(row: Row, wanted: readonly (readonly [string, string])[]): boolean {
  return wanted.every(([name, value]) =>
    name === 'text'
      ? value
          .toLowerCase()
          .split(/\s+/)
          .every((word) => row.text.includes(word))
      : row.values.get(name) === value,
  );
}
