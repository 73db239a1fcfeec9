import type { AuthoredTask } from '../../../schemas/task-template.ts';
import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const thenStage = (stage: string, offset: string) =>
  exampleWorkflowWith([exampleTask('check', [`stageOnComplete: ${stage}`])]).replace(
    'offsetDays: 0',
    `offsetDays: ${offset}`,
  );

export const stageBackwards = defineTemplateRule({
  code: 'template/stage-backwards',
  severity: 'error',
  summary: 'Stages only move forward, through the phases and from task to task.',
  rationale: 'A run keeps the furthest stage it has reached, so a step back has no effect.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': thenStage('announced', '0') },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': thenStage('announced', '2') },
  },
  check({ template: { phases = [], stages, tasks } }, report) {
    const rank = (stage: string) => stages.indexOf(stage);
    for (const [index, { id, stage }] of phases.entries()) {
      const before = phases.slice(0, index).find((phase) => rank(phase.stage) > rank(stage));
      if (!before || rank(stage) === -1) continue;
      report({
        at: ['phases', index, 'stage'],
        message: `Phase \`${id}\` is in the stage \`${stage}\`, but \`${before.id}\` before it is already in \`${before.stage}\` — put the phases or the stages in order.`,
        data: { phase: id, stage },
      });
    }
    const moves = tasks.flatMap((task, index) =>
      task.stageOnComplete === undefined || rank(task.stageOnComplete) === -1
        ? []
        : [{ task, index, rank: rank(task.stageOnComplete) }],
    );
    for (const move of moves) {
      const earlier = moves.find(
        (other) => other.rank > move.rank && isDueBefore(other.task, move.task),
      );
      if (!earlier) continue;
      report({
        at: ['tasks', move.index, 'stageOnComplete'],
        message: `Task \`${move.task.refId}\` leads to \`${move.task.stageOnComplete}\`, but \`${earlier.task.refId}\`, which is due before it, already leads to \`${earlier.task.stageOnComplete}\` — change one of the two stages.`,
        data: { task: move.task.refId, earlier: earlier.task.refId },
        related: [
          {
            message: `leads to \`${earlier.task.stageOnComplete}\``,
            at: ['tasks', earlier.index, 'stageOnComplete'],
          },
        ],
      });
    }
  },
});

/** Days and workdays are not compared: which comes first depends on the anchor. */
function isDueBefore(a: AuthoredTask, b: AuthoredTask): boolean {
  if ((a.offsetWorkdays === undefined) !== (b.offsetWorkdays === undefined)) return false;
  return (a.offsetWorkdays ?? a.offsetDays ?? 0) < (b.offsetWorkdays ?? b.offsetDays ?? 0);
}
