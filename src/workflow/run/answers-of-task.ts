/** Answers on their way into a task, and into the texts of its run. Browser-safe. */
import { checkAnswers, readAnswers } from '../plan/answers.ts';
import { fillIn, type PlaceholderValues } from '../plan/placeholders.ts';
import { type Refusal, refuseTask } from './refusal.ts';
import type { Run, RunTask } from './run.ts';

/**
 * The task with the answers among its own; a blank one takes an answer away, and so does a form
 * that does not ask for it any more. Whether required ones are there is left to `checkCompletion`.
 */
export function giveAnswers(task: RunTask, given: unknown): RunTask | Refusal {
  const { form = [] } = task;
  const asked = new Set(form.map(({ name }) => name));
  const own = Object.entries(task.answers ?? {}).filter(([name]) => asked.has(name));
  const all = { ...Object.fromEntries(own), ...(given as object) };
  const [problem] = checkAnswers(form, all, { require: false });
  if (problem) {
    return refuseTask(task, 'invalid', `cannot take an answer: ${problem.sentence}`, {
      field: problem.field,
    });
  }
  const answers = readAnswers(form, all);
  return Object.keys(answers).length === 0 && !task.answers ? task : { ...task, answers };
}

/** Every text of the run that has placeholders, filled with what is known by now. */
export function fillTexts(run: Run): Run {
  const hasPatterns = run.titlePattern !== undefined || run.tasks.some(({ patterns }) => patterns);
  if (!hasPatterns) return run;
  const values = valuesOf(run);
  return {
    ...run,
    ...(run.titlePattern !== undefined && { title: fillIn(run.titlePattern, values) }),
    tasks: run.tasks.map((task) => fillTask(task, values)),
  };
}

function fillTask(task: RunTask, values: PlaceholderValues): RunTask {
  const { patterns, validation } = task;
  if (!patterns) return task;
  const { description, ...inValidation } = patterns;
  const filled = Object.fromEntries(
    Object.entries(inValidation).map(([key, pattern]) => [key, fillIn(pattern, values)]),
  );
  return {
    ...task,
    ...(description !== undefined && { description: fillIn(description, values) }),
    ...(typeof validation === 'object' && { validation: { ...validation, ...filled } }),
  };
}

/** Inputs and what the run is for by their names, the anchor date, answers as `<refId>.<field>`. */
export function valuesOf({ inputs, for: dimensions, anchorDate, tasks }: Run): PlaceholderValues {
  const answers = tasks.flatMap(({ refId, answers: given = {} }) =>
    Object.entries(given).map(([field, answer]) => [`${refId}.${field}`, answer] as const),
  );
  return { ...Object.fromEntries(answers), ...inputs, ...dimensions, anchor: anchorDate };
}
