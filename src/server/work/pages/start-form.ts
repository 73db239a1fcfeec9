/** The form that begins a run, in place on Today or as a page of its own. */
import { html } from 'hono/html';
import { askedField, startRunUrl } from '../../../../schemas/addresses.ts';
import { checkAnswers, type WorkflowTemplate } from '../../../workflow/index.ts';
import { anchorInWords } from '../../../workflow/template-words.ts';
import type { StartRequest } from '../../../workspace/store.ts';
import { askedAs, type Field, fieldMarkup } from './field.ts';
import type { Markup } from './markup.ts';
import { slugInWords } from './who-words.ts';

export interface StartFormState {
  readonly commandId: string;
  /** What was typed or is in the address. */
  readonly typed: URLSearchParams;
  /** Name of the field → what is wrong with it. */
  readonly errors?: ReadonlyMap<string, string>;
  /** Without what can wait. */
  readonly isShort: boolean;
  /** Before the ids of its fields, where a page has several forms. */
  readonly idPrefix: string;
}

export function startFormMarkup(template: WorkflowTemplate, state: StartFormState): Markup {
  const { commandId, typed, errors = new Map<string, string>(), isShort, idPrefix } = state;
  const fields = startFields(template);
  const needed = fields.filter((field) => isNeeded(field, isShort));
  const others = isShort ? [] : fields.filter((field) => !needed.includes(field));
  const isOpen = others.some(({ name }) => (typed.get(name) ?? '') !== '' || errors.has(name));
  const firstWrong = fields.find(({ name }) => errors.has(name))?.name;
  return html`<form class="work-form" method="post" action="${startRunUrl(template.type)}" data-form="start ${template.type}">
<input type="hidden" name="commandId" value="${commandId}">
${needed.map(markupOf)}
${others.length > 0 && html`<details class="work-more"${isOpen && html` open`}><summary>Links that are known, and another title</summary>${others.map(markupOf)}</details>`}
<div class="work-actions"><button class="primary" type="submit">Start this run<span class="visually-hidden"> of ${template.name}</span></button>
${
  isShort
    ? html`<a href="${startRunUrl(template.type)}">Look at the dates first<span class="visually-hidden"> of ${template.name}</span></a>`
    : html`<button class="quiet" type="submit" name="show" value="dates" formnovalidate>Show the dates</button>`
}</div>
</form>`;

  function markupOf(field: Field): Markup {
    const error = errors.get(field.name);
    return fieldMarkup(field, {
      id: `${idPrefix}-${fields.indexOf(field) + 1}`,
      ...(typed.has(field.name) && { typed: typed.getAll(field.name) }),
      ...(error !== undefined && { error, isFocused: field.name === firstWrong }),
    });
  }
}

/** What a run cannot begin without; on a page of its own all that the workflow asks. */
function isNeeded({ name, required = false }: Field, isShort: boolean): boolean {
  return required || (!isShort && name.startsWith(askedField('input', '')));
}

/** All that can be said when a run begins. */
function startFields(template: WorkflowTemplate): Field[] {
  const { forEach = [], inputs = [], bundleLinkDefinitions } = template;
  return [
    {
      name: 'anchor',
      label: template.anchor.label,
      kind: 'date',
      required: true,
      ...(hasMore(template) && { hint: `${anchorInWords(template)}.` }),
    },
    ...forEach.map(
      (name): Field => ({
        name: askedField('for', name),
        label: slugInWords(name),
        kind: 'text',
        required: true,
      }),
    ),
    ...inputs.map((input): Field => {
      const field = askedAs(askedField('input', input.name), input);
      return { ...field, ...(input.required && { required: true }) };
    }),
    ...bundleLinkDefinitions.map(
      ({ name }): Field => ({
        name: askedField('link', name),
        label: `${name} (optional)`,
        kind: 'url',
      }),
    ),
    { name: 'title', label: 'Title (optional)', kind: 'text' },
  ];
}

function hasMore({ anchor: { weekday, time } }: WorkflowTemplate): boolean {
  return weekday !== undefined || time !== undefined;
}

/** What is asked for; blank fields say nothing. */
export function startRequestOf(template: WorkflowTemplate, form: URLSearchParams): StartRequest {
  const { type, forEach = [], inputs = [], bundleLinkDefinitions } = template;
  const said = (kind: 'for' | 'input' | 'link', names: readonly string[]) => {
    const given = names.flatMap((name): [string, string][] => {
      const value = (form.get(askedField(kind, name)) ?? '').trim();
      return value === '' ? [] : [[name, value]];
    });
    return given.length === 0 ? undefined : Object.fromEntries(given);
  };
  const [values, answers, links] = [
    said('for', forEach),
    said(
      'input',
      inputs.map(({ name }) => name),
    ),
    said(
      'link',
      bundleLinkDefinitions.map(({ name }) => name),
    ),
  ];
  const title = (form.get('title') ?? '').trim();
  return {
    type,
    anchor: (form.get('anchor') ?? '').trim(),
    ...(values && { for: values }),
    ...(answers && { inputs: answers }),
    ...(links && { links }),
    ...(title !== '' && { title }),
  };
}

/** Field → what is wrong with what was typed there. */
export function startErrors(
  template: WorkflowTemplate,
  { anchor, for: values = {}, inputs = {} }: StartRequest,
): ReadonlyMap<string, string> {
  const { forEach = [], inputs: asked = [] } = template;
  const known = new Map(Object.entries(values));
  return new Map([
    ...(/^\d{4}-\d{2}-\d{2}$/.test(anchor) ? [] : [['anchor', 'Choose a date.'] as const]),
    ...forEach
      .filter((name) => !known.has(name))
      .map((name) => [askedField('for', name), 'This is missing.'] as const),
    ...checkAnswers(asked, inputs, { require: true }).map(
      ({ field, sentence }) => [askedField('input', field), sentence] as const,
    ),
  ]);
}
