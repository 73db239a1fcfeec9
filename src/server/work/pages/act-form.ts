/**
 * The forms by which somebody acts on a run. A form that was refused is shown again at its place,
 * with what was typed and the reason; whatever its place is, nothing typed is lost.
 */
import { html } from 'hono/html';
import { runFilesUrl } from '../../../../schemas/addresses.ts';
import { isAddress } from '../../../workflow/index.ts';
import type { Problem } from '../../../workspace/problem.ts';
import type { FormType } from './event-of-form.ts';
import { type Field, fieldMarkup } from './field.ts';
import type { Markup } from './markup.ts';

export interface ActForm {
  readonly type: FormType;
  readonly refId?: string;
  /** Which one of several on a page, and what it says beside its fields. */
  readonly hidden?: Readonly<Record<string, string>>;
  readonly fields?: readonly Field[];
  readonly buttons: readonly Button[];
  readonly hint?: string;
}

export interface Button {
  readonly label: string;
  /** For those who do not see what the button stands beside. */
  readonly about?: string;
  readonly tone?: 'primary' | 'quiet' | 'danger';
  /** What is said by this button and by no other of the form. */
  readonly says?: readonly [name: string, value: string];
}

/** A form that was sent and refused. */
export interface Attempt {
  readonly values: URLSearchParams;
  readonly problem: Problem;
  /** The problem, as people read it. */
  readonly sentence: string;
}

interface Target {
  readonly id: string;
  readonly version: number;
}

export class ActForms {
  readonly #newCommandId: () => string;
  readonly #action: string;
  readonly #attempt: Attempt | undefined;
  #isPlaced = false;
  #count = 0;

  /** `action` is the address of the page, which takes its own forms. */
  constructor({
    newCommandId,
    action,
    attempt,
  }: {
    readonly newCommandId: () => string;
    readonly action: string;
    readonly attempt?: Attempt | undefined;
  }) {
    this.#newCommandId = newCommandId;
    this.#action = action;
    this.#attempt = attempt;
  }

  /** Whether this form was refused just now. */
  isRefused(form: Pick<ActForm, 'type' | 'refId' | 'hidden'>, { id }: Pick<Target, 'id'>): boolean {
    return this.#attempt?.values.get('form') === keyOf(form, id);
  }

  /** Behind a word that opens it; open where it was refused. */
  behind(summary: string, form: ActForm, target: Target): Markup {
    const isOpen = this.isRefused(form, target);
    return html`<details class="work-more"${isOpen && html` open`}><summary>${summary}</summary>${this.show(form, target)}</details>`;
  }

  show(form: ActForm, target: Target): Markup {
    const { fields = [], buttons, hint } = form;
    const attempt = this.isRefused(form, target) ? this.#attempt : undefined;
    if (attempt) this.#isPlaced = true;
    const wrong = attempt === undefined ? [] : wrongFields(attempt, fields);
    return html`<form class="work-form" method="post" action="${this.#action}" data-form="${keyOf(form, target.id)}">
${this.#hiddenFields(form, target)}
${attempt && problemMarkup(attempt.sentence, wrong.length === 0)}
${hint !== undefined && html`<p class="hint">${hint}</p>`}
${fields.map((field) =>
  fieldMarkup(field, {
    id: this.#newId(),
    ...(attempt?.values.has(field.name) && { typed: attempt.values.getAll(field.name) }),
    ...(wrong.includes(field.name) && {
      error: attempt?.problem.details.refusal?.missing ? MISSING : WRONG,
      isFocused: field.name === wrong[0],
    }),
  }),
)}
<div class="work-actions">${buttons.map(buttonMarkup)}</div>
</form>`;
  }

