/** What the parts of a comparison of tasks hand to each other. Browser-safe. */
import type { TaskDefinition } from '../../../schemas/workflow-template.ts';
import type { ChangeCode, ChangeDetails } from './change-classes.ts';

export type Report = (code: ChangeCode, details?: ChangeDetails) => void;

/** Two versions of a task, and where its changes go. */
export interface TaskPair {
  readonly before: TaskDefinition;
  readonly after: TaskDefinition;
  readonly report: Report;
}
