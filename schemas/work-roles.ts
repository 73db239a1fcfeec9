/** Roles of people in the workspace; each includes the ones before it. */

export const WORK_ROLES = ['none', 'reader', 'operator', 'manager', 'administrator'] as const;

/** Sees nothing · sees runs · acts · approves, prioritises, re-anchors, cancels · all the rest. */
export type WorkRole = (typeof WORK_ROLES)[number];
