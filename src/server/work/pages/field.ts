/** A field of a form, as data and as HTML: label, hint, what is wrong with it, control. */
import { html } from 'hono/html';
import type { FormField, RunInput } from '../../../../schemas/fields.ts';
import type { Markup } from './markup.ts';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind: FormField['type'] | 'files';
  readonly value?: string;
  /** Browsers do not send the form without it. */
  readonly required?: boolean;
  readonly hint?: string;
  /** Value → what it is called; of a `choice`, and of `files` those that are there. */
  readonly choices?: readonly (readonly [value: string, label: string])[];
}

export interface ShownField {
  readonly id: string;
  readonly error?: string;
  readonly isFocused?: boolean;
  /** What was typed before, in place of the values. */
  readonly typed?: readonly string[];
}

/** What a template asks for, under the name the form gives it. */
export function askedAs(name: string, asked: FormField | RunInput): Field {
  const { label, type, required = false, choices = [], help } = asked;
  return {
    name,
    label: required ? label : `${label} (optional)`,
    kind: type,
    ...(help !== undefined && { hint: help }),
    ...(choices.length > 0 && { choices: choices.map((each) => [each, each] as const) }),
  };
}

export function fieldMarkup(field: Field, shown: ShownField): Markup {
  const { label, hint } = field;
  const { id, error } = shown;
  const notes = [
    hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`,
    error !== undefined && html`<p class="work-error" id="${id}-error">${error}</p>`,
  ];
  if (field.kind === 'files') return filesMarkup(field, shown, notes);
  return html`<div class="work-field"><label for="${id}">${label}</label>${notes}${control(field, shown)}</div>`;
}

function control(field: Field, shown: ShownField): Markup {
  const { kind, choices = [] } = field;
  const value = shown.typed?.[0] ?? field.value ?? '';
  const attributes = attributesOf(field, shown);
  if (kind === 'long-text') {
    return html`<textarea ${attributes} rows="3">\n${value}</textarea>`;
  }
  if (kind === 'choice') {
    return html`<select ${attributes}>${optionsOf(choices, value).map(
      ([each, called]) =>
        html`<option value="${each}"${each === value && html` selected`}>${called}</option>`,
    )}</select>`;
  }
  return html`<input ${attributes} ${TYPES[kind]} value="${value}">`;
}

type Choices = NonNullable<Field['choices']>;

/** Choosing nothing is a choice, and so is what was chosen before and is none any more. */
function optionsOf(choices: Choices, value: string): Choices {
  const isThere = (wanted: string) => choices.some(([each]) => each === wanted);
  return [
    ...(isThere('') ? [] : [['', '—'] as const]),
    ...choices,
    ...(value === '' || isThere(value) ? [] : [[value, value] as const]),
  ];
}

/** Those that are there to tick, and a line for one that is elsewhere. */
function filesMarkup(field: Field, shown: ShownField, notes: readonly unknown[]): Markup {
  const { label, name, choices = [], value } = field;
  const given = shown.typed ?? (value === undefined ? [] : value.split('\n'));
  const known = new Set(choices.map(([each]) => each));
  const other = given.find((each) => !known.has(each)) ?? '';
  return html`<fieldset><legend>${label}</legend>${notes}
${choices.map(
  ([each, called]) =>
    html`<label class="work-choice"><input type="checkbox" name="${name}" value="${each}"${given.includes(each) && html` checked`}> ${called}</label>`,
)}
<div class="work-field"><label for="${shown.id}">${choices.length > 0 ? 'Or its name or address' : 'Name or address of the file'}</label>
<input ${attributesOf(field, shown)} type="text" value="${other}"></div></fieldset>`;
}

function attributesOf({ name, required, hint }: Field, shown: ShownField): Markup {
  const { id, error, isFocused } = shown;
  const described = [
    hint !== undefined && `${id}-hint`,
    error !== undefined && `${id}-error`,
  ].filter((each) => each !== false);
  return html`id="${id}" name="${name}"${required === true && html` required`}${
    described.length > 0 && html` aria-describedby="${described.join(' ')}"`
  }${error !== undefined && html` aria-invalid="true"`}${isFocused === true && html` autofocus`}`;
}

/** The server judges what is typed, with a sentence: browsers only help to type it. */
const TYPES: Readonly<Record<Exclude<Field['kind'], 'long-text' | 'choice'>, Markup>> = {
  text: html`type="text"`,
  person: html`type="text"`,
  url: html`type="text" inputmode="url" autocapitalize="none" spellcheck="false"`,
  email: html`type="text" inputmode="email" autocapitalize="none" spellcheck="false"`,
  number: html`type="text" inputmode="decimal"`,
  date: html`type="date"`,
  files: html`type="text"`,
};
