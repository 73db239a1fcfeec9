/** The modules that `portalIntegration` offers to pages. */

declare module 'opsbook:portal' {
  /** The compiled portal this build or dev server is about. */
  export const portal: import('../portal/compile-portal.ts').Portal;
}

declare module 'opsbook:mdx' {
  /** Bodies of the documents that are rendered with components, by document id. */
  export const bodies: ReadonlyMap<string, import('astro').MDXContent>;
}