  /** A file, which no other form of the workspace takes along. */
  upload(target: Target, refId?: string): Markup {
    const form = { type: 'attach', ...(refId !== undefined && { refId }) } as const;
    const key = keyOf(form, target.id);
    const attempt = this.#attempt?.values.get('form') === key ? this.#attempt : undefined;
    if (attempt) this.#isPlaced = true;
    const id = this.#newId();
    return html`<details class="work-more"${attempt && html` open`}><summary>Attach a file…</summary><form class="work-form" method="post" enctype="multipart/form-data" action="${runFilesUrl(target.id, refId)}" data-form="${key}">
<input type="hidden" name="commandId" value="${this.#newCommandId()}">
${attempt && problemMarkup(attempt.sentence, true)}
<div class="work-field"><label for="${id}">File</label><p class="hint" id="${id}-hint">At most 25 MB.</p><input id="${id}" name="file" type="file" required aria-describedby="${id}-hint"></div>
<div class="work-actions"><button class="quiet" type="submit">Attach</button></div></form></details>`;
  }

  /** The box of a step, in the place of its number. */
  tick(
    form: ActForm,
    target: Target,
    { label, isTicked }: { readonly label: string; readonly isTicked: boolean },
  ): Markup {
    return html`<form class="step-tick" method="post" action="${this.#action}" data-form="${keyOf(form, target.id)}">${this.#hiddenFields(form, target)}<button class="step-check" type="submit" role="checkbox" aria-checked="${String(isTicked)}" aria-label="${label}"></button></form>`;
  }

  #hiddenFields(form: ActForm, { id, version }: Target): Markup[] {
    const { type, refId, hidden = {} } = form;
    const said = {
      form: keyOf(form, id),
      type,
      run: id,
      version: `${version}`,
      commandId: this.#newCommandId(),
      ...(refId !== undefined && { refId }),
      ...hidden,
    };
    return Object.entries(said).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
    );
  }

  /** What was refused and has no place on the page any more, with what was typed; else nothing. */
  unplaced(): Markup | undefined {
    if (this.#attempt === undefined || this.#isPlaced) return undefined;
    const { values, sentence } = this.#attempt;
    const typed = [...values].filter(([name, value]) => !UNTYPED.has(name) && value.trim() !== '');
    return html`<div class="work-problem" role="alert" tabindex="-1" autofocus><p>${sentence}</p>
${
  typed.length > 0 &&
  html`<p>What you typed:</p><ul>${typed.map(([, value]) => html`<li>${value}</li>`)}</ul>`
}</div>`;
  }

  #newId(): string {
    this.#count += 1;
    return `field-${this.#count}`;
  }
}

export function problemMarkup(sentence: string, isFocused: boolean): Markup {
  return html`<p class="work-problem" role="alert" tabindex="-1"${isFocused && html` autofocus`}>${sentence}</p>`;
}

/** Names of the fields that are the reason, in the order of the form. */
function wrongFields({ problem, values }: Attempt, fields: readonly Field[]): string[] {
  const { details } = problem;
  const missing = details.refusal?.missing ?? [];
  const named = [details.field, ...missing.flatMap(({ field, name }) => [field, name])];
  const isNamed = ({ name, label }: Field) =>
    named.some(
      (each) =>
        each !== undefined && (each === name || name.endsWith(`.${each}`) || each === label),
    );
  // Which of several links it is, the library leaves to its sentence.
  const isNoAddress = ({ kind, name }: Field) => {
    const typed = (values.get(name) ?? '').trim();
    return kind === 'url' && details.field === 'evidence' && typed !== '' && !isAddress(typed);
  };
  return fields.filter((field) => isNamed(field) || isNoAddress(field)).map(({ name }) => name);
}

/** What a form is known by among those of a page. */
export function keyOf(
  { type, refId, hidden = {} }: Pick<ActForm, 'refId' | 'hidden'> & { readonly type: string },
  run: string,
): string {
  return [run, type, refId ?? '', hidden.name ?? hidden.step ?? ''].join(' ');
}

function buttonMarkup({ label, about, tone = 'quiet', says }: Button): Markup {
  return html`<button class="${tone}" type="submit"${says && html` name="${says[0]}" value="${says[1]}"`}>${label}${
    about !== undefined && html`<span class="visually-hidden"> ${about}</span>`
  }</button>`;
}

const MISSING = 'This is missing.';
const WRONG = 'Look at this again.';

/** Fields that nobody types. */
const UNTYPED: ReadonlySet<string> = new Set([
  'form',
  'type',
  'run',
  'version',
  'commandId',
  'refId',
  'of',
  'step',
  'done',
  'verdict',
]);
