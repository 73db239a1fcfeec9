/**
 * Everything a build publishes, compiled once from the sources: the verdict, the
 * workflows, and the HTML of every document. Artifacts and pages only lay it out.
 */
import type { PortalConfig } from '../../schemas/config.ts';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import type { Ledger } from '../../schemas/ledger.ts';
import type { WorkflowTemplate } from '../../schemas/workflow-template.ts';
import type { BrandFiles } from '../brand/brand-files.ts';
import type { Parse } from '../registry/load-registry.ts';
import type { Outline } from '../registry/outline/outline.ts';
import type { Document, Registry } from '../registry/registry.ts';
import { ruleOf } from '../rules/all-rules.ts';
import { checkSources } from '../rules/check-sources.ts';
import type { History } from '../source/history.ts';
import type { Sources } from '../source/source-file.ts';
import { type CompiledTemplate, compileTemplates } from '../workflow/compile/compile-templates.ts';
import { dependencyPicture } from './html/dependency-picture.ts';
import { renderDocument } from './html/render-document.ts';
import { PublishedAssets } from './published-assets.ts';
import { type PublishedBrand, publishBrand } from './published-brand.ts';

export interface Portal {
  readonly config: PortalConfig;
  readonly registry: Registry;
  /** How the documents are arranged for reading. */
  readonly outline: Outline;
  readonly diagnostics: readonly Diagnostic[];
  /** Workflows by type; empty of those whose template has errors. */
  readonly templates: readonly CompiledTemplate[];
  readonly assets: PublishedAssets;
  /** The look of its owner; undefined where there is none. */
  readonly brand: PublishedBrand | undefined;
  /** When each file changed; absent where Git cannot say. */
  readonly history?: History | undefined;
  /** `YYYY-MM-DD`, the day the portal is made for. */
  readonly today: string;
  /** HTML of a document's body; rendered when first asked for. */
  html(document: Document): string;
  /** SVG of what waits for what in a workflow; undefined where nothing does. */
  dependencies(template: WorkflowTemplate): string | undefined;
}

export interface PortalInput {
  readonly sources: Sources;
  readonly config: PortalConfig;
  /** The files that the configuration names for the look. */
  readonly brand?: BrandFiles;
  /** `YYYY-MM-DD`; only findings that depend on the day use it. */
  readonly today: string;
  readonly parse?: Parse;
  /** Everything ever published; absent where the project keeps no ledger. */
  readonly ledger?: Ledger | undefined;
  readonly history?: History | undefined;
}

export function compilePortal(input: PortalInput): Portal {
  const { sources, config, brand = {}, today, parse, ledger, history } = input;
  const { registry, outline, diagnostics } = checkSources({
    sources,
    today,
    config,
    ledger,
    parse,
  });
  const assets = new PublishedAssets(registry);
  const rendered = new Map<Document, string>();
  return {
    config,
    registry,
    outline,
    diagnostics,
    templates: compileTemplates(registry, diagnostics),
    assets,
    brand: publishBrand(config, brand),
    history,
    today,
    html(document) {
      const html = rendered.get(document) ?? renderDocument(document, { registry, assets });
      rendered.set(document, html);
      return html;
    },
    dependencies: dependencyPicture,
  };
}

/**
 * Whether a finding keeps a build from being published: any error of a strict document or of
 * no document at all, and, in documents still outside the contract, those whose rule says so.
 */
export function isBlocking(
  { registry }: Pick<Portal, 'registry'>,
  diagnostic: Diagnostic,
): boolean {
  if (diagnostic.severity !== 'error') return false;
  if (ruleOf(diagnostic)?.blocksBuild === 'always') return true;
  return registry.documentAt(diagnostic.file)?.strict ?? true;
}
