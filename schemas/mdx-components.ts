/** The components an `.mdx` document may use; each is a file in `src/site/components/mdx/`. */
export const MDX_COMPONENTS = [
  'Callout',
  'Figure',
  'Planner',
  'Steps',
  'Tab',
  'Tabs',
  'Video',
] as const;
