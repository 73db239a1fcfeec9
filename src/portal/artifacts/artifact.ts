/** A file below the output folder: its content, or the place on this machine it is copied from. */
export type Artifact =
  | { readonly path: string; readonly content: string }
  | { readonly path: string; readonly bytes: Uint8Array }
  | { readonly path: string; readonly copyFrom: string };
