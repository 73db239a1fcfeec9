/**
 * From what a curator writes under `template:` to what a work engine runs: references
 * become document ids, steps become addresses with fingerprints, defaults and everything
 * derivable is written out. Templates come here after validation, so a broken one is a
 * defect of the caller and is asserted, not reported. Node only.
 */
import type { AuthoredTask, AuthoredTemplate } from '../../../schemas/task-template.ts';
import type { TaskDefinition, WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { hashContent } from './content-hash.ts';
import { foreignKeys } from './extensions.ts';
import { compileValidation } from './task-validation.ts';

type Instruction = NonNullable<TaskDefinition['instruction']>;

/** A valid template with the document it is written in and a way to what it mentions. */
export interface TemplateSource {
  /** Id of the document. */
  readonly templateId: string;
  /** Title of the document. */
  readonly name: string;
  readonly template: AuthoredTemplate;
  /** Document id of a reference; throws if there is none. */
  resolveDocument(reference: string): string;
  /** Where a task's instructions are; `stepId` as authored, a name or an ordinal. */
  resolveInstruction(reference: string, stepId?: string): Instruction;
}

/**
 * The published form of one template: keys in the order of the contract, tasks in authored
 * order, optional keys nobody set absent. The same source gives the same bytes.
 */
export function compileTemplate(source: TemplateSource): WorkflowTemplate {
  const { templateId, name, template } = source;
  const { type, emoji, tags, phases, stages, references, bundleLinkDefinitions } = template;
  const { runTitle, inputs, requiresApproval } = template;
  const { roles, defaultAssignee, trigger, forEach, anchor, calendar, doneCriteria } = template;
  const compiled = {
    schemaVersion: 1 as const,
    templateId,
    name,
    type,
    ...(emoji !== undefined && { emoji }),
    tags,
    ...(runTitle !== undefined && { runTitle }),
    ...(inputs && { inputs }),
    ...(requiresApproval !== undefined && { requiresApproval }),
    ...(phases && { phases }),
    stages,
    sourceDocIds: template.sourceDocIds.map((reference) => source.resolveDocument(reference)),
    references,
    bundleLinkDefinitions,
    roles,
    ...(defaultAssignee !== undefined && { defaultAssigneeId: defaultAssignee }),
    ...compileTrigger(trigger),
    ...(forEach && { forEach }),
    anchor,
    ...(calendar && { calendar }),
    doneCriteria,
    ...foreignKeys(template.extensions, 'template'),
  };
  const taskDefinitions = template.tasks.map((task) => compileTask(task, source));
  const contentHash = hashContent({ ...compiled, taskDefinitions });
  return { ...compiled, contentHash, taskDefinitions };
}

/** A schedule without a zone is read in UTC. */
function compileTrigger(
  trigger: AuthoredTemplate['trigger'],
): Pick<WorkflowTemplate, `trigger${string}` & keyof WorkflowTemplate> {
  if (trigger.type === 'manual') return { triggerType: 'manual' };
  return {
    triggerType: 'automatic',
    triggerSchedule: trigger.schedule,
    triggerLeadDays: trigger.leadDays,
    triggerTimeZone: trigger.timeZone ?? 'UTC',
    triggerEnabled: trigger.enabled,
  };
}

function compileTask(task: AuthoredTask, source: TemplateSource): TaskDefinition {
  const {
    assignee,
    instructionDocId: reference,
    // These are inside the compiled `validation` from here on.
    operatorAction: _operatorAction,
    completionProof: _completionProof,
    requiredBundleLinks: _requiredBundleLinks,
    waiting: _waiting,
    atRiskWhen: _atRiskWhen,
    extensions,
    ...carried
  } = task;
  return {
    ...carried,
    ...(assignee !== undefined && { assigneeId: assignee }),
    ...(reference !== undefined && {
      instructionDocId: source.resolveDocument(reference),
      instruction: source.resolveInstruction(reference, task.instructionStepId),
    }),
    validation: compileValidation(task),
    ...foreignKeys(extensions, 'task'),
  };
}
