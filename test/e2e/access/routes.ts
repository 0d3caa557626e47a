/** The routes of the running service, and how each can be asked without doing anything. */
import { randomUUID } from 'node:crypto';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { type RouteInfo, routesOf } from '../../../src/platform/http/route-check.js';
import { keysAt } from '../../../src/platform/http/shape-keys.js';
import type { Reply, Visitor } from '../../support/api.js';
import type { Hall } from '../../support/hall.js';

export interface Route extends RouteInfo {
  /** `GET /api/people/:code` */
  name: string;
  changes: boolean;
  /** Names of the parameters in the path and behind the question mark. */
  params: readonly string[];
  query: readonly string[];
}

export function routesOfHall(hall: Hall): Route[] {
  const modules = hall.app.get(ModulesContainer);
  const queries = queriesOf(modules);
  return routesOf(modules).map((route) => ({
    ...route,
    name: `${route.method} ${route.path}`,
    changes: route.method !== 'GET',
    params: [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] as string),
    query: queries.get(`${route.method} ${route.path}`) ?? [],
  }));
}

/** Which query parameters each route takes, from the shapes of its handlers. */
function queriesOf(modules: ModulesContainer): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const module of modules.values()) {
    for (const { metatype: type } of module.controllers.values()) {
      if (!type) continue;
      const prototype = type.prototype as Record<string, object>;
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const handler = prototype[name] as object;
        const method = Reflect.getMetadata(METHOD_METADATA, handler) as number | undefined;
        if (name === 'constructor' || method === undefined) continue;
        const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, type, name) ?? {}) as Record<string, { schema?: never }>;
        // 4 = query, as in the route check.
        const shape = Object.entries(args).find(([key]) => key.startsWith('4:'))?.[1].schema;
        const [prefix, path] = [type, handler].map((one) => String(Reflect.getMetadata(PATH_METADATA, one) ?? ''));
        const full = `/${prefix}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
        if (shape) found.set(`${RequestMethod[method]} ${full}`, keysAt(shape, []));
      }
    }
  }
  return found;
}

/** What a list must be told before it answers. */
const needed: Record<string, string> = {
  'GET /api/results': 'period=2026-09',
  'GET /api/duty': 'from=2026-09-01&to=2026-09-30',
  'GET /api/duty/board': 'from=2026-10-12&to=2026-10-13',
  'GET /api/duty/cell': 'window=A01&day=2026-10-12&half=AM',
  'GET /api/calendar': 'year=2026',
  'GET /api/leaves/candidates': 'window=A01&from=2026-10-12&to=2026-10-13',
  'GET /api/cover/candidates': 'caseId=00000000-0000-7000-8000-000000000000',
  'GET /api/staffing': 'from=2026-10-12&to=2026-10-13',
  'POST /api/imports': 'kind=peer-review',
};

const harmless: Record<string, (route: Route) => string> = {
  key: () => '2026-09',
  code: () => 'nobody',
  kind: (route) => (route.path.includes('imports') ? 'roster' : 'leave'),
  subject: () => 'person:nobody',
  hash: () => '0'.repeat(64),
  section: () => 'nobody',
  institution: () => 'demo-hall',
  name: () => 'none.xlsx',
  file: () => 'none.yaml',
  edition: () => '2024-01-01',
  id: () => randomUUID(),
};

/** The address with what its parameters must be; what is not given stands for something that is not there. */
export function addressOf(route: Route, given: Record<string, string> = {}, query = needed[route.name] ?? ''): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(given[name] ?? harmless[name]?.(route) ?? 'nobody'),
  );
  return query ? `${path}?${query}` : path;
}

/** Asks a route so that nothing can come of it: with a body that no shape takes, for something that is not there. */
export function knock(who: Visitor, route: Route, headers: Record<string, string> = {}): Promise<Reply> {
  const address = addressOf(route);
  return route.changes ? who.change(route.method, address, { noSuchField: 1 }, headers) : who.get(address, headers);
}
