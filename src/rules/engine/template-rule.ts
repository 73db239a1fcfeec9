/** The frame of rules about one workflow at a time. */
import type { RuleCode } from '../../../schemas/rule-codes.ts';
import type { AuthoredTemplate } from '../../../schemas/task-template.ts';
import type { Document } from '../../registry/registry.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

type Path = readonly (string | number)[];

export interface TemplateFinding extends Omit<Finding, 'file' | 'range' | 'related'> {
  /** Below `template`. */
  readonly at: Path;
  readonly part?: 'key';
  /** Other places of the same template. */
  readonly related?: readonly { readonly message: string; readonly at: Path }[];
}

export interface TemplateCheck {
  readonly template: AuthoredTemplate;
  readonly document: Document;
  readonly context: RuleContext;
}

/** A rule that looks at every workflow whose authored form is whole. */
export function defineTemplateRule<const C extends RuleCode>(
  rule: Omit<Rule<C>, 'check'> & {
    check(checked: TemplateCheck, report: (finding: TemplateFinding) => void): void;
  },
): Rule<C> {
  return {
    ...rule,
    check(context, report) {
      for (const document of context.registry.templates()) {
        const { template } = document.frontmatter;
        if (!template) continue;
        const place = (path: Path, part?: 'key') =>
          document.rangeOf({
            in: 'frontmatter',
            path: ['template', ...path],
            ...(part && { part }),
          });
        rule.check({ template, document, context }, ({ at, part, related = [], ...finding }) =>
          report({
            ...finding,
            file: document.path,
            range: place(at, part),
            related: related.map((other) => ({
              message: other.message,
              file: document.path,
              range: place(other.at),
            })),
          }),
        );
      }
    },
  };
}
