/** Plans a published workflow in the page: nothing leaves the browser. */
import { PlanError, planRemarks, planWorkflow, queueOf } from 'opsbook/workflow';

const form = document.querySelector('form');
const status = document.querySelector('[role="status"]');
const rows = document.querySelector('tbody');

const { templates } = await load('index.json');
for (const { name, file } of templates) form.elements.file.append(new Option(name, file));

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { file, anchor, today } = Object.fromEntries(new FormData(form));
  const template = await load(file);
  try {
    const bundle = planWorkflow(template, { anchor });
    const remarks = planRemarks(template, { anchor, today });
    status.textContent = [bundle.title, ...remarks].join(' · ');
    rows.replaceChildren(...queueOf(bundle, { today }).map(rowOf));
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    status.textContent = error.message;
    rows.replaceChildren();
  }
});
form.dataset.ready = '';

async function load(file) {
  return (await fetch(`templates/${file}`)).json();
}

function rowOf({ task, state, missing }) {
  const row = document.createElement('tr');
  const names = new Set(missing.map(({ name }) => name));
  for (const text of [task.date, state, task.description, [...names].join(', ')]) {
    row.insertCell().textContent = text;
  }
  return row;
}
