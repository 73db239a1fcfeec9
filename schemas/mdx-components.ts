/**
 * The components an `.mdx` document may use, each a file in `src/site/components/mdx/`, with the
 * attributes it takes. Whatever is not named here is a finding, and never reaches a component:
 * the framework gives some attributes, such as `set:html`, a meaning of its own.
 */

/** What the text of an attribute is; every attribute may be left out. */
export type MdxAttribute =
  | { readonly type: 'text' }
  /** A whole address that begins with `https://`. */
  | { readonly type: 'https-address' }
  /** `template.type` of a workflow. */
  | { readonly type: 'workflow-type' }
  | { readonly type: 'one-of'; readonly values: readonly string[] };

/** Attributes by the name of the component. */
export const MDX_COMPONENTS: ReadonlyMap<string, ReadonlyMap<string, MdxAttribute>> = new Map(
  Object.entries({
    Callout: {
      type: { type: 'one-of', values: ['note', 'tip', 'important', 'warning', 'caution'] },
      title: { type: 'text' },
    },
    Figure: { caption: { type: 'text' } },
    Planner: { type: { type: 'workflow-type' } },
    Steps: {},
    Tab: { label: { type: 'text' } },
    Tabs: {},
    Video: { src: { type: 'https-address' }, title: { type: 'text' } },
  } satisfies Readonly<Record<string, Readonly<Record<string, MdxAttribute>>>>).map(
    ([name, attributes]) => [name, new Map<string, MdxAttribute>(Object.entries(attributes))],
  ),
);
