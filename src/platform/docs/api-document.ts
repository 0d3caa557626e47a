/** The OpenAPI document, made from the routes, their policies and the zod shapes that validate them: one source for all. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type INestApplication, Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { projectRoot } from '../config/project-root.js';
import { type RouteInfo, routesOf } from '../http/route-check.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Responses = Operation['responses'];

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const description = `办事大厅、银行网点、医院的考评与考勤接口。Appraisal of service halls, bank outlets and hospitals.

- 先登录取得会话 Cookie；每个写操作带 \`X-CSRF-Token\`（可读 Cookie \`kp_csrf\` 的值）和 \`Idempotency-Key\`。
  Sign in for the session cookie; changing requests carry \`X-CSRF-Token\` (the readable cookie \`kp_csrf\`) and \`Idempotency-Key\`.
- 案卷事件带 \`If-Match: "版本号"\`。Case events carry \`If-Match: "<revision>"\`.
- 数额为十进制文本，日期为 YYYY-MM-DD。Amounts are decimal text, days are YYYY-MM-DD.
- 拒绝一律为 RFC 9457 \`application/problem+json\`，代码见 docs/problems.md；\`Accept-Language\` 选择中文或英文。
  Refusals are RFC 9457; the codes stand in docs/problems.md; \`Accept-Language\` chooses the language.`;

/** What every refusal looks like (RFC 9457 with our members). */
const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'trace_id'],
  properties: {
    type: { type: 'string', examples: ['urn:kaoping:problem:input.invalid'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'what happened, why, what to do' },
    hint: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', examples: ['input.invalid'] },
    trace_id: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          where: { type: 'string', description: 'JSON pointer, sheet!cell or line:column' },
          pointer: { type: 'string' },
          code: { type: 'string' },
          message: { type: 'string' },
          got: { type: 'string' },
          allowed: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
          hint: { type: 'string' },
        },
      },
    },
    available: { type: 'array', items: { type: 'string' }, description: 'events that are possible instead' },
    articles: { type: 'array', items: { type: 'string' }, description: 'articles that forbid it' },
    revision: { type: 'integer', description: 'what the record has now' },
    facts: { type: 'object' },
  },
} as const;

@Injectable()
export class ApiDocument {
  private app: INestApplication | undefined;
  private made: Promise<OpenAPIObject> | undefined;

  /** Names the application to describe; nothing is computed until somebody asks. */
  describe(app: INestApplication): void {
    this.app = app;
  }

  /** The document, made once. */
  get(): Promise<OpenAPIObject> {
    if (!this.app) throw new Error('no application to describe');
    this.made ??= documentOf(this.app);
    return this.made;
  }
}

async function documentOf(app: INestApplication): Promise<OpenAPIObject> {
  // Seldom asked for, so it costs neither time at the start nor memory before.
  const { DocumentBuilder, SwaggerModule } = await import('@nestjs/swagger');
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string };
  const head = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('考评 Kaoping')
    .setDescription(description)
    .setVersion(version)
    .addCookieAuth('__Host-kp', { type: 'apiKey', in: 'cookie' }, 'session')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-CSRF-Token' }, 'csrf')
    .build();
  const document = SwaggerModule.createDocument(app, head, {
    autoTagControllers: false,
    operationIdFactory: (controller, method) => `${controller}.${method}`,
    standardSchemaConverter: (schema, { schemaType }) => ({ schema: jsonSchema(schema, schemaType) as never }),
  });
  const routes = new Map(routesOf(app.get(ModulesContainer)).map((route) => [route.handler, route]));
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item) as Operation[]) {
      const route = routes.get(operation.operationId ?? '');
      if (route) complete(operation, route);
    }
  }
  document.components = { ...document.components };
  document.components.schemas = { ...document.components.schemas, Problem: problemSchema as never };
  return document;
}

function jsonSchema(schema: unknown, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema as z.ZodType, { io, unrepresentable: 'any' });
  return rest;
}

/** Adds to a route what its policy asks of a request and what it may answer. */
function complete(operation: Operation, route: RouteInfo): void {
  const isChanging = route.method !== 'GET';
  const isPublic = route.policy === 'public';
  operation.tags = [route.path.split('/')[2] ?? route.path.slice(1)];
  operation.security = isPublic ? [] : [isChanging ? { session: [], csrf: [] } : { session: [] }];
  if (typeof route.policy === 'object') operation.description = `角色 Roles: ${route.policy.roles.join(', ')}`;
  const header = (name: string, text: string, required = true) => {
    operation.parameters = [
      ...(operation.parameters ?? []),
      { name, in: 'header', required, description: text, schema: { type: 'string' } },
    ];
  };
  if (route.isKeyed && !isPublic) header('Idempotency-Key', '同一次操作同一个值 One value for one intention');
  if (route.path.endsWith('/events')) header('If-Match', '"<revision>"');
  if (route.isUpload) operation.requestBody = uploadBody as never;
  operation.responses = { ...withFormats(operation.responses, operation), default: refusal } as Responses;
}

const refusal = {
  description: '拒绝 Refusal',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const uploadBody = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
    },
  },
};

/** A list that takes `format=xlsx` can also answer with a spreadsheet. */
function withFormats(responses: Responses, operation: Operation): Responses {
  const hasFormat = (operation.parameters ?? []).some(
    (parameter) => 'name' in parameter && parameter.name === 'format',
  );
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [
      status,
      {
        description: '成功 Success',
        ...response,
        ...(response && 'description' in response && response.description ? {} : { description: '成功 Success' }),
        ...(hasFormat
          ? { content: { 'application/json': {}, [XLSX]: { schema: { type: 'string', format: 'binary' } } } }
          : {}),
      },
    ]),
  ) as Responses;
}
