/** The tasks of a workflow as they are shown: phase by phase, or as one group without a name. Browser-safe. */
import type { TaskDefinition, WorkflowTemplate } from '../../schemas/workflow-template.ts';

type Phases = WorkflowTemplate['phases'];

export interface PhaseGroup<T> {
  /** Absent for tasks without one: all of them in a template without phases. */
  readonly phase?: NonNullable<Phases>[number];
  readonly tasks: readonly T[];
}

/** Phases in their order, those without tasks too; tasks of each in the order given. */
export function phaseGroups<T extends Pick<TaskDefinition, 'phase'>>({
  phases = [],
  taskDefinitions,
}: {
  readonly phases?: Phases | undefined;
  readonly taskDefinitions: readonly T[];
}): PhaseGroup<T>[] {
  const groups: PhaseGroup<T>[] = phases.map((phase) => ({
    phase,
    tasks: taskDefinitions.filter((task) => task.phase === phase.id),
  }));
  const rest = taskDefinitions.filter((task) => phases.every(({ id }) => id !== task.phase));
  return rest.length === 0 ? groups : [...groups, { tasks: rest }];
}
