/** The contract of the API as an OpenAPI 3.1 document, made from the routes and their schemas. */
import { z } from 'zod';
import { WORK_API } from '../../../../schemas/addresses.ts';
import {
  eventRequest,
  noQuery,
  type PROBLEM_CODES,
  problem,
  runAnswer,
  startRequest,
} from '../../../../schemas/work-api.ts';
import { MAX_ENTRIES, MAX_TEXT } from '../../../workspace/bounded.ts';
import { NEEDED_ROLE } from '../../../workspace/roles.ts';
import type { WorkServices } from '../work-services.ts';
import { type Endpoint, endpoint, type Operation } from './endpoint.ts';
import { PROBLEM_KINDS } from './problem-details.ts';
import { IDEMPOTENCY_KEY } from './read-request.ts';

export function openApiEndpoint(services: WorkServices, others: readonly Operation[]): Endpoint {
  const operation = {
    id: 'showContract',
    method: 'get',
    path: '/openapi.json',
    summary: 'This document.',
    needs: 'see',
    query: noQuery,
    answer: { status: 200, schema: z.looseObject({ openapi: z.literal('3.1.1') }) },
    problems: [],
  } as const;
  let document: object | undefined;
  return endpoint(services, operation, async (c) => {
    document ??= openApi([...others, operation]);
    return c.json(document);
  });
}

/** Schemas that are named in the document: of what is sent, and of what comes back. */
const SENT = { Start: startRequest, Event: eventRequest };
const RETURNED = { Run: runAnswer, Problem: problem };

type JsonSchema = Readonly<Record<string, unknown>>;

function openApi(operations: readonly Operation[]): object {
  const schemas = openSchemas();
  const paths: Record<string, Record<string, object>> = {};
  for (const each of operations) {
    const path = `${WORK_API}${each.path}`;
    paths[path] = { ...paths[path], [each.method]: describe(each, schemas) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Workspace',
      version: '1',
      description:
        'Runs of workflows for programs and agents. Whatever goes wrong is told as a problem (RFC 9457) with a stable `code`. ' +
        `Texts have at most ${MAX_TEXT} characters, lists and mappings ${MAX_ENTRIES} entries.`,
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas: schemas.named,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of `opsbook tokens`.' },
        session: { type: 'apiKey', in: 'cookie', name: 'opsbook', description: 'A session.' },
      },
    },
  };
}

function describe(operation: Operation, schemas: Schemas) {
  const { id, summary, needs, path, body, answer } = operation;
  const scope = scopeOf(operation);
  const role = NEEDED_ROLE[needs];
  return {
    operationId: id,
    summary,
    description: `Needs the role \`${role}\`, or a token with \`${scope}\`.`,
    'x-scope': scope,
    'x-role': role,
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      ...queryParameters(schemas.of(operation.query, 'input')),
      ...headerParameters(operation),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemas.of(body, 'input') } },
      },
    }),
    ...(operation.isUpload && {
      requestBody: {
        required: true,
        content: {
          'application/octet-stream': {},
          'multipart/form-data': { schema: FORM },
        },
      },
    }),
    responses: {
      [answer.status]: {
        description: summary,
        headers: headersOf(answer.headers ?? {}),
        content: {
          [answer.type ?? 'application/json']: {
            schema: schemas.of(answer.schema, 'output'),
          },
        },
      },
      ...(operation.headers?.['If-None-Match'] !== undefined && {
        304: { description: 'Nothing happened to the run since.' },
      }),
      ...problemResponses(operation, schemas.of(problem, 'output')),
    },
  };
}

/** A token that acts may read, one that manages both. */
export function scopeOf({ method }: Pick<Operation, 'method'>): 'work:read' | 'work:act' {
  return method === 'get' ? 'work:read' : 'work:act';
}

function queryParameters(query: JsonSchema): object[] {
  const { properties = {}, required = [] } = query as {
    properties?: Record<string, { description?: string }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    description,
    required: required.includes(name),
    schema,
  }));
}

function headerParameters({ isCommand, headers = {} }: Operation): object[] {
  const all = {
    ...(isCommand && {
      [IDEMPOTENCY_KEY]:
        'Identity of the command, 1 to 128 visible characters: sent twice it happens once.',
    }),
    ...headers,
  };
  return Object.entries(all).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  }));
}

function headersOf(headers: Readonly<Record<string, string>>): object {
  const entries = Object.entries(headers).map(
    ([name, description]) => [name, { description, schema: { type: 'string' } }] as const,
  );
  return Object.fromEntries(entries);
}

/** A form of a browser: one file, and whatever its name in the form is. */
const FORM = {
  type: 'object',
  properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
};

/** What can be wrong with every request, with its body, and with this one. */
function problemResponses(
  { method, body, isUpload, isCommand, problems }: Operation,
  schema: object,
): object {
  const codes = new Set<(typeof PROBLEM_CODES)[number]>([
    'invalid',
    'unauthorized',
    'password-change-required',
    'forbidden',
    'method-not-allowed',
    'too-many-requests',
    'internal-error',
    'unavailable',
    ...(method === 'get' ? [] : (['foreign-form'] as const)),
    ...(body ? (['unsupported-media-type'] as const) : []),
    ...(body || isUpload ? (['too-large'] as const) : []),
    ...(isCommand ? (['command-reused'] as const) : []),
    ...problems,
  ]);
  const byStatus = Map.groupBy(codes, (code) => PROBLEM_KINDS[code][0]);
  const responses = [...byStatus].map(([status, some]) => [
    status,
    {
      description: some.map((code) => `\`${code}\``).join(', '),
      content: { 'application/problem+json': { schema } },
    },
  ]);
  return Object.fromEntries(responses);
}

interface Schemas {
  /** What `components` holds; grows while schemas are asked for. */
  readonly named: Record<string, JsonSchema>;
  of(schema: z.ZodType, io: 'input' | 'output'): JsonSchema;
}

function openSchemas(): Schemas {
  const named: Record<string, JsonSchema> = {};
  const names = new Map<z.ZodType, string>();
  for (const [io, group] of [
    ['input', SENT],
    ['output', RETURNED],
  ] as const) {
    for (const [name, schema] of Object.entries(group)) {
      named[name] = toJsonSchema(schema, io);
      names.set(schema, name);
    }
  }
  return {
    named,
    of(schema, io) {
      const name = names.get(schema);
      return name === undefined ? toJsonSchema(schema, io) : { $ref: `${COMPONENTS}${name}` };
    },
  };

  /** What a schema defines for itself is defined once for all of them. */
  function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const {
      $schema: _,
      $defs = {},
      ...json
    } = rebase(z.toJSONSchema(schema, { target: 'draft-2020-12', io }));
    Object.assign(named, $defs);
    return json;
  }
}

const COMPONENTS = '#/components/schemas/';

function rebase(schema: object): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/$defs/', `"$ref":"${COMPONENTS}`));
}
