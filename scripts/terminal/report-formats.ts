/** The forms in which findings are printed. */
export const REPORT_FORMATS = ['pretty', 'json', 'github', 'sarif'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];
