/** `{{guest_name}}` in a text that is filled in before it is copied. Used by pages and in the browser alike. */
export const PLACEHOLDER = /\{\{\s*([\w-]+)\s*\}\}/g;
