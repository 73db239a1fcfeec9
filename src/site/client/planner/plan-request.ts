/** What is asked in the fields of a planner, as a plan is asked for. */
import { askedField } from '../../../../schemas/addresses.ts';
import type { WorkflowTemplate } from '../../../../schemas/workflow-template.ts';
import { checkTimeZone } from '../../../workflow/dates/time-zone.ts';
import { checkAnswers } from '../../../workflow/plan/answers.ts';
import type { PlanRequest } from '../../../workflow/plan/plan.ts';
import { PlanError } from '../../../workflow/plan/plan-error.ts';
import type { Asked } from './asked-fields.ts';

/** An answer that does not fit is left out, and a sentence says why. */
export function requestOf(
  template: WorkflowTemplate,
  asked: Asked,
): { readonly request: PlanRequest; readonly problems: readonly string[] } {
  const { forEach = [], inputs = [] } = template;
  const answers = new Map(inputs.flatMap(({ name }) => answerOf(asked, 'input', name)));
  const wrong = checkAnswers(inputs, Object.fromEntries(answers), { require: false });
  for (const { field } of wrong) answers.delete(field);
  const zone = asked.get('zone');
  const zoneProblem = zone === undefined ? undefined : problemOf(() => checkTimeZone(zone));
  return {
    request: {
      anchor: asked.get('anchor') ?? '',
      for: Object.fromEntries(forEach.flatMap((name) => answerOf(asked, 'for', name))),
      inputs: Object.fromEntries(answers),
      ...(zone !== undefined && zoneProblem === undefined && { timeZone: zone }),
    },
    problems: [
      ...(zoneProblem === undefined ? [] : [zoneProblem]),
      ...wrong.map(({ sentence }) => sentence),
    ],
  };
}

function answerOf(asked: Asked, kind: 'for' | 'input', name: string): [string, string][] {
  const answer = asked.get(askedField(kind, name));
  return answer === undefined ? [] : [[name, answer]];
}

function problemOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof PlanError) return error.message;
    throw error;
  }
}
