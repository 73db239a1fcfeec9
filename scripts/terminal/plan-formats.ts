/** The forms in which a plan is printed. */
export const PLAN_FORMATS = ['table', 'json', 'ics', 'markdown', 'csv'] as const;

export type PlanFormat = (typeof PLAN_FORMATS)[number];
