/**
 * Everything a build publishes, compiled once from the sources: the verdict, the
 * workflows, and the HTML of every document. Artifacts and pages only lay it out.
 */

import { documentUrl } from '../../schemas/addresses.ts';
import type { PortalConfig } from '../../schemas/config.ts';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import type { Ledger } from '../../schemas/ledger.ts';
import type { WorkflowTemplate } from '../../schemas/workflow-template.ts';
import { loadRegistry, type Parse } from '../registry/load-registry.ts';
import type { Document, Registry } from '../registry/registry.ts';
import { ruleOf } from '../rules/all-rules.ts';
import { runRules } from '../rules/engine/run-rules.ts';
import type { History } from '../source/history.ts';
import type { Sources } from '../source/source-file.ts';
import { compileTemplate } from '../workflow/compile/compile-template.ts';
import { dependencyPicture } from './html/dependency-picture.ts';
import { renderDocument } from './html/render-document.ts';
import { PublishedAssets } from './published-assets.ts';

export interface CompiledTemplate {
  readonly document: Document;
  readonly template: WorkflowTemplate;
}

export interface Portal {
  readonly config: PortalConfig;
  readonly registry: Registry;
  readonly diagnostics: readonly Diagnostic[];
  /** Workflows by type; empty of those whose template has errors. */
  readonly templates: readonly CompiledTemplate[];
  readonly assets: PublishedAssets;
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
  /** `YYYY-MM-DD`; only findings that depend on the day use it. */
  readonly today: string;
  readonly parse?: Parse;
  /** Everything ever published; absent where the project keeps no ledger. */
  readonly ledger?: Ledger | undefined;
  readonly history?: History | undefined;
}

export function compilePortal(input: PortalInput): Portal {
  const { sources, config, today, parse, ledger, history } = input;
  const { registry, sourceProblems } = loadRegistry(sources, parse);
  const diagnostics = runRules({ registry, sourceProblems, today, ledger }, config.severities);
  const assets = new PublishedAssets(registry);
  const rendered = new Map<Document, string>();
  return {
    config,
    registry,
    diagnostics,
    templates: compileTemplates(registry, diagnostics),
    assets,
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

/** Compiles what has no errors: the compiler asserts what the rules have checked. */
function compileTemplates(
  registry: Registry,
  diagnostics: readonly Diagnostic[],
): CompiledTemplate[] {
  const broken = new Set(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ file }) => file),
  );
  return registry
    .templates()
    .filter(({ path }) => !broken.has(path))
    .map((document) => ({ document, template: compile(registry, document) }))
    .sort((a, b) => (a.template.type < b.template.type ? -1 : 1));
}

function compile(registry: Registry, document: Document): WorkflowTemplate {
  const { template } = document.frontmatter;
  if (!template) throw new Error(`${document.path} defines no template`);
  const resolve = (reference: string): Document => {
    const resolution = registry.resolve(reference, document.path);
    if (resolution.kind !== 'document') throw new Error(`${reference} is not resolved`);
    return resolution.document;
  };
  return compileTemplate({
    templateId: document.id,
    name: document.title,
    template,
    resolveDocument: (reference) => resolve(reference).id,
    resolveInstruction(reference, stepId) {
      const target = resolve(reference);
      const step = stepId === undefined ? undefined : registry.findStep(target, stepId);
      return {
        docId: target.id,
        ...(step && { stepId: step.name ?? String(step.ordinal), stepHash: step.hash }),
        title: step ? `${target.title}: ${step.title}` : target.title,
        url: documentUrl(target) + (step ? `#${step.anchor}` : ''),
      };
    },
  });
}
