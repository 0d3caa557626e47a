/** The API's description: every route is in it with the shapes that validate it, and only those who may read it do. */
import { ModulesContainer } from '@nestjs/core';
import { z } from 'zod';
import { type RouteInfo, routesOf } from '../../src/platform/http/route-check.js';
import { type TestApi, testApi } from '../support/api.js';

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: { $ref?: string } }> }>;
  security: Record<string, string[]>[];
  tags: string[];
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
}

const namesOf = (shape: unknown): string[] => {
  const json = z.toJSONSchema(shape as z.ZodType, { io: 'input', unrepresentable: 'any' }) as { properties?: object };
  return Object.keys(json.properties ?? {}).sort();
};

describe('the description of the API', () => {
  let api: TestApi;
  let document: Document;
  let routes: RouteInfo[];

  beforeAll(async () => {
    api = await testApi();
    routes = routesOf(api.app.get(ModulesContainer));
    const reply = await api.visitor().get('/api/docs-json');
    expect(reply.status).toBe(200);
    document = reply.body as Document;
  });
  afterAll(() => api?.close());

  const operationOf = (route: RouteInfo): Operation | undefined =>
    document.paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()];

  it('has every route, and no route that is not there', () => {
    expect(routes.length).toBeGreaterThan(60);
    const missing = routes.filter((route) => !operationOf(route)).map((route) => `${route.method} ${route.path}`);
    expect(missing).toEqual([]);
    const described = Object.values(document.paths).flatMap((item) => Object.keys(item));
    expect(described).toHaveLength(routes.length);
  });

  it('takes queries and bodies from the shapes that validate them', () => {
    for (const route of routes) {
      const operation = operationOf(route) as Operation;
      const named = (operation.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name);
      if (route.shapes.query)
        expect([route.path, ...named.sort()]).toEqual([route.path, ...namesOf(route.shapes.query)]);
      else expect([route.path, ...named]).toEqual([route.path]);
      if (route.isUpload) {
        expect(Object.keys(operation.requestBody?.content ?? {})).toEqual(['multipart/form-data']);
      } else if (route.shapes.body) {
        const schema = operation.requestBody?.content['application/json']?.schema as
          | { properties?: object }
          | undefined;
        expect([route.path, ...Object.keys(schema?.properties ?? {}).sort()]).toEqual([
          route.path,
          ...namesOf(route.shapes.body),
        ]);
      } else expect([route.path, operation.requestBody]).toEqual([route.path, undefined]);
    }
  });

  it('says who may, which headers are due and how a refusal looks', () => {
    for (const route of routes) {
      const operation = operationOf(route) as Operation;
      expect([route.path, operation.security.length]).toEqual([route.path, route.policy === 'public' ? 0 : 1]);
      const headers = (operation.parameters ?? []).filter((one) => one.in === 'header').map((one) => one.name);
      const isKeyed = route.isKeyed && route.policy !== 'public';
      expect([route.path, headers.includes('Idempotency-Key')]).toEqual([route.path, isKeyed]);
      expect(operation.responses.default?.content?.['application/problem+json']?.schema?.$ref).toBe(
        '#/components/schemas/Problem',
      );
      expect(operation.tags).toHaveLength(1);
    }
    const events = document.paths['/api/cases/{id}/events']?.post;
    expect(events?.parameters?.map((one) => one.name)).toEqual(expect.arrayContaining(['id', 'If-Match']));
    expect(document.components.securitySchemes).toMatchObject({ session: { in: 'cookie' }, csrf: { in: 'header' } });
  });

  it('refers only to what it contains', () => {
    const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
    expect(references.length).toBeGreaterThan(0);
    for (const reference of new Set(references)) {
      const name = /#\/components\/schemas\/([\w.]+)"$/.exec(reference)?.[1] ?? reference;
      expect(Object.keys(document.components.schemas)).toContain(name);
    }
  });

  it('is shown by a page whose files all come from the service itself', async () => {
    const visitor = api.visitor();
    const page = await visitor.get('/api/docs');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = page.bytes.toString('utf8');
    expect(html).not.toMatch(/<script>|<script [^>]*>[^<]|style=|https?:/);
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] as string);
    expect(files).toContain('/api/docs/swagger-ui-bundle.js');
    for (const file of files) {
      const reply = await visitor.get(file);
      expect([file, reply.status, reply.bytes.length > 100]).toEqual([file, 200, true]);
    }
    expect((await visitor.get('/api/docs/package.json')).status).toBe(404);
  });

  it('is for people who are signed in when this is no demonstration', async () => {
    const office = await testApi({ KAOPING_DEMO: '0' });
    try {
      for (const path of ['/api/docs', '/api/docs-json', '/api/docs/start.js']) {
        const reply = await office.visitor().get(path);
        expect([path, reply.status, reply.body.code]).toEqual([path, 401, 'auth.required']);
      }
    } finally {
      await office.close();
    }
  });
});
