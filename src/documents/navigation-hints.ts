/**
 * What the frontmatter of a document says of its place and its name in a navigation: in our own
 * keys, and in those of Docusaurus, Starlight, just-the-docs and Hugo. What is no number and no text
 * is passed over here; our own keys have their schema.
 */

export interface NavigationHints {
  readonly own: NavigationHint;
  /** In the words of another tool. */
  readonly foreign: NavigationHint;
  /** Whether the place counts for the folder as well, where that has none: as in Starlight. */
  readonly movesFolder: boolean;
}

export interface NavigationHint {
  readonly order?: number;
  readonly label?: string;
}

type Data = Readonly<Record<string, unknown>>;

export function navigationHints(data: Data): NavigationHints {
  const starlight = isMapping(data.sidebar) ? data.sidebar : {};
  // For Hugo a weight of 0 is none.
  const weight = numberOf(data.weight) || undefined;
  const foreignOrders = [data.sidebar_position, starlight.order, data.nav_order, weight];
  const foreignLabels = [data.sidebar_label, starlight.label, data.linkTitle];
  return {
    own: hint(typeof data.order === 'number' ? [data.order] : [], [data.nav_title]),
    foreign: hint(foreignOrders, foreignLabels),
    movesFolder: starlight.order !== undefined,
  };
}

function hint(orders: readonly unknown[], labels: readonly unknown[]): NavigationHint {
  const order = orders.map(numberOf).find((value) => value !== undefined);
  const label = labels.find((value) => typeof value === 'string' && value.trim() !== '');
  return {
    ...(order !== undefined && { order }),
    ...(typeof label === 'string' && { label: label.trim() }),
  };
}

/** Numbers in quotes are numbers for the tools as well. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export function isMapping(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
