/** The contract document is valid, tells of every route, and its schemas take what the API takes. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { WORK_API } from '../../../schemas/addresses.ts';
import { isFormType } from '../../../src/server/work/pages/event-of-form.ts';
import { EVENTS } from '../../../src/workflow/run/events.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';
import { smallApi } from './api-fixture.ts';

const TEMPLATE = compileSmall([{ offsetDays: 0, description: 'Ask' }]);

async function contract() {
  await using api = await smallApi([TEMPLATE]);
  return { endpoints: api.endpoints, document: (await api.send('GET /openapi.json')).json };
}

test('the document is valid OpenAPI 3.1', async () => {
  const { document } = await contract();
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect(errors ?? []).toEqual([]);
  expect([valid, validator.version]).toEqual([true, '3.1']);
});

test('it has every route, each with a scope and its problems', async () => {
  const { document, endpoints } = await contract();
  const told = Object.entries<Record<string, object>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [method, path, operation] as const),
  );
  expect(told.map(([method, path]) => `${method} ${path}`).sort()).toEqual(
    endpoints.map(({ method, path }) => `${method} ${WORK_API}${path}`).sort(),
  );
  for (const [, , operation] of told) {
    expect(operation).toMatchObject({
      'x-scope': expect.stringMatching(/^work:/),
      responses: { 400: {}, 401: {}, 403: {}, 429: {}, 503: {} },
    });
  }
});

test('each schema in it compiles, and takes what the API takes and no more', async () => {
  const { document } = await contract();
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema(document, 'openapi');
  const takes = (name: string, value: unknown) =>
    ajv.validate({ $ref: `openapi#/components/schemas/${name}` }, value);
  for (const name of Object.keys(document.components.schemas)) {
    expect(ajv.getSchema(`openapi#/components/schemas/${name}`)).toBeDefined();
  }
  expect(takes('Start', { type: 'small', anchor: '2026-07-02', inputs: { a: 1 } })).toBe(true);
  expect(takes('Start', { type: 'small' })).toBe(false);
  expect(takes('Event', { type: 'wait', refId: 'a' })).toBe(false);
  const done = { type: 'complete', refId: 'a', onBehalfOf: 'ben' };
  expect(takes('Event', done)).toBe(true);
  for (const own of ['at', 'by', 'commandId']) {
    expect([own, takes('Event', { ...done, [own]: '2026-07-01' })]).toEqual([own, false]);
  }
});

test('PR-23 What a form of a page does, the API takes', async () => {
  const { document } = await contract();
  const said = JSON.stringify(document.components.schemas.Event);
  const withForm = Object.keys(EVENTS).filter(isFormType);
  expect(withForm.length).toBeGreaterThan(15);
  expect(withForm.filter((type) => !said.includes(`"const":"${type}"`))).toEqual([]);
});
