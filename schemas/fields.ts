/**
 * What a person is asked for in a form: the inputs of a run and the fields of a task. Answers
 * are kept by the name of the field and are text, but for numbers.
 */
import { z } from 'zod';
import { mapping } from './mapping.ts';
import { slug, text, yesNo } from './scalars.ts';

export const FIELD_TYPES = [
  'text',
  'long-text',
  'url',
  'email',
  'number',
  'date',
  'choice',
  'person',
] as const;

const FIELD = {
  name: slug.describe('Name of the answer, and of its placeholder.'),
  label: text.describe('What is asked, as the operator reads it.'),
  type: z
    .enum(FIELD_TYPES, { error: `one of ${FIELD_TYPES.map((type) => `\`${type}\``).join(', ')}` })
    .describe('Kind of the answer.'),
  required: yesNo.optional().describe('Whether an answer must be given.'),
  choices: z.array(text).min(1, 'at least one choice').optional().describe('Answers of a choice.'),
  help: text.optional().describe('A sentence shown beside the field.'),
  visibleTo: z
    .array(slug)
    .min(1, 'at least one role')
    .optional()
    .describe('Roles that see the answer; default everybody who sees the run.'),
};

/** A choice has choices, and nothing else has. */
function hasChoicesWhereAsked({ type, choices }: { type: string; choices?: unknown }): boolean {
  return (type === 'choice') === (choices !== undefined);
}

const CHOICES = {
  error: '`choices` with the type `choice`, and with no other type',
  path: ['choices'],
};

export const runInput = mapping(FIELD).refine(hasChoicesWhereAsked, CHOICES);

export const formField = mapping({
  ...FIELD,
  fromPrevious: slug
    .optional()
    .describe('Field of this task whose answer in the previous run is shown beside it.'),
}).refine(hasChoicesWhereAsked, CHOICES);

export type RunInput = z.output<typeof runInput>;
export type FormField = z.output<typeof formField>;
