/** `_redirects`: former ids lead to the document that has them as an alias now, twins too. */
import { documentUrl, twinUrl } from '../../../schemas/addresses.ts';
import { compareText } from '../../diagnostics/report.ts';
import type { Document, Registry } from '../../registry/registry.ts';

export interface Redirect {
  /** The former id. */
  readonly alias: string;
  readonly from: string;
  readonly to: Document;
}

/** Aliases that are ids; an alias that is a path resolves links but never was a page. */
export function idRedirects(registry: Registry): Redirect[] {
  return registry.documents
    .flatMap((document) =>
      (document.frontmatter.aliases ?? []).map((alias) => ({ alias, to: document })),
    )
    .filter(
      ({ alias, to }) =>
        /^[a-z0-9][a-z0-9._-]*$/.test(alias) &&
        !registry.get(alias) &&
        registry.resolve(alias, '').kind === 'document' &&
        to,
    )
    .map(({ alias, to }) => ({ alias, from: documentUrl({ id: alias }), to }))
    .sort((a, b) => compareText(a.from, b.from));
}

export function redirects(registry: Registry): string {
  return idRedirects(registry)
    .flatMap(({ alias, from, to }) => [
      `${from} ${documentUrl(to)} 308\n`,
      `${twinUrl({ id: alias })} ${twinUrl(to)} 308\n`,
    ])
    .join('');
}
