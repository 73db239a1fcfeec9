/** The workflows of a registry in their executable form, with what they mention looked up there. */
import { documentUrl } from '../../../schemas/addresses.ts';
import type { Diagnostic } from '../../../schemas/diagnostic.ts';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import type { Document, Registry } from '../../registry/registry.ts';
import { compileTemplate } from './compile-template.ts';

export interface CompiledTemplate {
  readonly document: Document;
  readonly template: WorkflowTemplate;
}

/** Those without errors, by type: the compiler asserts what the rules have checked. */
export function compileTemplates(
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
