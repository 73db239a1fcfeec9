/** What people may do in the workspace; each role includes the ones before it. */

export const WORK_ROLES = ['none', 'reader', 'operator', 'manager', 'administrator'] as const;

export type WorkRole = (typeof WORK_ROLES)[number];
