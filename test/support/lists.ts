import { ModulesContainer } from '@nestjs/core';
import { z } from 'zod';
import { routesOf } from '../../src/platform/http/route-check.js';
import type { TestApi } from './api.js';

/** What a list asks for besides paging. */
const needed: Record<string, string> = { period: '2026-09', from: '2026-09-01', to: '2026-09-03' };

/** Path and required query of every list that can be paged, e.g. `/api/duty?from=…&to=…`. */
export function listsOf(api: TestApi): string[] {
  return routesOf(api.app.get(ModulesContainer)).flatMap((route) => {
    if (route.method !== 'GET' || !route.shapes.query) return [];
    const shape = z.toJSONSchema(route.shapes.query as z.ZodType, { io: 'input', unrepresentable: 'any' });
    if (!Object.hasOwn(shape.properties ?? {}, 'page')) return [];
    return [`${route.path}?${(shape.required ?? []).map((name) => `${name}=${needed[name]}&`).join('')}`];
  });
}
